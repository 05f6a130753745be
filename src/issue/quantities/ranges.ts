import { sameQuantity } from './compare.ts';
import type { Quantity, Reading } from './quantity.ts';
import { partReadings, scoreOf } from './readers/pairs.ts';
import { timesOf } from './readers/times.ts';
import type { Scan } from './scan.ts';

/** A quantity and its place in the plain text. */
export type Placed = { quantity: Quantity; from: number; to: number };

/**
 * Adds what numbers mean by the words around them: `14` of `de 14 à 16 h` is a time, `27` of `du 27 au 29 novembre` a date,
 * `8` of `at 8` may be one. Two numbers of a score (`2-1`) become a further quantity.
 */
export function inContext(scan: Scan, placed: readonly Placed[]): Quantity[] {
  const scores: Placed[] = [];
  for (const one of placed) asTime(scan, one);
  for (let i = placed.length - 2; i >= 0; i--) {
    const [a, b] = [placed[i], placed[i + 1]];
    if (a === undefined || b === undefined || joint(scan, a, b) === undefined) continue;
    inherit(a.quantity, b.quantity);
  }
  let scale: { value: number; unit?: Reading } | undefined;
  for (let i = 0; i < placed.length; i++) {
    const [a, b] = [placed[i], placed[i + 1]];
    if (a === undefined) continue;
    scale = asMultiple(a.quantity, scale);
    if (b !== undefined) asPart(scan, a, b);
    if (b !== undefined) asConversion(scan, a, b);
    asNight(scan, a);
    asSchoolYear(scan, a);
    asUnitPart(scan, a);
    const between = b === undefined ? undefined : joint(scan, a, b);
    if (b === undefined || between === undefined) continue;
    inherit(b.quantity, a.quantity);
    const score = scoreIn(scan, a, b, between);
    if (score !== undefined) scores.push(score);
  }
  return [...placed, ...scores].sort((a, b) => a.from - b.from).map(({ quantity }) => quantity);
}

/** The sign or word between the two numbers of a range or a list; undefined if there is other text. */
function joint({ plain, words }: Scan, a: Placed, b: Placed): string | undefined {
  if (b.from - a.to > 12) return undefined;
  const between = plain.slice(a.to, b.from).trim().toLowerCase();
  const word = between.replace(/^(?:au|le|du|the|on) | (?:le|the)$/g, '');
  return between === '-' || between === ',' || between === ':' || words.rangeWords.has(word) ? word : undefined;
}

/** The number of a quantity in digits without unit and multiplier. */
function bareNumber({ readings: [first], scale, parts }: Quantity): number | undefined {
  const isBare = first?.kind === 'amount' && first.unit === undefined && scale === undefined && parts === undefined;
  return isBare ? first.value : undefined;
}

/** Adds the meanings of a number that stands without its unit beside one that has it. */
function inherit(bare: Quantity, other: Quantity): void {
  const [reading] = other.readings;
  const [own] = bare.readings;
  if (own?.kind === 'date' && own.month === undefined && own.day !== undefined && reading?.kind === 'date') {
    if (reading.month === undefined) return;
    own.month = reading.month;
    if (reading.year !== undefined) own.year = reading.year;
    return;
  }
  const value = bareNumber(bare);
  if (value === undefined || reading === undefined || !Number.isInteger(value)) {
    if (bare.scale === undefined && own?.kind === 'amount' && other.scale !== undefined) inheritScale(bare, other);
    return;
  }
  const year = yearOf(other);
  // `1869-70`
  const first = bareNumber(other);
  const isYear = first !== undefined && first >= 1000 && first < 2100 && value < 100 && value === (first + 1) % 100;
  if (isYear) bare.readings.push({ kind: 'amount', value: first + 1 });
  if (reading.kind === 'decade' && value % 10 === 0) bare.readings.push({ kind: 'decade', value });
  const date = other.readings.find(one => one.kind === 'date' && one.day !== undefined && one.month !== undefined);
  if (date !== undefined && value >= 1 && value <= 31)
    bare.readings.push({ ...date, kind: 'date', weekday: undefined, day: value });
  else if (year !== undefined && value < 100) bare.readings.push({ kind: 'date', year: year - (year % 100) + value });
  else if (reading.kind === 'time' && value <= 24)
    bare.readings.push(...timesOf(value * 60).map((time): Reading => ({ kind: 'time', value: time % 1440 })));
  else if (other.scale !== undefined) inheritScale(bare, other);
}

const yearOf = ({ readings }: Quantity): number | undefined =>
  readings.flatMap(reading => (reading.kind === 'date' && reading.day === undefined ? [reading.year] : []))[0];

/** `2` of `$2 to 3 million` is two million. */
function inheritScale(bare: Quantity, { mantissa, readings: [scaled] }: Quantity): void {
  const [own] = bare.readings;
  if (scaled?.kind !== 'amount' || own?.kind !== 'amount' || mantissa === undefined || mantissa === 0) return;
  bare.readings.push({ ...own, value: (own.value * scaled.value) / mantissa });
}

