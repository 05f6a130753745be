import type { Unit } from '../quantity.ts';
import { match, phraseAt, type Scan, skip } from '../scan.ts';
import { symbols, units } from '../words/units.ts';
import { fractionSigns } from './numbers.ts';

/** ` et demi`, ` and a half`, `-and-a-half`, ` and a quarter`: the part that is added, and where it ends. */
export function partAfter({ plain }: Scan, at: number): { part: number; end: number } | undefined {
  const sign = match(/ ?([½¼¾])/y, plain, at);
  // `9 semaines ½`
  if (sign !== undefined) return { part: fractionSigns[sign[1] ?? ''] ?? 0, end: at + sign[0].length };
  const found = match(
    /(?: et (?:(demie?)|quart)| (?:et )?un quart|[ -]and[ -]a[ -](?:(half)|quarter))(?![A-Za-zÀ-ž]| (?:past|to) )/y,
    plain,
    at,
  );
  if (found === undefined) return undefined;
  return { part: (found[1] ?? found[2]) === undefined ? 0.25 : 0.5, end: at + found[0].length };
}

/** The multiplier after a number: ` milliards`, `bn`, `k€`, `Md$`. */
export function scaleAt({ plain, words }: Scan, at: number, afterJoint: number, hasCurrency: boolean) {
  const withCurrency = match(/ ?(k|K|M|Mds?|Mrd|bn|m)([€$£])/y, plain, at);
  if (withCurrency !== undefined) {
    const [all, phrase = '', symbol = ''] = withCurrency;
    const value = words.scales.get(phrase) ?? words.scales.get('M');
    if (value !== undefined)
      return { phrase, value, end: at + all.length, isLetter: false, units: symbols.get(symbol) };
  }
  const found = phraseAt(words.scales, plain, afterJoint);
  if (found === undefined || /[\d²³/]/.test(plain.charAt(found.end))) return undefined;
  const isLetter = found.phrase.length === 1;
  // A multiplier of one letter directly follows its number; `M` and `k` may follow a space: `12 M d'euros`.
  if (isLetter && afterJoint !== at && !hasCurrency && !/^ [Mk]/.test(plain.slice(at, at + 2))) return undefined;
  // `mille milliards`, `3 thousand billion`.
  const second = isLetter ? undefined : phraseAt(words.scales, plain, skip(/ /y, plain, found.end));
  if (second !== undefined && second.value > found.value && second.phrase.length > 2)
    return { ...second, value: found.value * second.value, isLetter, units: undefined };
  return { ...found, isLetter, units: undefined };
}

/** The unit after a number. @param withOf whether `of` may stand between: `2 millions de dollars` */
export function unitAfter({ plain, words, language }: Scan, at: number, withOf: boolean) {
  // English writes `24C` for `24 °C`; `terminal 2F` has no unit, and matches its number.
  const degrees =
    language.startsWith('en') && /\d/.test(plain.charAt(at - 1))
      ? match(/[CF](?![A-Za-zÀ-ž\d-])/y, plain, at)
      : undefined;
  if (degrees !== undefined) return { units: degrees[0] === 'C' ? [units.celsius] : [units.fahrenheit], end: at + 1 };
  let start = skip(/[ -]/y, plain, at);
  if (withOf) for (const of of words.of) if (plain.startsWith(of, start)) start += of.length;
  return unitAt(plain, start, words.units);
}

/** The unit at a place: a symbol or words. */
export function unitAt(plain: string, at: number, unitWords: ReadonlyMap<string, readonly Unit[]>) {
  const symbol = match(
    /[%€$£¥₹¢]|°(?: ?[CF](?![A-Za-zÀ-ž]))?|[ckm]?m[23](?![A-Za-zÀ-ž\d])|‰|[A-Za-zÀ-ž]{1,5}(?:[²³]|\/[hs])?(?![A-Za-zÀ-ž²³]|'[A-Za-zÀ-ž])/y,
    plain,
    at,
  )?.[0];
  // `In 2026 €5 bought a meal`: the sign of the next number.
  if (plain[at - 1] === ' ' && match(/[€$£]\d/y, plain, at) !== undefined) return undefined;
  const unit = symbol === undefined ? undefined : symbols.get(symbol);
  const word = phraseAt(unitWords, plain, at);
  // `j'ai` has no days, and `4 in 10` no inches.
  if (word !== undefined && /^'[A-Za-zÀ-ž]/.test(plain.slice(word.end, word.end + 2))) return undefined;
  if (symbol === 'in' && plain[at - 1] === ' ') return undefined;
  if (word !== undefined && word.end - at >= (unit === undefined ? 0 : (symbol?.length ?? 0)))
    return { units: word.value, end: word.end };
  return unit === undefined || symbol === undefined ? undefined : { units: unit, end: at + symbol.length };
}
