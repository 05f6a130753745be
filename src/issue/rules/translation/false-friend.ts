import { said, t } from '../../../wording/wording.ts';
import type { Quantity } from '../../quantities/quantity.ts';
import { quantitiesOf } from '../../quantities/read.ts';
import { translationsOf } from '../../texts.ts';
import type { Finding, Rule } from '../rule.ts';

/** Reports a French “billion” or “trillion” that was translated by the English word, or the reverse. */
export const falseFriend: Rule = {
  id: 'false-friend',
  severity: 'error',
  doc: {
    finds: 'a French “billion” or “trillion” where the other language has the same word for a smaller number',
    why: 'A French billion is a million millions: 830 billion dollars are 830 milliards.',
    wrong: 'fr: 830 billions de dollars\nen: 830 billion dollars',
    right: 'fr: 830 milliards de dollars\nen: 830 billion dollars',
  },
  find({ issue, publication }) {
    const quantitiesIn = quantitiesOf(issue);
    return translationsOf(issue, publication.languages, 'line', 'markdown').flatMap(
      ({ path, from, source, to, text }) =>
        falseFriends(
          { language: from, quantities: quantitiesIn(source, from) },
          { language: to, quantities: quantitiesIn(text, to) },
        ).map(([inSource, inText]): Finding => {
          const french = from.startsWith('fr') ? inSource : inText;
          const other = french === inSource ? inText : inSource;
          const sourcePath = [...path.slice(0, -1), from];
          const [here, there] = french === inSource ? [sourcePath, path] : [path, sourcePath];
          return {
            path: here,
            words: french.words,
            other: { path: there, words: other.words },
            ...said('French `%{french}` is a thousand times `%{other}` or more.', {
              french: french.words,
              other: other.words,
            }),
            hint: /^b/i.test(french.scale ?? '')
              ? t('Write milliard(s) in French.')
              : t('Write billion(s) or mille milliards in French.'),
          };
        }),
    );
  },
};

type QuantitiesOfText = { language: string; quantities: readonly Quantity[] };

/**
 * Pairs of a number in the source and the same number before the same word (billion, trillion) in the translation, if
 * one of the languages is French, where the word means more.
 */
export function falseFriends(source: QuantitiesOfText, translation: QuantitiesOfText): [Quantity, Quantity][] {
  if (source.language.startsWith('fr') === translation.language.startsWith('fr')) return [];
  const scaleOf = ({ scale = '' }: Quantity): string => /^(b|tr)illions?$/i.exec(scale)?.[1]?.toLowerCase() ?? '';
  return source.quantities.flatMap((one): [Quantity, Quantity][] => {
    const match =
      scaleOf(one) === ''
        ? undefined
        : translation.quantities.find(other => scaleOf(other) === scaleOf(one) && other.mantissa === one.mantissa);
    return match === undefined ? [] : [[one, match]];
  });
}
