import { said, t } from '../../../wording/wording.ts';
import { wordingsOf } from '../../texts.ts';
import { matchesIn, placeAt, withoutAddresses } from '../prose.ts';
import type { Rule } from '../rule.ts';

/** Reports accents that stand for an apostrophe. */
export const wrongApostrophe: Rule = {
  id: 'wrong-apostrophe',
  severity: 'warning',
  doc: {
    finds: 'an acute or grave accent in place of an apostrophe: `l´oubli`',
    why: 'The accent stands apart from the letters, and two grave accents make a piece of code of the words between them.',
    wrong: 'fr: C´est l´oubli',
    right: 'fr: C’est l’oubli',
  },
  find({ issue }) {
    return wordingsOf(issue, 'line', 'markdown', 'name').flatMap(({ path, text }) =>
      // The words around grave accents may be taken for code, so that code is looked at too.
      wrongMarks
        .flatMap(pattern => matchesIn(withoutAddresses(text), pattern))
        .map(({ words, at }) => ({
          path,
          ...placeAt(text, at, words),
          ...said('“%{words}” has an accent in place of an apostrophe.', { words }),
          hint: t('Write “%{right}”; --fix does.', { right: words.replace(/[´`ʹ′]/g, '’') }),
          fix: words.replace(/[´`ʹ′]/g, '’'),
        })),
    );
  },
};

/** An accent between letters; a grave one only after a French elision or before an English ending, as it begins code too. */
const wrongMarks = [
  /(?<!\p{L})\p{L}{1,12}[´ʹ]\p{L}{1,30}/giu,
  /(?<![\p{L}`])(?:[cdjlmnst]|qu|lorsqu|jusqu|puisqu|quelqu|aujourd)`[aeiouyhàâéèêëîïôœ]\p{L}{0,30}/giu,
  /(?<![\p{L}`])\p{L}{1,12}`(?:s|t|re|ve|ll|d|m)(?![\p{L}`])/giu,
];
