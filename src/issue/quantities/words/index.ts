import { english } from './english.ts';
import { french } from './french.ts';
import type { LanguageWords } from './language.ts';

const others = new Map<string, LanguageWords>();

/** The words of a language. Of languages other than French and English only the decimal mark is known, and they are read like English. */
export function wordsOf(language: string): LanguageWords {
  if (/^fr\b/i.test(language)) return french;
  if (/^en\b/i.test(language)) return english;
  const known = others.get(language);
  if (known !== undefined) return known;
  const parts = new Intl.NumberFormat(language, { numberingSystem: 'latn' }).formatToParts(1.5);
  const decimal = parts.some(({ type, value }) => type === 'decimal' && value === ',') ? ',' : '.';
  const words: LanguageWords = { ...english, decimal, isKnown: false };
  others.set(language, words);
  return words;
}

const startersByWords = new Map<LanguageWords, ReadonlySet<string>>();

/** The first words of all that can begin a quantity, months and weekdays excepted. */
export function startersOf(words: LanguageWords): ReadonlySet<string> {
  const starters =
    startersByWords.get(words) ??
    new Set(
      [
        ...words.letters.keys(),
        ...words.bareMultipliers,
        ...words.articles,
        ...words.halves,
        ...words.values.keys(),
        ...words.ages.keys(),
        ...words.ordinals.keys(),
        ...words.middays.keys(),
        ...words.holidays.keys(),
        ...words.furtherStarters,
      ].map(phrase => phrase.split(' ')[0] ?? phrase),
    );
  startersByWords.set(words, starters);
  return starters;
}
