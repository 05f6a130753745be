import type { PartialDate, Quantity, Reading, Unit } from './quantity.ts';

/** How much two amounts in units of different systems may differ: 10 km are about 6 miles. */
const conversionTolerance = 0.1;
/** How much a rounded part may differ: a third is 33 %. */
const roundingTolerance = 0.02;

/**
 * Whether a number has an equal among the numbers of the other text. In doubt it has: a number without a unit equals one
 * with any unit, and a date without a year one of any year.
 */
export function hasMatch(quantity: Quantity, others: readonly Quantity[]): boolean {
  const matches = (reading: Reading): boolean =>
    others.some(other => [...other.readings, ...(other.also ?? [])].some(candidate => covers(candidate, reading)));
  return quantity.readings.some(matches) || (quantity.parts?.every(matches) ?? false);
}

/** Whether two quantities are equal. */
export const sameQuantity = (a: Quantity, b: Quantity): boolean => hasMatch(a, [b]) || hasMatch(b, [a]);

/** Whether a reading of one text says what a reading of the other needs. */
function covers(candidate: Reading, needed: Reading): boolean {
  if (needed.kind === 'amount' && candidate.kind === 'amount') return sameAmount(needed, candidate);
  if (needed.kind === 'date' && candidate.kind === 'date') return sameDate(needed, candidate);
  if (needed.kind === 'time' && candidate.kind === 'time') return sameTime(needed, candidate);
  if (needed.kind === 'decade' && candidate.kind === 'decade') return sameDecade(needed.value, candidate.value);
  if (needed.kind === 'date') return isDayOf(needed, candidate);
  if (candidate.kind === 'date') return isDayOf(candidate, needed);
  if (isNumber(needed) && isNumber(candidate))
    return needed.value === candidate.value && !hasUnit(needed) && !hasUnit(candidate);
  return (
    needed.kind === candidate.kind && 'value' in needed && 'value' in candidate && needed.value === candidate.value
  );
}

/** Whether a number is the day of a date: `the 27th` of `le 27 novembre`. */
const isDayOf = ({ day, month }: PartialDate, number: Reading): boolean =>
  (number.kind === 'ordinal' || (number.kind === 'amount' && number.unit === undefined && month === undefined)) &&
  number.value === day;

const isNumber = (reading: Reading): reading is Extract<Reading, { kind: 'amount' | 'ordinal' }> =>
  reading.kind === 'amount' || reading.kind === 'ordinal';
const hasUnit = (reading: Reading): boolean => reading.kind === 'amount' && reading.unit !== undefined;

type Amount = Extract<Reading, { kind: 'amount' }>;

function sameAmount(a: Amount, b: Amount): boolean {
  if (differsPer(a.per ?? [], b.per ?? [])) return false;
  // Two parts of a whole are both exact: 1/250 is not 1/253.
  const tolerance = (a.approximate ?? false) === (b.approximate ?? false) ? 0 : roundingTolerance;
  if (a.unit === undefined || b.unit === undefined) return close(Math.abs(a.value), Math.abs(b.value), tolerance);
  if (a.unit.dimension !== b.unit.dimension) return isSpeed(a.unit, b.unit) && a.value === b.value;
  if (a.unit.dimension === 'temperature') return sameTemperature(a.value, a.unit, b.value, b.unit);
  const isConverted = a.unit.system !== b.unit.system;
  // 12 miles are not 12 km, though 100 yards are nearly 100 metres.
  if (isConverted && a.value === b.value) return false;
  const [one, other] = [a, b].map(({ value, unit }) => Math.abs(value) * (unit?.factor ?? 1));
  return close(one ?? 0, other ?? 0, isConverted ? conversionTolerance : tolerance) || sameIdiom(a, b);
}

/** Whether one amount is for a kilo and the other for a pound. */
function differsPer(a: readonly Unit[], b: readonly Unit[]): boolean {
  const pairs = a.flatMap(one =>
    b.filter(other => other.dimension === one.dimension).map(other => [one, other] as const),
  );
  return pairs.length > 0 && !pairs.some(([one, other]) => one.factor === other.factor);
}

/** A speed may be read as a distance: `88 km de l'heure`. */
const isSpeed = (a: Unit, b: Unit): boolean =>
  (a.dimension === 'speed' && b.dimension === 'length') || (a.dimension === 'length' && b.dimension === 'speed');

/** French counts the first and the last day: `huit jours` are a week, `quinze jours` two. */
function sameIdiom(a: Amount, b: Amount): boolean {
  const days = [a, b].map(({ value, unit }) => (value * (unit?.factor ?? 1)) / 86_400).sort((x, y) => x - y);
  const [fewer = 0, more] = days;
  return (
    a.unit?.dimension === 'duration' &&
    a.unit.factor !== b.unit?.factor &&
    (fewer === 7 || fewer === 14) &&
    more === fewer + 1
  );
}

function sameTemperature(a: number, unitOfA: Unit, b: number, unitOfB: Unit): boolean {
  if (unitOfA.system === unitOfB.system) return a === b;
  const [celsius, fahrenheit] = unitOfA.system === undefined ? [a, b] : [b, a];
  // An oven at 180 °C is at 350 °F, where 356 would be exact.
  return Math.abs(celsius * 1.8 + 32 - fahrenheit) <= (celsius >= 100 ? 10 : 2);
}

function sameDate(needed: PartialDate, candidate: PartialDate): boolean {
  const agree = (a: number | undefined, b: number | undefined): boolean =>
    a === undefined || b === undefined || a === b;
  if (!agree(needed.month, candidate.month) || !agree(needed.year, candidate.year)) return false;
  if (needed.day !== undefined) return needed.day === candidate.day;
  return needed.month !== undefined ? candidate.month !== undefined : candidate.year !== undefined;
}

type Time = Extract<Reading, { kind: 'time' }>;

/** Times in two zones cannot be compared, but for their minutes. */
const sameTime = (a: Time, b: Time): boolean =>
  a.value === b.value || (a.zone !== b.zone && (a.value - b.value) % 30 === 0);

const sameDecade = (a: number, b: number): boolean => (a < 100 || b < 100 ? a % 100 === b % 100 : a === b);

/** Whether two numbers are equal except for rounding. */
const close = (a: number, b: number, tolerance: number): boolean =>
  Math.abs(a - b) <= Math.max(tolerance, 1e-9) * Math.max(a, b);
