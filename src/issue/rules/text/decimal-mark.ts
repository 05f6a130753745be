import { said, t } from '../../../wording/wording.ts';
import { pointAt } from '../../quantities/point-at.ts';
import { quantitiesOf } from '../../quantities/read.ts';
import { wordingsOf } from '../../texts.ts';
import type { Finding, Rule } from '../rule.ts';

/** Reports amounts that are written the way of another language. */
export const decimalMark: Rule = {
  id: 'decimal-mark',
  severity: 'warning',
  doc: {
    finds: 'an amount with the decimal mark or the grouping of another language',
    why: 'Readers stumble over it, and can take `2,500` for two and a half or for two thousand five hundred.',
    wrong: 'fr: le café est à €2.10\nen: a coffee is 2,10 €',
    right: 'fr: le café est à 2,10 €\nen: a coffee is €2.10',
  },
  find({ issue }) {
    const quantitiesIn = quantitiesOf(issue);
    return wordingsOf(issue, 'line', 'markdown').flatMap(({ path, language, text }) =>
      language === undefined
        ? []
        : quantitiesIn(text, language).flatMap((quantity): Finding[] => {
            const { ownForm: form } = quantity;
            if (form === undefined) return [];
            const place = pointAt(text, quantity);
            return [
              {
                path,
                ...place,
                ...(language.startsWith('fr')
                  ? said('French writes %{form}.', { form })
                  : said('English writes %{form}.', { form })),
                hint: t('Write `%{form}` instead of `%{words}`.', { form, words: place.words }),
              },
            ];
          }),
    );
  },
};
