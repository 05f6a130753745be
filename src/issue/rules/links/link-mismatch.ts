import { linksIn } from '../../markdown.ts';
import { translationsOf } from '../../texts.ts';
import type { Finding, Rule } from '../rule.ts';

/** Both languages link the same things. */
export const linkMismatch: Rule = {
  id: 'link-mismatch',
  severity: 'warning',
  doc: {
    finds: 'a link that one language has and another lacks',
    why: 'One of the two readers cannot follow the story.',
    wrong: 'fr: "Voir [le rapport](https://a.example)"\nen: "See the report"',
    right: 'fr: "Voir [le rapport](https://a.example)"\nen: "See [the report](https://a.example)"',
  },
  find({ issue, publication }) {
    return translationsOf(issue, publication.languages, 'markdown').flatMap(
      ({ path, from, source, to, text }): Finding[] => {
        const [there, here] = [linksIn(source), linksIn(text)];
        // Each language may link its own page: it is how many there are that tells.
        if (there.length === here.length) return [];
        return [
          {
            path,
            message: `${count(here.length)} in \`${to}\`, ${count(there.length)} in \`${from}\`.`,
            hint: 'Link the same things in both.',
          },
        ];
      },
    );
  },
};

const count = (links: number): string => (links === 1 ? '1 link' : `${links} links`);
