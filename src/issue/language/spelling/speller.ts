import type { Dictionary } from './dictionary.ts';
import { isReformed } from './french-reform.ts';
import { englishPrefix, englishSuffix, firstParts, frenchPrefix, newWordsOf } from './known-words.ts';
import { suggestionsFor } from './suggest.ts';
import { isNoDictionaryWord } from './words.ts';

/** A spell checker of one language. */
export type Speller = {
  /** Whether a word of a text is right: an inflected, elided, hyphenated, inclusive or contracted one too. */
  knows(word: string): boolean;
  /** Words of the dictionary that differ from an unknown one by a typing mistake, the nearest first. */
  suggest(word: string): string[];
};

/** Elided words: `l'`, `qu'`, `jusqu'`. */
const elision = /^(?:[cdjlmnstç]|qu|jusqu|lorsqu|puisqu|quoiqu|presqu|entr)'(?=\p{L})/iu;

/** Endings of French inclusive writing: `lecteur(trice)s`, `(e)s`. Those with a middle dot are no dictionary words. */
const inclusive = /\(\p{Ll}{1,6}\)\p{Ll}{0,2}$/u;

/** @param ownWords the newsletter's own words */
export function spellerOf(language: string, dictionary: Dictionary, ownWords: ReadonlySet<string>): Speller {
  const primary = language.split('-')[0]?.toLowerCase() ?? '';
  const isFrench = primary === 'fr';
  const newWords = newWordsOf(primary);
  const isListed = (word: string): boolean =>
    ownWords.has(word) || newWords.has(word) || (word.endsWith('s') && newWords.has(word.slice(0, -1)));
  const has = (word: string): boolean => {
    const small = word.toLowerCase();
    return dictionary.has(word) || isListed(word) || (small !== word && (dictionary.has(small) || isListed(small)));
  };
  const hasVariant = (word: string): boolean => {
    const small = word.toLowerCase();
    if (isFrench && (isReformed(small, has) || frenchLetters(word).some(has))) return true;
    // The English dictionary lacks plurals of nouns that are rarely counted: `durations`.
    if (primary === 'en' && small.length > 7 && small.endsWith('s') && has(small.slice(0, -1))) return true;
    const [stem = ''] = primary === 'en' ? (englishSuffix.exec(small) ?? []) : [];
    if (stem !== '' && has(stem)) return true;
    const [first = ''] = (isFrench ? frenchPrefix : englishPrefix).exec(small) ?? [];
    return first !== '' && has(small.slice(first.length));
  };
  const knowsPlain = (word: string): boolean => isNoDictionaryWord(word) || has(word) || hasVariant(word);
  /** Divides a word into parts that must be right each, with their offsets. A word that is right as a whole is one part. */
  const partsOf = (word: string): string[] => {
    if (has(word)) return [word];
    const [elided = ''] = isFrench ? (elision.exec(word) ?? []) : [];
    const rest = word.slice(elided.length).replace(inclusive, '');
    return has(rest) ? [rest] : rest.split(isFrench ? '-' : /[-']/).filter(part => !firstParts.has(part.toLowerCase()));
  };
  return {
    knows: word => partsOf(tidy(word)).every(knowsPlain),
    suggest(word) {
      const tidied = tidy(word);
      const wrong = partsOf(tidied).find(part => !knowsPlain(part));
      if (wrong === undefined) return [];
      const [before = '', after = ''] = [
        tidied.slice(0, tidied.indexOf(wrong)),
        tidied.slice(tidied.indexOf(wrong) + wrong.length),
      ];
      const near = suggestionsFor(wrong, dictionary, isFrench ? 'fr' : primary);
      return near.map(one =>
        word.includes('’') ? `${before}${one}${after}`.replaceAll("'", '’') : `${before}${one}${after}`,
      );
    },
  };
}

const tidy = (word: string): string => word.normalize('NFC').replaceAll('’', "'").replaceAll('‑', '-');

/** Spellings that the rule `french-letters` reports: without a ligature, or without the accent of a capital. */
const frenchLetters = (word: string): string[] => [
  word.replace(/oe/, 'œ').replace(/Oe/, 'Œ').replace(/ae/, 'æ'),
  ...(/^[AEIO]/.test(word) ? (capitals[word[0] ?? ''] ?? []).map(capital => capital + word.slice(1)) : []),
];

const capitals: Readonly<Record<string, readonly string[]>> = { A: ['À', 'Â'], E: ['É', 'È', 'Ê'], I: ['Î'], O: ['Ô'] };
