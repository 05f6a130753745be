import { type PlainWording, said, t } from '../../../wording/wording.ts';
import { wordingsOf } from '../../texts.ts';
import { matchesIn, placeAt, proseOf } from '../prose.ts';
import type { Finding, Rule } from '../rule.ts';
import { entityPattern, meaningOf } from './entities.ts';
import { garbledPattern, ungarbled } from './garbled.ts';

/** Reports characters that cannot be seen, look like others, or come from a wrong encoding. */
export const oddCharacter: Rule = {
  id: 'odd-character',
  severity: 'warning',
  doc: {
    finds:
      'invisible characters, spaces of an odd width, accents as separate characters, Cyrillic or Greek letters in Latin words, letters of a wrong encoding (`cinÃ©ma`), HTML entities (`&oelig;`)',
    why: 'Readers see boxes, or words that search, screen readers and line breaks handle wrongly.',
    wrong: 'fr: Le cinÃ©ma et le c&oelig;ur',
    right: 'fr: Le cinéma et le cœur',
  },
  find({ issue }) {
    return wordingsOf(issue).flatMap(({ path, text, kind }) => {
      if (/^[\x20-\x7e\n]*$/.test(text) && !text.includes('&')) return [];
      const isProse = kind !== 'link';
      return [
        ...invisibleIn(text),
        ...oddSpacesIn(text),
        ...separateAccentsIn(text),
        ...mixedAlphabetsIn(text),
        ...(isProse ? garbledIn(text) : []),
        ...(isProse ? entitiesIn(text, kind === 'markdown') : []),
      ].map(finding => ({ path, ...finding }));
    });
  },
};

type Found = Omit<Finding, 'path'>;

const joiners = '\u200c\u200d';
const joiningLetters =
  /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Nko}\p{M}]/u;
const rightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

const invisibles: { pattern: RegExp; name: PlainWording; isOdd?: (text: string, at: number) => boolean }[] = [
  { pattern: /[\u200b\u180e\u2060-\u2064]/g, name: 'an invisible space of no width' },
  {
    pattern: new RegExp(`[${joiners}]`, 'g'),
    name: 'an invisible joiner',
    // Emoji, and the letters of Arabic and Indic scripts, need joiners (Unicode Standard, section 23.2).
    isOdd: (text, at) => {
      const around = text.slice(Math.max(0, at - 3), at + 4);
      return !joiningLetters.test(around) && !/\p{Extended_Pictographic}|\p{Emoji_Modifier}/u.test(around);
    },
  },
  { pattern: /\u00ad/g, name: 'an invisible soft hyphen' },
  { pattern: /\ufeff/g, name: 'an invisible byte order mark' },
  {
    pattern: /[\u200e\u200f\u061c]/g,
    name: 'an invisible mark of direction',
    isOdd: text => !rightToLeft.test(text),
  },
  { pattern: /[\u202a-\u202e\u2066-\u2069]/g, name: 'a character that changes the direction of the text' },
];

/**
 * Spaces that are wider or narrower than those of a text. French has U+00A0, U+202F and U+2009; a hair space stands beside dashes and
 * quotes, the wide one between Chinese and Japanese characters.
 */
const oddSpaces =
  /[\u1680\u2000-\u2008\u205f\u2800\u3164]|(?<![—–“”‘’«»])\u200a(?![—–“”‘’«»])|(?<![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f])\u3000(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])/gu;

const oddSpacesIn = (text: string): Found[] =>
  matchesIn(text, oddSpaces).map(({ words, at }) => ({
    ...placeAt(text, at, words),
    ...said('There is %{what} here (U+%{code}).', { what: t('a space of an odd width'), code: codeOf(words) }),
    hint: t('Write an ordinary space; --fix does.'),
    fix: ' ',
  }));

/** The code point of a character, as Unicode writes it: 00A0. */
const codeOf = (character: string): string =>
  (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');

const invisibleIn = (text: string): Found[] => [
  ...invisibles.flatMap(({ pattern, name, isOdd }) =>
    matchesIn(text, pattern)
      .filter(({ at }) => isOdd?.(text, at) ?? true)
      .map(({ words, at }) => ({
        ...placeAt(text, at, words),
        ...said('There is %{what} here (U+%{code}).', {
          what: t(name),
          code: codeOf(words),
        }),
        hint: t('Remove it; --fix does.'),
        fix: '',
      })),
  ),
  ...matchesIn(text, /(?<![\p{L}\p{N}])[\p{L}\p{N}]*\ufffd[\p{L}\p{N}\ufffd]*/gu).map(({ words, at }) => ({
    ...placeAt(text, at, words),
    ...said('A character of “%{words}” was lost (U+FFFD).', { words }),
    hint: t('Type the word again.'),
  })),
];

/** Accents after their letter (NFD), where one character for both exists (NFC). */
const separateAccentsIn = (text: string): Found[] =>
  matchesIn(text, /\p{L}[\u0300-\u036f]{1,4}/gu)
    .filter(({ words }) => [...words.normalize('NFC')].length === 1)
    .map(({ words, at }) => ({
      ...placeAt(text, at, words),
      ...said('“%{letter}” is written as a letter and a separate accent.', { letter: words.normalize('NFC') }),
      hint: t('Type the letter again; --fix does.'),
      fix: words.normalize('NFC'),
    }));

/** Cyrillic and Greek letters that look like Latin ones. Others, such as Ω in kΩ or μ in μm, are no mistake. */
const lookAlikes = 'аеорсухіјѕԁһӏкмтвАВЕКМНОРСТУХІЈЅονΑΒΕΖΗΙΚΜΝΟΡΤΥΧ';

/** Words of Latin letters with a look-alike inside. */
const mixedAlphabetsIn = (text: string): Found[] =>
  !/[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(text)
    ? []
    : matchesIn(text, /\p{L}{2,60}/gu, ([word]) => oddIn(word) !== undefined && /\p{Script=Latin}/u.test(word)).map(
        ({ words, at }) => {
          const odd = oddIn(words) ?? '';
          return {
            ...placeAt(text, at, words),
            ...said('The “%{odd}” of “%{words}” is a %{script} letter.', {
              odd,
              words,
              script: t(/\p{Script=Greek}/u.test(odd) ? 'Greek' : 'Cyrillic'),
            }),
            hint: t('Type the word again on a Latin keyboard.'),
          };
        },
      );

const oddIn = (word: string): string | undefined => [...word].find(letter => lookAlikes.includes(letter));

const garbledIn = (text: string): Found[] =>
  matchesIn(text, garbledPattern).map(({ words, at }) => ({
    ...placeAt(text, at, words),
    ...said('“%{words}” comes from a wrong encoding.', { words }),
    hint: t('Write “%{right}”.', { right: ungarbled(words) }),
  }));

/** In Markdown, `&lt;`, `&gt;` and `&amp;` are the way to write these signs. */
const entitiesIn = (text: string, isMarkdown: boolean): Found[] =>
  matchesIn(proseOf(text), entityPattern).flatMap(({ words, at }): Found[] => {
    const meaning = meaningOf(words);
    if (meaning === undefined || (isMarkdown && /[<>&]/.test(meaning))) return [];
    return [
      {
        ...placeAt(text, at, words),
        ...said('`%{words}` is HTML, not text.', { words }),
        hint: t('Write the character itself.'),
        // Signs with a meaning in YAML or Markdown are left to a person.
        ...(/[\p{L}\u00a0-\uffff]/u.test(meaning) ? { fix: meaning } : {}),
      },
    ];
  });
