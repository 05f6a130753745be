import type { Speller } from './spelling/speller.ts';
import { wordsOf } from './spelling/words.ts';

/** Words of a text that are looked at. */
const maxWords = 400;

/**
 * How many words of a text only the dictionary of another language has; 0 if the text has a word that only its own has. Names and words
 * in quotes or with emphasis do not count, as they may be of any language.
 */
export function foreignWordsIn(text: string, own: Speller | undefined, other: Speller | undefined): number {
  if (own === undefined || other === undefined) return 0;
  const words = wordsOf(text)
    .slice(0, maxWords)
    .filter(word => !word.isMarked && /^\p{Ll}/u.test(word.isInsideSentence ? word.text : word.text.toLowerCase()))
    .map(word => ({ isOurs: own.knows(word.text), isTheirs: other.knows(word.text) }));
  if (words.some(({ isOurs, isTheirs }) => isOurs && !isTheirs)) return 0;
  return words.filter(({ isOurs, isTheirs }) => isTheirs && !isOurs).length;
}
