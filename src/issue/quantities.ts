import { type Numerals, numeralsOf } from './numerals.ts';

/** A number as a text says it. */
export type Quantity = {
  /** The words in the text. */
  words: string;
  /** Where they begin in it. */
  at: number;
  /** What it comes to: `830 milliards` is 830e9. Times are minutes since midnight. */
  value: number;
  /** The number before its multiplier: 830. */
  mantissa: number;
  /** The multiplier's word, if there is one. */
  scale?: string;
  unit: 'number' | 'percent' | 'time' | 'month';
  /** Written in digits; a number in letters (`ten`, `une dizaine`) may answer one in digits, and asks for none itself. */
  digits: boolean;
};

/** A text with more numbers is a table, and is not compared number by number. */
const most = 400;

const space = '[ \\u00a0\\u202f]';

/** The numbers in a text of a language, in their order. Links, code and ordinals (`1er`, `2nd`) are no numbers. */
export function quantitiesIn(text: string, language: string): Quantity[] {
  const numerals = numeralsOf(language);
  let rest = text.replace(/\]\(\S*\)|https?:\/\/[^\s)]+|`[^`]*`|\b\d+(?:er|re|e|ème|ième|st|nd|rd|th)\b/gu, blank);
  const found: Quantity[] = [];
  const take = (
    pattern: RegExp,
    read: (match: RegExpExecArray) => Omit<Quantity, 'words' | 'at'> | undefined,
  ): void => {
    const parts: string[] = [];
    let last = 0;
    for (const match of rest.matchAll(pattern)) {
      const [words] = match;
      const quantity = found.length < most ? read(match) : undefined;
      if (quantity === undefined) continue;
      found.push({ words, at: match.index, ...quantity });
      parts.push(rest.slice(last, match.index), blank(words));
      last = match.index + words.length;
    }
    rest = parts.join('') + rest.slice(last);
  };
  take(monthPattern(language), ([month = '']) => {
    const value = monthsOf(language).indexOf(month.toLowerCase()) + 1;
    return { value, mantissa: value, unit: 'month', digits: true };
  });
  take(timePattern(language), readTime);
  take(digitsPattern(numerals), ([, whole = '', fraction, word, letter, percent]) => {
    const mantissa = Number(`${whole.replace(/\D/g, '')}.${fraction ?? 0}`);
    return quantity(mantissa, word ?? letter, percent, numerals, true);
  });
  take(lettersPattern(numerals), ([, word = '', scale, percent]) =>
    quantity(numerals.letters[word.toLowerCase()] ?? 0, scale, percent, numerals, false),
  );
  return found.sort((a, b) => a.at - b.at);
}

/** Whether two numbers say the same. `64` may stand for `64 billion` where the word was said just before. */
export const sameQuantity = (a: Quantity, b: Quantity): boolean =>
  a.unit === b.unit &&
  (close(a.value, b.value) || ((a.scale === undefined) !== (b.scale === undefined) && close(a.mantissa, b.mantissa)));

/** Equal but for the rounding of binary fractions. */
const close = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));

const blank = (words: string): string => ' '.repeat(words.length);

function quantity(
  mantissa: number,
  scale: string | undefined,
  percent: string | undefined,
  { multipliers }: Numerals,
  digits: boolean,
): Omit<Quantity, 'words' | 'at'> {
  const times = scale === undefined ? 1 : (multipliers[scale] ?? multipliers[scale.toLowerCase()] ?? 1);
  return { value: mantissa * times, mantissa, scale, unit: percent === undefined ? 'number' : 'percent', digits };
}

const months = new Map<string, string[]>();

/** The months of a language in small letters, as dates write them. */
function monthsOf(language: string): string[] {
  const format = new Intl.DateTimeFormat(language, { month: 'long', day: 'numeric', timeZone: 'UTC' });
  const known =
    months.get(language) ??
    Array.from({ length: 12 }, (_, i) => {
      const parts = format.formatToParts(Date.UTC(2026, i, 2));
      return (parts.find(({ type }) => type === 'month')?.value ?? '').toLowerCase();
    });
  months.set(language, known);
  return known;
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
  // A multiplier of one letter stands right behind its number: 5m is five millions, 5 m are metres.
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
