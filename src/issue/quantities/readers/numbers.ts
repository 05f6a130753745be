import { match, type Scan, skip, wordAt } from '../scan.ts';

/** A number without its unit. */
export type ParsedNumber = {
  value: number;
  start: number;
  end: number;
  isDigits: boolean;
  /** Only an article: `un`, `a`. */
  isArticle?: boolean;
  /** Whether it has the decimal mark or the grouping of another language: `2.10` in French. */
  isForeign?: boolean;
  /** Its value if it is written the way of another language: 2500 for a French `2,500`. */
  otherValue?: number;
  decimals: number;
};

export const fractionSigns: Readonly<Record<string, number>> = {
  '½': 1 / 2,
  '¼': 1 / 4,
  '¾': 3 / 4,
  '⅓': 1 / 3,
  '⅔': 2 / 3,
};

/** The number at a place, in digits or letters. */
export const numberAt = (scan: Scan, at: number): ParsedNumber | undefined =>
  digitsAt(scan, at) ?? fractionAt(scan.plain, at) ?? lettersAt(scan, at);

function fractionAt(plain: string, at: number): ParsedNumber | undefined {
  const value = fractionSigns[plain.charAt(at)];
  return value === undefined ? undefined : { value, start: at, end: at + 1, isDigits: true, decimals: 0 };
}

/** `1 000,5` in French, `1,000.5` in English, `2½`. */
function digitsAt({ plain, words: { decimal } }: Scan, at: number): ParsedNumber | undefined {
  let whole = match(/\d{1,15}/y, plain, at)?.[0];
  if (whole === undefined) return undefined;
  let end = at + whole.length;
  const [first] = whole.length <= 3 ? (match(/[ '.,](?=\d{3}(?!\d))/y, plain, end) ?? []) : [];
  let groups = 0;
  while (first !== undefined && groups < 6 && plain[end] === first && match(/\d{3}(?!\d)/y, plain, end + 1)) {
    whole += plain.slice(end + 1, end + 4);
    end += 4;
    groups++;
  }
  const isMark = first === '.' || first === ',';
  const fraction = match(/([.,])(\d{1,12})(?!\d|[.,]\d)/y, plain, end);
  if (isMark && groups === 1 && fraction === undefined) {
    // `2.100` is a decimal number or a group, as the language has it.
    const [asGroup, asDecimal] = [Number(whole), Number(plain.slice(at, end).replace(',', '.'))];
    const isDecimal = first === decimal;
    const [value, otherValue] = isDecimal ? [asDecimal, asGroup] : [asGroup, asDecimal];
    return { value, otherValue, start: at, end, isDigits: true, decimals: isDecimal ? 3 : 0 };
  }
  const isForeignGroup = isMark && groups > 0 && first === decimal;
  if (fraction !== undefined && fraction[1] !== first) {
    const [words, mark, digits = ''] = fraction;
    return {
      value: Number(`${whole}.${digits}`),
      start: at,
      end: end + words.length,
      isDigits: true,
      decimals: digits.length,
      isForeign: mark !== decimal,
    };
  }
  const sign = fractionAt(plain, skip(/ ?(?=[½¼¾⅓⅔])/y, plain, end));
  if (sign !== undefined) return { ...sign, start: at, value: Number(whole) + sign.value };
  return { value: Number(whole), start: at, end, isDigits: true, decimals: 0, isForeign: isForeignGroup };
}

/** `quatre-vingt-dix-neuf`, `two hundred and fifty`, `une dizaine`, `a dozen`. */
function lettersAt({ plain, words }: Scan, at: number): ParsedNumber | undefined {
  let thousands = 0;
  let current = 0;
  let end = at;
  let next = at;
  let count = 0;
  let isArticle = false;
  for (; count < 12; count++) {
    const word = wordAt(plain, next).toLowerCase();
    const letter = words.letters.get(word);
    const multiplier = words.multipliers.get(word);
    if (count === 0 && words.articles.has(word)) {
      isArticle = true;
      current = 1;
    } else if (letter !== undefined) {
      if (letter === 20 && current % 100 === 4) current += 76;
      else if (word !== 'vingts' && (count === 0 || fits(letter, current))) current += letter;
      else break;
    } else if (multiplier !== undefined && (count > 0 || words.bareMultipliers.has(word))) {
      if (multiplier === 100 && current < 100) current = Math.max(current, 1) * 100;
      else if (multiplier !== 100 && thousands === 0) {
        thousands = Math.max(current, 1) * multiplier;
        current = 0;
        if (multiplier % 1000 !== 0)
          return { value: thousands, start: at, end: next + word.length, isDigits: false, decimals: 0 };
      } else break;
      isArticle = false;
    } else break;
    end = next + word.length;
    // The article of `un demi-million` and `a half` is followed by no part of the number.
    const joint = match(/[ -](?:(?:et|and)[ -])?/y, plain, end);
    if (joint === undefined || (joint[0].length > 1 && !joint[0].includes(words.and))) break;
    next = end + joint[0].length;
  }
  const isNothing = count === 0 && end === at;
  return isNothing
    ? undefined
    : { value: thousands + current, start: at, end, isDigits: false, isArticle, decimals: 0 };
}

/** Whether a number in letters can follow: `vingt` and `deux`, `soixante` and `dix`, `cent` and `vingt`; not `deux` and `trois`. */
function fits(letter: number, current: number): boolean {
  const last = current % 100;
  if (letter === 0) return false;
  if (last === 0 || (last === 10 && letter >= 7 && letter <= 9)) return true;
  return (
    last % 10 === 0 && (letter < 10 || ((last === 60 || last === 80) && letter < 20 && letter >= 10)) && last >= 20
  );
}
