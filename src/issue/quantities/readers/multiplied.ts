import { phraseAt, type Scan, skip } from '../scan.ts';
import { numberAt, type ParsedNumber } from './numbers.ts';
import { partAfter, scaleAt } from './units.ts';

/** A number with its multiplier. */
type Multiplied = {
  value: number;
  /** The number before the multiplier. */
  mantissa: number;
  scale?: ReturnType<typeof scaleAt>;
  /** Whether the number is `demi` or `half`. */
  isHalf: boolean;
  end: number;
};

/** `deux millions et demi`, `two and a half million`, `une demi-douzaine`, `3 millions 200 000`. */
export function multipliedAt(scan: Scan, number: ParsedNumber, hasCurrency: boolean): Multiplied {
  const { plain, words } = scan;
  const isHalf = number.value === 0.5 && !number.isDigits;
  const early = partAfter(scan, number.end);
  const end = early?.end ?? number.end;
  const mantissa = number.value + (early?.part ?? 0);
  const joint = skip(isHalf ? /[ -](?:an? )?/y : /[ -](?:(?:de |d'|of )(?=milli|billi|trilli))?/y, plain, end);
  const scale = scaleAt(scan, end, joint, hasCurrency);
  if (scale === undefined) {
    const dozen = isHalf ? phraseAt(words.multipliers, plain, joint) : undefined;
    const value = mantissa * (dozen?.value ?? 1);
    // `half a dozen` counts six, as `six` does.
    return { value, mantissa: dozen === undefined ? mantissa : value, isHalf, end: dozen?.end ?? end };
  }
  const late = partAfter(scan, scale.end);
  const value = (mantissa + (late?.part ?? 0)) * scale.value;
  const smaller = smallerPart(scan, late?.end ?? scale.end, scale.value);
  return { value: value + (smaller?.value ?? 0), mantissa, scale, isHalf, end: smaller?.end ?? late?.end ?? scale.end };
}

/** `200 000` of `3 millions 200 000`, `cinq cent mille` of `deux millions cinq cent mille`. */
function smallerPart(scan: Scan, at: number, factor: number): { value: number; end: number } | undefined {
  if (factor < 1e6 || scan.plain[at] !== ' ') return undefined;
  const number = numberAt(scan, at + 1);
  if (number === undefined || number.isArticle === true) return undefined;
  const scale = scaleAt(scan, number.end, skip(/ /y, scan.plain, number.end), false);
  const value = number.value * (scale?.value ?? 1);
  // `3 millions 200` is no number.
  return value >= factor || value < factor / 1000 ? undefined : { value, end: scale?.end ?? number.end };
}
