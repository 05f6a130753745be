import { said, t } from '../../../wording/wording.ts';
import { type Quantity, quantitiesIn, sameQuantity } from '../../quantities.ts';
import { translationsOf } from '../../texts.ts';
import type { Finding, Rule } from '../rule.ts';
import { falseFriends } from './false-friend.ts';

/** Reports numbers that differ between a text and its translation. */
export const numberMismatch: Rule = {
  id: 'number-mismatch',
  severity: 'warning',
  doc: {
    finds: 'a number, percentage, amount, date or time that differs between the languages',
    why: 'Readers of one language would get a wrong number. `830 milliards` equals `830 billion`, `3,5` equals `3.5`, and `1 000` equals `1,000`.',
    wrong: 'fr: 830 milliards\nen: 380 billion',
    right: 'fr: 830 milliards\nen: 830 billion',
  },
  find({ issue, publication }) {
    return translationsOf(issue, publication.languages, 'line', 'markdown').flatMap(
      ({ path, from, source, to, text }) => {
        const [inSource, inText] = [quantitiesIn(source, from), quantitiesIn(text, to)];
        // The rule `false-friend` reports these.
        const reported = falseFriends(
          { language: from, quantities: inSource },
          { language: to, quantities: inText },
        ).flat();
        const missing = unmatched(inSource, inText).filter(quantity => !reported.includes(quantity));
        const added = unmatched(inText, inSource).filter(quantity => !reported.includes(quantity));
        const findings = added.map((quantity): Finding => {
          const original = missing.shift();
          return {
            path,
            words: quantity.words,
            nth: occurrence(text, quantity),
            message:
              original === undefined
                ? t('`%{words}` has no match in `%{from}`.', { words: quantity.words, from })
                : t('`%{here}` here, `%{there}` in `%{from}`.', {
                    here: quantity.words,
                    there: original.words,
                    from,
                  }),
            hint: t('Make both say the same.'),
          };
        });
        return [
          ...findings,
          ...missing.map(
            (quantity): Finding => ({
              path,
              ...said('`%{words}` of the `%{from}` text is missing.', { words: quantity.words, from }),
              hint: t('Make both say the same.'),
            }),
          ),
        ];
      },
    );
  },
};

/** The numbers in digits that have no equal number among `others`. A number that occurs twice needs one match only. */
const unmatched = (quantities: readonly Quantity[], others: readonly Quantity[]): Quantity[] =>
  quantities.filter(quantity => quantity.digits && !others.some(other => sameQuantity(quantity, other)));

/** How often the words occur before this number in the text. */
const occurrence = (text: string, { words, at }: Quantity): number => text.slice(0, at).split(words).length - 1;
