import { type Numerals, numeralsOf } from './numerals.ts';

/** A number found in a text. */
export type Quantity = {
  /** The words in the text. */
  words: string;
  /** The offset of the words in the text. */
  at: number;
  /** The whole value: `830 milliards` is 830e9. Times are minutes since midnight. */
  value: number;
  /** The number before its multiplier: 830. */
  mantissa: number;
  /** The word of the multiplier, if there is one: `milliards`. */
  scale?: string;
  unit: 'number' | 'percent' | 'time' | 'month';
  /**
   * Whether it is written in digits. A number in letters (`ten`, `une dizaine`) may match one in digits in another
   * language, but does not need a match itself.
   */
  digits: boolean;
};

/** Numbers of a text that are compared. A text with more is a table. */
const maxQuantities = 400;

const space = '[ \\u00a0\\u202f]';

/** Finds the numbers in a text, in order. Links, code and ordinals (`1er`, `2nd`) are ignored. @param language of the text */
export function quantitiesIn(text: string, language: string): Quantity[] {
  const numerals = numeralsOf(language);
  let rest = text.replace(
    /\]\((?:[^\s()]|\([^\s()]*\))*\)|https?:\/\/[^\s)]+|`[^`]*`|\b\d+(?:er|re|e|ème|ième|st|nd|rd|th)\b/gu,
    blank,
  );
  const quantities: Quantity[] = [];
  // Each number found is blanked out, so that later patterns do not match it again.
  const extract = (
    pattern: RegExp,
    read: (match: RegExpExecArray) => Omit<Quantity, 'words' | 'at'> | undefined,
  ): void => {
    const parts: string[] = [];
    let last = 0;
    for (const match of rest.matchAll(pattern)) {
      const [words] = match;
      const quantity = quantities.length < maxQuantities ? read(match) : undefined;
      if (quantity === undefined) continue;
      quantities.push({ words, at: match.index, ...quantity });
      parts.push(rest.slice(last, match.index), blank(words));
      last = match.index + words.length;
    }
    rest = parts.join('') + rest.slice(last);
  };
  extract(monthPattern(language), ([month = '']) => {
    const value = monthsOf(language).indexOf(month.toLowerCase()) + 1;
    return { value, mantissa: value, unit: 'month', digits: true };
  });
  extract(timePattern(language), readTime);
  extract(digitsPattern(numerals), ([, whole = '', fraction, word, letter, percent]) => {
    const mantissa = Number(`${whole.replace(/\D/g, '')}.${fraction ?? 0}`);
    return quantityOf({ mantissa, scale: word ?? letter, percent, digits: true }, numerals);
  });
  extract(lettersPattern(numerals), ([, word = '', scale, percent]) => {
    const mantissa = numerals.letters[word.toLowerCase()] ?? 0;
    return quantityOf({ mantissa, scale, percent, digits: false }, numerals);
  });
  return quantities.sort((a, b) => a.at - b.at);
}

/** Whether two numbers are equal. `64` also equals `64 billion`, since a text may omit a multiplier that it used just before. */
export const sameQuantity = (a: Quantity, b: Quantity): boolean =>
  a.unit === b.unit &&
  (close(a.value, b.value) || ((a.scale === undefined) !== (b.scale === undefined) && close(a.mantissa, b.mantissa)));

/** Whether two numbers are equal except for rounding. */
const close = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));

const blank = (words: string): string => ' '.repeat(words.length);

function quantityOf(
  { mantissa, scale, percent, digits }: { mantissa: number; scale?: string; percent?: string; digits: boolean },
  { multipliers }: Numerals,
): Omit<Quantity, 'words' | 'at'> {
  const times = scale === undefined ? 1 : (multipliers[scale] ?? multipliers[scale.toLowerCase()] ?? 1);
  return { value: mantissa * times, mantissa, scale, unit: percent === undefined ? 'number' : 'percent', digits };
}

const monthsByLanguage = new Map<string, string[]>();

/** The months of a language in small letters, in the form used in dates. */
function monthsOf(language: string): string[] {
  const format = new Intl.DateTimeFormat(language, { month: 'long', day: 'numeric', timeZone: 'UTC' });
  const months =
    monthsByLanguage.get(language) ??
    Array.from({ length: 12 }, (_, i) => {
      const parts = format.formatToParts(Date.UTC(2026, i, 2));
      return (parts.find(({ type }) => type === 'month')?.value ?? '').toLowerCase();
    });
  monthsByLanguage.set(language, months);
  return months;
}

/** A month's name beside a number: `27 novembre`, `November 27`. Alone it may be another word (may, mars). */
function monthPattern(language: string): RegExp {
  const names = monthsOf(language).map(RegExp.escape).join('|');
  return new RegExp(
    `(?<!\\p{L})(?:${names})(?=${space}\\d)|(?<=\\d(?:er|st|nd|rd|th|\\.)?${space})(?:${names})(?!\\p{L})`,
    'giu',
  );
}

/** `21 h 40`, `21h`, `8:30`; `9:40 p.m.`, `8 am`. */
const timePattern = (language: string): RegExp =>
  language.startsWith('fr')
    ? new RegExp(`(?<![\\d,])(\\d{1,2})(?:${space}?h(?!\\p{L})(?:${space}?(\\d{2})(?!\\d))?|:(\\d{2})(?!\\d))()`, 'gu')
    : new RegExp(
        `(?<![\\d.])(\\d{1,2})(?:(?::(\\d{2}))(?!\\d)()|(?=${space}?[ap]\\.?m\\b))(?:${space}?([ap])\\.?m\\b\\.?)?`,
        'giu',
      );

function readTime([, hour, minute, otherMinute, half]: RegExpExecArray): Omit<Quantity, 'words' | 'at'> | undefined {
  const [hours, minutes] = [Number(hour), Number(minute || otherMinute || 0)];
  if (hours > 24 || minutes > 59) return undefined;
  const shift = /p/i.test(half ?? '') && hours < 12 ? 12 : /a/i.test(half ?? '') && hours === 12 ? -12 : 0;
  return { value: (hours + shift) * 60 + minutes, mantissa: hours, unit: 'time', digits: true };
}

const anyOf = (words: Record<string, number>): string =>
  Object.keys(words)
    .sort((a, b) => b.length - a.length)
    .map(RegExp.escape)
    .join('|');

function digitsPattern({ decimal, group, multipliers, percent }: Numerals): RegExp {
  const mark = decimal === '.' ? '\\.' : ',';
  // A multiplier of one letter directly follows its number: 5m is five million, 5 m is five metres.
  const [words, letters] = [/../, /^.$/].map(length =>
    anyOf(Object.fromEntries(Object.entries(multipliers).filter(([word]) => length.test(word)))),
  );
  return new RegExp(
    `(?<![\\p{L}\\d_-])(?<!\\d[.,])(\\d{1,3}(?:[${group}]\\d{3})+(?!\\d)|\\d+)(?:${mark}(\\d+))?` +
      `(?:${space}?(${words})(?![\\p{L}\\d])|(${letters})(?![\\p{L}\\d]))?(?:${space}?(%|${percent}(?!\\p{L})))?`,
    'gu',
  );
}

const lettersPattern = ({ letters, multipliers, percent }: Numerals): RegExp =>
  new RegExp(
    `(?<!\\p{L})(${anyOf(letters)})(?!\\p{L})` +
      `(?:${space}(?:de${space})?(${anyOf(multipliers)})(?!\\p{L}))?(?:${space}(${percent})(?!\\p{L}))?`,
    'giu',
  );
