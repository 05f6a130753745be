import { type CalendarNames, calendarNames } from './calendar.ts';
import { plainText } from './plain-text.ts';
import type { Quantity } from './quantity.ts';
import { startersOf, wordsOf } from './words/index.ts';
import type { LanguageWords } from './words/language.ts';

/** A text that is being read, with the words of its language. */
export type Scan = {
  text: string;
  plain: string;
  offsets: readonly number[];
  language: string;
  words: LanguageWords;
  calendar: CalendarNames;
  /** The words that can begin a quantity. */
  starters: ReadonlySet<string>;
};

/** What a reader found from a place of the plain text up to `end`. No quantity: the words are to be skipped. */
export type Found = { end: number; quantity?: Omit<Quantity, 'words' | 'at'> };

export const scanOf = (text: string, language: string): Scan => ({
  text,
  ...plainText(text),
  language,
  words: wordsOf(language),
  calendar: calendarNames(language),
  starters: startersOf(wordsOf(language)),
});

/** Matches a sticky pattern at a place. */
export function match(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}

/** The end of the words at a place, if a sticky pattern matches there; else the place. */
export const skip = (pattern: RegExp, text: string, at: number): number =>
  at + (match(pattern, text, at)?.[0].length ?? 0);

/** The word at a place, as it is written; '' if there is none. */
export const wordAt = (text: string, at: number): string => match(/\p{L}{1,24}(?!\p{L})/uy, text, at)?.[0] ?? '';

/** The longest phrase of a map at a place, of at most four words. Its words are joined by a space, a dash or an apostrophe. */
export function phraseAt<V>(
  phrases: ReadonlyMap<string, V>,
  text: string,
  at: number,
): { value: V; end: number; phrase: string } | undefined {
  let found: { value: V; end: number; phrase: string } | undefined;
  let phrase = '';
  let end = at;
  for (let count = 0; count < 4; count++) {
    const word = wordAt(text, end);
    if (word === '') break;
    phrase += (count === 0 ? '' : ' ') + word.toLowerCase();
    end += word.length;
    // A symbol such as `M` or `Md` is known as it is written.
    const value = phrases.get(count === 0 && phrases.has(word) ? word : phrase);
    if (value !== undefined) found = { value, end, phrase };
    if (!/[ '-]/.test(text.charAt(end))) break;
    end++;
  }
  return found;
}