/** `1 sur 3`, `four out of five`: both numbers are also the part that they make together. */
function asPart({ plain, words }: Scan, a: Placed, b: Placed): void {
  const [one, other] = [bareNumber(a.quantity), bareNumber(b.quantity)];
  if (one === undefined || other === undefined || one >= other) return;
  if (b.from - a.to > 40) return;
  // `1 lecteur sur 4`: a noun may stand between.
  const word = /^ (?:[A-Za-zÀ-ž'-]{1,20} ){0,2}(sur|in|of|out of)$/i.exec(plain.slice(a.to, b.from).trimEnd())?.[1];
  if (word === undefined || !words.ratioWords.has(word.toLowerCase())) return;
  for (const { quantity } of [a, b]) {
    quantity.readings.push(...partReadings(one / other));
    quantity.isPart = true;
  }
}

/** `160 °C (325 °F)`, `300 g (1½ cups)`: a conversion in brackets needs no match. */
function asConversion({ plain }: Scan, a: Placed, b: Placed): void {
  const isInBrackets =
    /^ ?\((?:about |around |roughly |environ |soit )?$/.test(plain.slice(a.to, b.from)) &&
    /^[^()]{0,20}\)/.test(plain.slice(b.to));
  const [first] = a.quantity.readings;
  if (!isInBrackets || first?.kind !== 'amount' || first.unit === undefined) return;
  const isKitchen = /^ (?:cups?|tablespoons?|tbsp|teaspoons?|tsp|sticks?)(?![A-Za-zÀ-ž])/.test(plain.slice(b.to));
  if (isKitchen || sameQuantity(a.quantity, b.quantity)) b.quantity.certainty = 'name';
}

/** `la nuit du 17 au 18`, which is the early hours of the 18th. */
function asNight({ plain }: Scan, { quantity, from }: Placed): void {
  if (/(?<![A-Za-zÀ-ž])nuit du (?:\d{1,2}(?:er)? au )?$/.test(plain.slice(Math.max(0, from - 18), from)))
    quantity.certainty = 'name';
}

/** `la rentrée 2026` is in September. */
function asSchoolYear({ plain }: Scan, { quantity, from }: Placed): void {
  const [reading] = quantity.readings;
  const year = reading?.kind === 'date' ? reading.year : bareNumber(quantity);
  if (/(?<![A-Za-zÀ-ž])rentrée (?:de )?$/.test(plain.slice(Math.max(0, from - 12), from)))
    quantity.also = [{ kind: 'date', month: 9, year }];
}

/** `un lecteur sur quatre`: the article is no number of its own. */
function asUnitPart({ plain }: Scan, { quantity, from }: Placed): void {
  const whole = bareNumber(quantity);
  if (whole === undefined || whole < 2 || quantity.isPart === true) return;
  if (!/(?<![A-Za-zÀ-ž])une? (?:[A-Za-zÀ-ž'-]{1,20} ){0,2}sur $/i.test(plain.slice(Math.max(0, from - 60), from)))
    return;
  quantity.readings.push(...partReadings(1 / whole));
  quantity.isPart = true;
}

/** `64` after `100 milliards` may be 64 milliards: a text may omit a multiplier that it used before. */
function asMultiple(quantity: Quantity, scale: { value: number } | undefined): { value: number } | undefined {
  const [first] = quantity.readings;
  if (first?.kind !== 'amount') return scale;
  if (quantity.scale !== undefined && quantity.mantissa) return { value: first.value / quantity.mantissa };
  const value = bareNumber(quantity);
  if (value !== undefined && scale !== undefined)
    quantity.readings.push({ kind: 'amount', value: value * scale.value });
  return scale;
}

/** A number after `at`, `vers` can be a clock time; of four digits it can be a year. */
function asTime({ plain, words, language }: Scan, { quantity, from }: Placed): void {
  const value = bareNumber(quantity);
  if (value === undefined) return;
  if (value >= 1900 && value < 2100 && Number.isInteger(value)) quantity.readings.push({ kind: 'date', year: value });
  const before = /([A-Za-zÀ-ž']{1,8}) $/.exec(plain.slice(Math.max(0, from - 9), from))?.[1]?.toLowerCase() ?? '';
  // `6.30` is a British time, with or without such a word. In a language whose words are not known any hour may be one.
  const isBritish = language.startsWith('en') && /^\d{1,2}\.[0-5]\d$/.test(quantity.words);
  if (value > 24 || !(isBritish || (Number.isInteger(value) && (words.beforeTime.has(before) || !words.isKnown))))
    return;
  const minutes = Math.round((value % 1) * 100);
  const times = timesOf(Math.floor(value) * 60 + minutes);
  quantity.readings.push(...times.map((time): Reading => ({ kind: 'time', value: time % 1440 })));
}

/** The highest number of points that is read as a score. */
const maxPoints = 200;

/** `2-1`, `2 à 1`, `2 to 1`. */
function scoreIn({ text, offsets }: Scan, a: Placed, b: Placed, between: string): Placed | undefined {
  const [one, other] = [bareNumber(a.quantity), bareNumber(b.quantity)];
  if (one === undefined || other === undefined || !['-', 'à', 'to', ':'].includes(between)) return undefined;
  if (one >= maxPoints || other >= maxPoints || !Number.isInteger(one) || !Number.isInteger(other)) return undefined;
  if (a.quantity.certainty !== 'digits' || b.quantity.certainty !== 'digits') return undefined;
  const [from, to] = [offsets[a.from] ?? 0, (offsets[b.to - 1] ?? text.length - 1) + 1];
  const readings: Reading[] = [{ kind: 'score', value: scoreOf(one, other) }];
  return { from: a.from, to: b.to, quantity: { words: text.slice(from, to), at: from, readings, certainty: 'name' } };
}
