import { said, t } from '../../../wording/wording.ts';
import { wordingsOf } from '../../texts.ts';
import { isIn, placeAt, proseOf } from '../prose.ts';
import type { Finding, Rule } from '../rule.ts';
import { isLegitimatePair } from './doubled-words.ts';

/** Reports words that stand twice in a row. */
export const doubledWord: Rule = {
  id: 'doubled-word',
  severity: 'warning',
  doc: {
    finds: 'a French or English word that stands twice in a row',
    why: 'A word was typed twice, often across two lines, where its writer does not see it.',
    wrong: 'fr: Il ferme la la porte',
    right: 'fr: Il ferme la porte',
  },
  find({ issue }) {
    return wordingsOf(issue, 'line', 'markdown').flatMap(({ path, language, text }) => {
      const languages = ['fr', 'en'].filter(one => isIn(one, language));
      if (languages.length === 0) return [];
      return doublesIn(text)
        .filter(pair => !languages.some(one => isLegitimatePair(one, pair)))
        .map(
          ({ words, at, word }): Finding => ({
            path,
            ...placeAt(text, at, words),
            ...said('“%{word}” stands twice.', { word }),
            hint: t('Remove one.'),
          }),
        );
    });
  },
};

/** Two equal words in a row, with what stands around them. */
type Pair = { words: string; at: number; word: string; second: string; before: string; after: string };

/** A word with its apostrophes and hyphens: in `prends-le le` and `l'est est`, no word stands twice. */
const wordPattern = /\p{L}[\p{L}\p{M}\p{N}’'-]*/gu;

function doublesIn(text: string): Pair[] {
  const prose = proseOf(text);
  const pairs: Pair[] = [];
  let last: { word: string; at: number; end: number } | undefined;
  for (const match of prose.matchAll(wordPattern)) {
    const [word] = match;
    const at = match.index;
    const isSame = last !== undefined && at - last.end < 40 && word.toLowerCase() === last.word.toLowerCase();
    const gap = last === undefined ? '' : prose.slice(last.end, at);
    if (last !== undefined && isSame && /^(?:[ \t\u00a0\u202f]+|[ \t]*\n[ \t]*)$/.test(gap))
      pairs.push({
        words: text.slice(last.at, at + word.length),
        at: last.at,
        word: last.word,
        second: word,
        before: prose.slice(Math.max(0, last.at - 40), last.at),
        after: prose.slice(at + word.length, at + word.length + 20),
      });
    last = { word, at, end: at + word.length };
    if (pairs.length === maxPairs) break;
  }
  return pairs;
}

const maxPairs = 20;
