import { said, t } from '../../../wording/wording.ts';
import { pointAt } from '../../quantities/point-at.ts';
import { quantitiesOf } from '../../quantities/read.ts';
import { type Translation, translationsOf, wordingsOf } from '../../texts.ts';
import { matchesIn, placeAt, proseOf } from '../prose.ts';
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
  find({ issue, publication }) {
    const quantitiesIn = quantitiesOf(issue);
    const amounts = wordingsOf(issue, 'line', 'markdown').flatMap(({ path, language, text }) =>
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
    const groups = translationsOf(issue, publication.languages, 'line', 'markdown').flatMap(englishGroups);
    return [...amounts, ...groups.filter(group => !amounts.some(other => isAt(group, other)))];
  },
};

const isAt = (a: Finding, b: Finding): boolean =>
  String(a.path) === String(b.path) && (b.words ?? '').includes(a.words ?? '');

/** A French `1,480` that stands so in the English text: by itself it could be a number with decimals. */
function englishGroups({ path, from, source, to, text }: Translation): Finding[] {
  const isFrench = (language: string): boolean => /^fr(?:-|$)/.test(language);
  if (isFrench(from) === isFrench(to) || !/^en(?:-|$)/.test(isFrench(from) ? to : from)) return [];
  const [french, english, at] = isFrench(from) ? [source, text, [...path.slice(0, -1), from]] : [text, source, path];
  const shared = matchesIn(proseOf(french), grouped).filter(({ words }) => {
    const same = new RegExp(`(?<![\\d.,])${RegExp.escape(words)}(?![\\d.,]?\\d)`, 'u');
    return same.test(english);
  });
  return shared.map(({ words, at: offset }) => {
    const form = words.replaceAll(',', ' ');
    return {
      path: at,
      ...placeAt(french, offset, words),
      ...said('French writes %{form}.', { form }),
      hint: t('Write `%{form}` instead of `%{words}`.', { form, words }),
    };
  });
}

const grouped = /(?<![\p{L}\d.,-])[1-9]\d{0,2}(?:,\d{3}){1,4}(?![\d\p{L}]|[.,]\d)/gu;
