import { said, t } from '../../../wording/wording.ts';
import type { Speller } from '../../language/spelling/speller.ts';
import { spellersOf } from '../../language/spelling/spellers.ts';
import { wordingsOf } from '../../texts.ts';
import { matchesIn, placeAt, proseOf } from '../prose.ts';
import type { Finding, Rule } from '../rule.ts';
import {
  accented,
  isPreposition,
  ligatures,
  numberPattern,
  prepositionPattern,
  pronounPattern,
} from './french-words.ts';

/** Reports French words without their ligature or without the accent of their capital. */
export const frenchLetters: Rule = {
  id: 'french-letters',
  severity: 'warning',
  doc: {
    finds: 'French words without their ligature (`coeur`), and capitals without their accent (`Etat`, `A Lyon`)',
    why: 'French capitals keep their accents, and œ is a letter (Lexique de l’Imprimerie nationale).',
    wrong: 'fr: A Lyon, le coeur de l’Etat',
    right: 'fr: À Lyon, le cœur de l’État',
  },
  async find({ issue, folder }) {
    const texts = wordingsOf(issue, 'line', 'markdown').filter(({ language }) => language?.split('-')[0] === 'fr');
    const speller = texts.length === 0 ? undefined : (await spellersOf(folder, ['fr'])).get('fr');
    return texts.flatMap(({ path, text }) => {
      const prose = proseOf(text);
      return [
        ...misspeltIn(prose),
        ...prepositionsIn(prose),
        ...pronounsIn(prose),
        ...firstWordsIn(prose, speller),
      ].map(
        ({ at, words, right }): Finding => ({
          path,
          ...placeAt(text, at, words),
          ...said('French writes “%{right}”.', { right }),
          hint: t('Write it so; --fix does.'),
          fix: right,
        }),
      );
    });
  },
};

type Misspelt = { at: number; words: string; right: string };

/** Words that are in the lists. A word in capitals is left as it is; so is a part of a name (`Coeur-de-Lion`). */
const misspeltIn = (prose: string): Misspelt[] =>
  matchesIn(prose, candidates, ([word]) => rightOf(word) !== undefined).map(({ words, at }) => ({
    at,
    words,
    right: rightOf(words) ?? words,
  }));

const rightOf = (word: string): string | undefined => accented.get(word) ?? ligatures.get(word);

/** Words that may be in the lists: with oe or ae, or with a capital E or A that wants an accent. */
const candidates =
  /(?<![\p{L}\p{N}_@#./-])(?:\p{L}{0,12}(?:oe|Oe)\p{L}{1,14}|[cC]aecum|[eE]x aequo|[E]\p{L}{1,18})(?![\p{L}\p{N}_@/])(?!\.\p{L})(?! d['’]Alene)/gu;

/** The first word of a sentence with a bare E, if only the word with an accent is in the dictionary: `Ecrivez-nous`. */
const firstWordsIn = (prose: string, speller: Speller | undefined): Misspelt[] =>
  speller === undefined
    ? []
    : matchesIn(prose, firstWord).flatMap(({ words, at }): Misspelt[] => {
        const right = `É${words.slice(1)}`;
        const isMisspelt =
          rightOf(words) === undefined && !speller.knows(words.toLowerCase()) && speller.knows(right.toLowerCase());
        return isMisspelt ? [{ at, words, right }] : [];
      });

const firstWord = /(?<=^|[.!?…] |[\n«“"][ \u00a0\u202f]?)E\p{Ll}{3,20}(?![\p{L}\p{N}_@'’])/gu;

/** `A` at the beginning of a sentence before a word or a number that only the preposition can have. */
const prepositionsIn = (prose: string): Misspelt[] =>
  [
    ...matchesIn(prose, prepositionPattern, match => isPreposition(match[2] ?? '', match[3] ?? '', match[4])),
    ...matchesIn(prose, numberPattern),
  ].map(({ at, match }) => ({
    at: at + (match[1]?.length ?? 0),
    words: `A ${match[2] ?? ''}`,
    right: `À ${match[2] ?? ''}`,
  }));

/** `Ca` for `Ça` at the beginning of a sentence. */
const pronounsIn = (prose: string): Misspelt[] =>
  matchesIn(prose, pronounPattern).map(({ at, match }) => ({
    at: at + (match[1]?.length ?? 0),
    words: 'Ca',
    right: 'Ça',
  }));
