import type { Unit } from '../quantity.ts';
import type { Scan } from '../scan.ts';
import { units } from '../words/units.ts';
import type { ParsedNumber } from './numbers.ts';

/**
 * How the language writes an amount that has the decimal mark of another, if that is a fault.
 * Versions and sections have points in all languages; they have no unit. `18.30 h` is a time.
 */
export function ownForm(
  { language, words }: Scan,
  number: ParsedNumber,
  { unit, scale, hasPrefix, hasSignLast }: { unit?: Unit; scale?: number; hasPrefix: boolean; hasSignLast: boolean },
): { ownForm?: string } {
  const isAmount = (unit !== undefined && unit !== units.hour) || scale !== undefined;
  // `€2,500` is English, and in French no amount with three decimals.
  const isEnglish = hasPrefix && words.decimal === ',' && number.otherValue !== undefined;
  const currency = scale === undefined ? currencies[unit?.dimension ?? ''] : undefined;
  // `€80` in French: the sign stands behind the number. `$5M` and the like may be part of a name.
  const isSignFirst = hasPrefix && words.decimal === ',' && currency !== undefined;
  // `80 €` in English: the sign stands before the number.
  const isSignLast = hasSignLast && words.decimal === '.' && currency !== undefined;
  if ((number.isForeign !== true && !isEnglish && !isSignFirst && !isSignLast) || !isAmount || !words.isKnown)
    return {};
  const value = isEnglish ? (number.otherValue ?? 0) : number.value;
  const decimals = isEnglish ? 0 : number.decimals;
  const form = new Intl.NumberFormat(language, {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    ...(currency === undefined ? {} : { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }),
  }).format(value);
  return { ownForm: form.replace(/[\u00a0\u202f]/g, ' ') };
}

const currencies: Readonly<Record<string, string>> = {
  euro: 'EUR',
  dollar: 'USD',
  pound: 'GBP',
  yen: 'JPY',
  franc: 'CHF',
};
