import { counted, said, t } from '../../../wording/wording.ts';
import { beginningOf, blocksOf } from '../../language/blocks.ts';
import { linksIn } from '../../markdown.ts';
import { translationsOf } from '../../texts.ts';
import type { Finding, Rule } from '../rule.ts';

/** Reports translations that have more or fewer links than their source. */
export const linkMismatch: Rule = {
  id: 'link-mismatch',
  severity: 'warning',
  doc: {
    finds: 'a text whose translation has more or fewer links',
    why: 'Readers of one language miss a link.',
    wrong: 'fr: "Voir [le rapport](https://a.example)"\nen: "See the report"',
    right: 'fr: "Voir [le rapport](https://a.example)"\nen: "See [the report](https://a.example)"',
  },
  find({ issue, publication }) {
    return translationsOf(issue, publication.languages, 'markdown').flatMap(
      ({ path, from, source, to, text }): Finding[] => {
        const [sourceLinks, textLinks] = [linksIn(source), linksIn(text)];
        // Only the numbers are compared: each language may link to its own page.
        if (sourceLinks.length === textLinks.length) return [];
        return [
          {
            path,
            ...blockOf(source, text),
            ...said('%{links} in `%{to}`, %{others} in `%{from}`.', {
              links: counted(textLinks.length, 'link', 'links'),
              to,
              others: counted(sourceLinks.length, 'link', 'links'),
              from,
            }),
            hint: t('Link the same things in both.'),
          },
        ];
      },
    );
  },
};

/** The first paragraph with other links than its source, if both texts have as many paragraphs. */
function blockOf(source: string, text: string): Pick<Finding, 'words'> {
  const [theirs, ours] = [blocksOf(source), blocksOf(text)];
  if (theirs.length !== ours.length || ours.length === 1) return {};
  const block = ours.find((one, i) => linksIn(one.text).length !== linksIn(theirs[i]?.text ?? '').length);
  return block === undefined ? {} : { words: beginningOf(block) };
}
