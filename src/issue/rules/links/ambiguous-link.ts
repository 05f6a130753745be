import { said, t } from '../../../wording/wording.ts';
import { linksIn } from '../../markdown.ts';
import { wordingsOf } from '../../texts.ts';
import type { Finding, Rule } from '../rule.ts';

/** Reports links of one text that have the same words and different targets. */
export const ambiguousLink: Rule = {
  id: 'ambiguous-link',
  severity: 'warning',
  doc: {
    finds: 'links with the same words and different targets in one text',
    why: 'Screen readers list the links of a page: these could not be distinguished.',
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
                ...said('“%{words}” leads to %{href} here and to %{before} before.', {
                  words,
                  href: href.slice(0, 60),
                  before: first.slice(0, 60),
                }),
                hint: t('Give each link different words.'),
              },
            ];
      });
    });
  },
};
