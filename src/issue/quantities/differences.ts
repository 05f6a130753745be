import { hasMatch, sameQuantity } from './compare.ts';
import type { Quantity, Reading } from './quantity.ts';

/** A number of a text and the number of its translation that differs from it; one of them is undefined if it is missing. */
export type Difference = { source?: Quantity; translation?: Quantity };

/** Unmatched numbers of a text that are looked at. */
const maxUnmatched = 60;

/**
 * The numbers that differ between a text and its translation. Each unmatched number is paired with the likeliest of the
 * other text, so that one difference does not shift the others.
 */
export function differences(source: readonly Quantity[], translation: readonly Quantity[]): Difference[] {
  const missing = source.filter(quantity => !hasMatch(quantity, translation)).slice(0, maxUnmatched);
  const added = translation.filter(quantity => !hasMatch(quantity, source)).slice(0, maxUnmatched);
  const length = (quantities: readonly Quantity[]): number => Math.max(1, ...quantities.map(({ at }) => at));
  const [sourceLength, translationLength] = [length(source), length(translation)];
  const candidates = missing
    .flatMap(one =>
      added.map(other => ({
        source: one,
        translation: other,
        score: likeness(one, other, Math.abs(one.at / sourceLength - other.at / translationLength)),
      })),
    )
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score);
  const found: Difference[] = [];
  const isReported = (quantity: Quantity, side: keyof Difference): boolean =>
    found.some(difference => overlaps(difference[side], quantity));
  for (const { source: one, translation: other } of candidates)
    if (!isReported(one, 'source') && !isReported(other, 'translation'))
      found.push({ source: one, translation: other });
  // `four` of the translation stands for `five`, though another `four` of the source matches it.
  for (const one of missing.filter(isCount)) {
    const other = isReported(one, 'source')
      ? undefined
      : surplus(one, translation, source, sourceLength, translationLength);
    if (other !== undefined && !isReported(other, 'translation')) found.push({ source: one, translation: other });
  }
  for (const one of added.filter(isCount)) {
    const other = isReported(one, 'translation')
      ? undefined
      : surplus(one, source, translation, translationLength, sourceLength);
    if (other !== undefined && !isReported(other, 'source')) found.push({ source: other, translation: one });
  }
  for (const quantity of missing)
    if (mustMatch(quantity) && !isReported(quantity, 'source')) found.push({ source: quantity });
  for (const quantity of added)
    if (mustMatch(quantity) && !isReported(quantity, 'translation')) found.push({ translation: quantity });
  const place = (difference: Difference): number =>
    difference.translation === undefined
      ? (difference.source?.at ?? 0) / sourceLength
      : difference.translation.at / translationLength;
  return found.sort((a, b) => place(a) - place(b));
}

/** Characters between the places of two numbers in letters that stand for each other; in a long text, a part of its length. */
const [maxSurplusOffset, maxSurplusPart] = [25, 0.04];

/** The number in letters at the place of `one` in the other text, if that text has it once more than the text of `one`. */
function surplus(
  one: Quantity,
  others: readonly Quantity[],
  own: readonly Quantity[],
  length: number,
  otherLength: number,
): Quantity | undefined {
  const countIn = (quantities: readonly Quantity[], value: Quantity): number =>
    quantities.filter(quantity => sameQuantity(quantity, value)).length;
  return others.find(
    other =>
      isCount(other) &&
      mayMean(one.readings[0], other.readings[0]) &&
      Math.abs((one.at / length) * otherLength - other.at) < Math.max(maxSurplusOffset, maxSurplusPart * otherLength) &&
      countIn(others, other) > countIn(own, other),
  );
}

/** Whether two amounts are of one unit, as far as they have one. */
const mayMean = (a: Reading | undefined, b: Reading | undefined): boolean =>
  a?.kind === 'amount' &&
  b?.kind === 'amount' &&
  (a.unit === undefined || b.unit === undefined || a.unit.dimension === b.unit.dimension);

/** A 1 may be an article in the other language, and `100 %` a word such as `all`. */
function mustMatch({ certainty, readings: [first] }: Quantity): boolean {
  if (certainty !== 'digits') return false;
  if (first?.kind !== 'amount') return true;
  return first.unit?.dimension === 'percent' ? first.value !== 100 : first.value !== 1;
}

const overlaps = (a: Quantity | undefined, b: Quantity): boolean =>
  a !== undefined && a.at < b.at + b.words.length && b.at < a.at + a.words.length;

