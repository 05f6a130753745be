import { type Quantity, quantitiesIn, sameQuantity } from '../../quantities.ts';
import { translationsOf } from '../../texts.ts';
import type { Finding, Rule } from '../rule.ts';
import { falseFriends } from './false-friend.ts';

/** Numbers say the same in every language. */
export const numberMismatch: Rule = {
  id: 'number-mismatch',
  severity: 'warning',
  doc: {
    finds: 'a number, percentage, amount, date or time that differs between the languages',
    why: 'Readers of one language would be told something else: `830 milliards` is `830 billion`, `3,5` is `3.5`, `1 000` is `1,000`.',
    wrong: 'fr: 830 milliards\nen: 380 billion',
    right: 'fr: 830 milliards\nen: 830 billion',
  },
  find({ issue, publication }) {
    return translationsOf(issue, publication.languages, 'line', 'markdown').flatMap(
      ({ path, from, source, to, text }) => {
        const [there, here] = [quantitiesIn(source, from), quantitiesIn(text, to)];
        const spoken = falseFriends(there, from, here, to).flat();
        const missing = unanswered(there, here).filter(quantity => !spoken.includes(quantity));
        const added = unanswered(here, there).filter(quantity => !spoken.includes(quantity));
        const findings = added.map((quantity): Finding => {
          const meant = missing.shift();
          return {
            path,
            words: quantity.words,
            nth: occurrence(text, quantity),
            message:
              meant === undefined
                ? `\`${quantity.words}\` has no match in \`${from}\`.`
                : `\`${quantity.words}\` here, \`${meant.words}\` in \`${from}\`.`,
            hint: 'Make both say the same.',
          };
        });
        return [
          ...findings,
          ...missing.map(
            (quantity): Finding => ({
              path,
              message: `\`${quantity.words}\` of the \`${from}\` text is missing.`,
              hint: 'Make both say the same.',
            }),
          ),
        ];
      },
    );
  },
};

/** Numbers in digits that nothing on the other side says; each answer serves once, and one in letters as often as need be. */
function unanswered(asked: readonly Quantity[], answers: readonly Quantity[]): Quantity[] {
  const left = [...answers];
  return asked.filter(quantity => {
    if (!quantity.digits) return false;
    const at = left.findIndex(answer => sameQuantity(quantity, answer));
    if (at !== -1) left.splice(at, 1);
    // A number said twice on one side and once on the other is no contradiction.
    return at === -1 && !answers.some(answer => sameQuantity(quantity, answer));
  });
}

/** How often the words stand before this place. */
const occurrence = (text: string, { words, at }: Quantity): number => text.slice(0, at).split(words).length - 1;
