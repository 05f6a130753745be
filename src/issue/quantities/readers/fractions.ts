import type { Reading } from '../quantity.ts';
import { type Found, phraseAt, type Scan, skip, wordAt } from '../scan.ts';
import { units } from '../words/units.ts';
import type { ParsedNumber } from './numbers.ts';
import { partReadings } from './pairs.ts';
import { scaleAt, unitAt } from './units.ts';

/** `un demi-million`, `half a point`, `a half-hour`: what follows is read as of the number 0.5. */
export function halfAt({ plain, words }: Scan, at: number): ParsedNumber | undefined {
  const article = wordAt(plain, at);
  const start = words.articles.has(article.toLowerCase()) ? skip(/ /y, plain, at + article.length) : at;
  const half = wordAt(plain, start).toLowerCase();
  if (!words.halves.has(half)) return undefined;
  return { value: 0.5, start: at, end: start + half.length, isDigits: false, decimals: 0 };
}

/** `trois quarts`, `two thirds`, `un tiers`: a part, which can also be a percentage or a number of quarters. */
export function fractionOf(scan: Scan, number: ParsedNumber): Found | undefined {
  const { plain, words } = scan;
  if (number.isDigits) return undefined;
  const fraction = phraseAt(words.fractions, plain, skip(/[ -]/y, plain, number.end));
  if (fraction === undefined || number.value >= fraction.value) return undefined;
  const part = number.value / fraction.value;
  // `a quarter of a million`
  const joint = skip(/ (?:of an? |de |d'(?:un )?)/y, plain, fraction.end);
  const scale = joint === fraction.end ? undefined : scaleAt(scan, fraction.end, joint, false);
  if (scale !== undefined)
    return {
      end: scale.end,
      quantity: { certainty: 'letters', readings: [{ kind: 'amount', value: part * scale.value }] },
    };
  const end = skip(
    /[ -](?:of an? |d'|de |of )?(?=heure|hour|siècle|century|points?(?![A-Za-zÀ-ž]))/y,
    plain,
    fraction.end,
  );
  const unit = end === fraction.end ? undefined : unitAt(plain, end, words.units);
  const readings: Reading[] = [
    ...(unit?.units.map((one): Reading => ({ kind: 'amount', value: part, unit: one })) ?? []),
    ...partReadings(part),
    // `three quarters` of a year.
    ...(fraction.value === 4 && number.value > 1 ? [{ kind: 'amount', value: number.value } as const] : []),
  ];
  return { end: unit?.end ?? fraction.end, quantity: { certainty: 'letters', readings, isPart: unit === undefined } };
}

/** `twice`, `la moitié`: a word that is a number. */
export function valueWordAt({ plain, words }: Scan, at: number): Found | undefined {
  const word = phraseAt(words.values, plain, at);
  if (word === undefined) return undefined;
  const isPart = word.value < 1 && word.value > 0;
  const readings: Reading[] = isPart ? partReadings(word.value) : [{ kind: 'amount', value: word.value }];
  if (word.value === 2) readings.push({ kind: 'amount', value: 100, unit: units.percent });
  return { end: word.end, quantity: { certainty: 'letters', readings, isPart } };
}
