import { type Quantity, quantitiesIn } from '../../quantities.ts';
import { translationsOf } from '../../texts.ts';
import type { Finding, Rule } from '../rule.ts';

/** French billions are not English ones. */
export const falseFriend: Rule = {
  id: 'false-friend',
  severity: 'error',
  doc: {
    finds: 'French “billion” or “trillion” where the other language means a thousand times less',
    why: 'A French billion is a million millions: 830 billion dollars are 830 milliards.',
    wrong: 'fr: 830 billions de dollars\nen: 830 billion dollars',
    right: 'fr: 830 milliards de dollars\nen: 830 billion dollars',
  },
  find({ issue, publication }) {
    return translationsOf(issue, publication.languages, 'line', 'markdown').flatMap(
      ({ path, from, source, to, text }) =>
        falseFriends(quantitiesIn(source, from), from, quantitiesIn(text, to), to).map(([there, here]): Finding => {
          const french = from.startsWith('fr') ? there : here;
          const other = french === there ? here : there;
          return {
            path: french === there ? [...path.slice(0, -1), from] : path,
            words: french.words,
            message: `French \`${french.words}\` is a thousand times \`${other.words}\` or more.`,
            hint: `Write ${/^b/i.test(french.scale ?? '') ? 'milliard(s)' : 'billion(s) or mille milliards'} in French.`,
          };
        }),
    );
  },
};

/** Pairs of a French number and its look-alike: the same number before the same word, which means more in French. */
export function falseFriends(
  there: readonly Quantity[],
  from: string,
  here: readonly Quantity[],
  to: string,
): [Quantity, Quantity][] {
  if (from.startsWith('fr') === to.startsWith('fr')) return [];
  const friend = ({ scale = '' }: Quantity): string => /^(b|tr)illions?$/i.exec(scale)?.[1]?.toLowerCase() ?? '';
  return there.flatMap((one): [Quantity, Quantity][] => {
    const match =
      friend(one) === ''
        ? undefined
        : here.find(other => friend(other) === friend(one) && other.mantissa === one.mantissa);
    return match === undefined ? [] : [[one, match]];
  });
}
