import { linksIn } from '../../markdown.ts';
import { wordingsOf } from '../../texts.ts';
import type { Finding, Rule } from '../rule.ts';

/** The same words lead to the same page. */
export const ambiguousLink: Rule = {
  id: 'ambiguous-link',
  severity: 'warning',
  doc: {
    finds: 'the same words as links to different pages in one text',
    why: 'Whoever hears a list of links cannot tell them apart.',
    wrong: 'See [here](https://a.example) and [here](https://b.example).',
    right: 'See [the report](https://a.example) and [the figures](https://b.example).',
  },
  find({ issue }) {
    return wordingsOf(issue, 'markdown').flatMap(({ path, text }) => {
      const targets = new Map<string, string>();
      return linksIn(text).flatMap(({ words, href }): Finding[] => {
        const key = words.trim().toLowerCase();
        const first = targets.get(key);
        if (first === undefined) targets.set(key, href);
        return first === undefined || first === href
          ? []
          : [
              {
                path,
                words: href,
                message: `“${words}” leads to ${href.slice(0, 60)} here and to ${first.slice(0, 60)} before.`,
                hint: 'Give each link words of its own.',
              },
            ];
      });
    });
  },
};