/** How far from each other, of 1, the places of a part, or of a time in letters, and its translation are. */
const maxPartDistance = 0.15;
/** The same in characters, as the places of a short text say little. */
const maxPartOffset = 30;

/** How likely two different numbers should be the same: 0 if they should not. @param distance of their places, 0 to 1 */
function likeness(a: Quantity, b: Quantity, distance: number): number {
  const [first, second] = likeReadings(a, b);
  if (first === undefined || second === undefined) return 0;
  const nearness = 1 - Math.min(1, distance);
  const isNear = distance < maxPartDistance || Math.abs(a.at - b.at) < maxPartOffset;
  if (first.kind === 'code' && second.kind === 'code') {
    const letters = [first, second].map(({ value }) => String(value).replace(/\d/g, ''));
    return letters[0] === letters[1] ? 3 + nearness : 0;
  }
  if (first.kind !== second.kind)
    return a.certainty === 'digits' && b.certainty === 'digits' && distance < 0.2 ? nearness : 0;
  if (first.kind === 'score') return 6 + nearness;
  if (first.kind !== 'amount' || second.kind !== 'amount')
    return a.certainty === 'letters' &&
      b.certainty === 'letters' &&
      !((first.kind === 'time' || areRanks(first, second)) && isNear)
      ? 0
      : 4 + nearness;
  const isSameUnit = first.unit?.dimension === second.unit?.dimension;
  const isSameValue = a.mantissa !== undefined && a.mantissa === b.mantissa;
  // `two thirds` and `un tiers`, `six sur dix` and `seven out of ten`.
  if (a.isPart === true && b.isPart === true && isNear) return 3 + nearness;
  const areLetters = a.certainty !== 'digits' && b.certainty !== 'digits';
  // `neuf ans et demi` and `eight and a half`.
  const haveHalves = [first, second].every(({ value }) => value > 1 && !Number.isInteger(value));
  if (areLetters && haveHalves && isNear && (first.unit === undefined || second.unit === undefined))
    return 2 + nearness;
  // Numbers in letters count only beside one like them: `trois semaines` and `two weeks`.
  const isSure = a.certainty === 'digits' && b.certainty === 'digits';
  const isOtherUnit = isSameValue && first.unit !== undefined && second.unit !== undefined;
  if (!isSure && !isOtherUnit && (!isSameUnit || (first.unit === undefined && !isNear))) return 0;
  // `un euro` and `one pound`
  const areCurrencies = [first, second].every(({ unit }) => currencies.has(unit?.dimension ?? ''));
  if (areLetters && (isArticle(a) || isArticle(b)) && !(areCurrencies && isSameValue)) return 0;
  if (areLetters && first.unit === undefined && !(isNear && [a, b].every(isCount))) return 0;
  const closeness =
    1 - Math.abs(first.value - second.value) / Math.max(1, Math.abs(first.value), Math.abs(second.value));
  return 1 + (isSameUnit ? 2 : 0) + (isSameValue ? 3 : 0) + nearness + Math.max(0, closeness);
}

/** `troisième` and `fourth`; `first` and `second` are words of many idioms. */
const areRanks = (a: Reading, b: Reading): boolean =>
  a.kind === 'ordinal' && b.kind === 'ordinal' && a.value > 2 && b.value > 2;

/** The first meanings of two numbers; of one that can be a time or a duration (`cinq heures`), the one that the other has. */
function likeReadings({ readings: a }: Quantity, { readings: b }: Quantity): [Reading?, Reading?] {
  const [first, second] = [a[0], b[0]];
  if (first?.kind === 'time' && second?.kind === 'amount') return [a.find(isDuration) ?? first, second];
  if (first?.kind === 'amount' && second?.kind === 'time') return [first, b.find(isDuration) ?? second];
  return [first, second];
}

const isDuration = (reading: Reading): boolean => reading.kind === 'amount' && reading.unit?.dimension === 'duration';

/** `twenty-four`, `two hundred`, and not `a hundred` or `a thousand`, which are often only many. */
const isCount = ({ certainty, mantissa = 1 }: Quantity): boolean =>
  certainty === 'letters' && Number.isInteger(mantissa) && mantissa > 1 && mantissa !== 100 && mantissa !== 1000;

/** The dimensions of the units that are money. */
const currencies = new Set('euro dollar pound yen franc yuan rupee crown rouble peso dirham dinar zloty'.split(' '));

/** `un jour`, `a second`: often no number at all. */
const isArticle = ({ mantissa }: Quantity): boolean => mantissa === 1;
