import { said, t } from '../../../wording/wording.ts';
import { wordingsOf } from '../../texts.ts';
import { matchesIn, placeAt, withoutAddresses } from '../prose.ts';
import type { Rule } from '../rule.ts';

/** Reports accents that stand for an apostrophe. */
export const wrongApostrophe: Rule = {
  id: 'wrong-apostrophe',
  severity: 'warning',
  doc: {
    finds: 'an accent, a prime or an opening quote in place of an apostrophe: `l´oubli`, `l′oubli`, `don‘t`',
    why: 'The accent stands apart from the letters, and two grave accents make a piece of code of the words between them.',
    wrong: 'fr: C´est l´oubli',
    right: 'fr: C’est l’oubli',
  },
  find({ issue }) {
    return wordingsOf(issue, 'line', 'markdown', 'name').flatMap(({ path, text }) =>
      wrongMarks
        .flatMap(pattern => matchesIn(withoutCode(withoutAddresses(text)), pattern))
        .map(({ words, at }) => ({
          path,
          ...placeAt(text, at, words),
          ...said(
            /[´`ʹ]/.test(words)
              ? '“%{words}” has an accent in place of an apostrophe.'
              : '“%{words}” has another sign in place of an apostrophe.',
            { words },
          ),
          hint: t('Write “%{right}”; --fix does.', { right: words.replace(marks, '’') }),
          fix: words.replace(marks, '’'),
        })),
    );
  },
};

/**
 * A text whose code is blanked. The words between two accents that each stand for an apostrophe are no code: one of the accents has a
 * letter on both sides.
 */
const withoutCode = (text: string): string =>
  text.replace(/(?<![\p{L}`])(`{1,2})(?!`)[^`\n]{1,2000}\1(?![\p{L}`])/gu, hidden => '\u0000'.repeat(hidden.length));

/**
 * An acute accent between letters. Other signs only after a French elision or before an English ending: a grave accent begins code too, a
 * prime stands in formulas, and `‘` in names of other alphabets.
 */
const wrongMarks = [
  /(?<!\p{L})\p{L}{1,12}[´ʹ]\p{L}{1,30}/giu,
  /(?<![\p{L}`])(?:[cdjlmnst]|qu|lorsqu|jusqu|puisqu|quelqu|aujourd)[`′‵‘‛＇][aeiouyhàâéèêëîïôœ]\p{L}{0,30}/giu,
  /(?<![\p{L}`])\p{L}{1,12}`(?:s|t|re|ve|ll|d|m)(?![\p{L}`])/giu,
  /(?<!\p{L})\p{L}{2,12}[′‵‘‛＇](?:s|t|re|ve|ll|d|m)(?![\p{L}\d])|(?<!\p{L})I[′‵‘‛＇](?:ve|ll|d|m)(?!\p{L})/gu,
];

const marks = /[´`ʹ′‵‘‛＇]/g;
