import type { Reading } from '../quantity.ts';
import { type Found, match, type Scan, skip, wordAt } from '../scan.ts';
import { units } from '../words/units.ts';
import { numberAt } from './numbers.ts';

/** A clock time: `18 h 30`, `6.30 p.m.`, `huit heures du soir`, `half past six`, `midi`. */
export const timeAt = (scan: Scan, at: number): Found | undefined =>
  middayAt(scan, at) ?? halfDayAt(scan, at) ?? hoursAt(scan, at) ?? pastAt(scan, at);

/** `midi et demi`, `12 noon`. */
function middayAt(scan: Scan, at: number): Found | undefined {
  const start = skip(/12 (?=noon|midnight|midday)/y, scan.plain, at);
  const word = wordAt(scan.plain, start);
  const midday = scan.words.middays.get(word.toLowerCase());
  if (midday === undefined || scan.plain[at - 1] === '-') return undefined;
  const end = start + word.length;
  const quarter = bareMinutesAfter(scan, end) ?? quarterAfter(scan, end);
  return withZone(scan, quarter.end, [midday + quarter.minutes], start === at ? 'letters' : 'digits');
}

/** `6:30 pm`, `8 a.m.`, `8 o'clock in the evening`. */
function halfDayAt(scan: Scan, at: number): Found | undefined {
  const { plain } = scan;
  const number = match(/(\d{1,2})(?:[:.](\d{2}))?(?!\d)/y, plain, at);
  const letters = number === undefined ? numberAt(scan, at) : undefined;
  const end = number === undefined ? letters?.end : at + number[0].length;
  const hour = Number(number?.[1] ?? letters?.value ?? 99);
  if (end === undefined || hour > 12) return undefined;
  const minutes = hour * 60 + Number(number?.[2] ?? 0);
  const certainty = number === undefined ? 'letters' : 'digits';
  const half = match(/ ?([ap])(?:\.m\.?|m(?![A-Za-zÀ-ž\d]))/iy, plain, end);
  if (half !== undefined) {
    const time = (minutes % 720) + (/p/i.test(half[1] ?? '') ? 720 : 0);
    return withZone(scan, end + half[0].length, [time], certainty);
  }
  const oclock = skip(/ o'clock/y, plain, end);
  const part = partOfDay(scan, oclock);
  if (oclock === end && part === undefined) return undefined;
  return withZone(scan, part?.end ?? oclock, timesOf(minutes, part?.half), certainty);
}

/** `18 h 30`, `18h`, `18:30`, `huit heures et demie`. With a unit of hours it can be a duration, too. */
function hoursAt(scan: Scan, at: number): Found | undefined {
  const { plain, language } = scan;
  const number = numberAt(scan, at);
  if (number === undefined || number.value > 48 || !Number.isInteger(number.value)) return undefined;
  if (number.isDigits && number.end - at > 2) return undefined;
  const colon = match(/:(\d{2})(?!\d|:\d)/y, plain, number.end);
  const isFrench = language.startsWith('fr');
  const hours =
    colon ?? match(isFrench ? /[ -]?(?:h|heures?)(?![A-Za-zÀ-ž])/iy : /h(?![A-Za-zÀ-ž])/iy, plain, number.end);
  if (hours === undefined || (number.isArticle === true && !/heure/.test(hours[0]))) return undefined;
  let end = number.end + hours[0].length;
  const minutes = colon ?? match(/ ?([0-5]\d)(?: ?(?:minutes|min))?(?! ?[%€$\d]|[.,]\d)/y, plain, end);
  if (colon === undefined) end += minutes?.[0].length ?? 0;
  const quarter =
    minutes === undefined
      ? (minutesAfter(scan, end) ??
        (number.isDigits ? undefined : bareMinutesAfter(scan, end)) ??
        quarterAfter(scan, end))
      : { minutes: 0, end };
  end = quarter.end;
  const time = number.value * 60 + Number(minutes?.[1] ?? 0) + quarter.minutes;
  if (Number(minutes?.[1] ?? 0) > 59 || (colon !== undefined && number.value > 24)) return undefined;
  const part = partOfDay(scan, end);
  // French has 24 hours in digits, and often 12 in words.
  const isTwelve = !isFrench || !number.isDigits || quarter.minutes !== 0;
  const times = part === undefined && !isTwelve ? [time] : timesOf(time, part?.half);
  const found = withZone(
    scan,
    part?.end ?? end,
    number.value > 24 ? [] : times,
    number.isDigits ? 'digits' : 'letters',
  );
  if (part === undefined && colon === undefined)
    found.quantity?.readings.push({ kind: 'amount', value: time / 60, unit: units.hour });
  return found;
}

/** `half past six`, `quarter to seven`, `ten past eight`. */
function pastAt(scan: Scan, at: number): Found | undefined {
  const { plain } = scan;
  const half = match(/half (?=[A-Za-zÀ-ž]{3,6}(?! (?:past|to)))/iy, plain, at);
  const halfHour = half === undefined ? undefined : numberAt(scan, at + half[0].length);
  // British: `half ten` is 10:30.
  if (halfHour !== undefined && halfHour.isArticle !== true && halfHour.value <= 12)
    return withZone(scan, halfHour.end, timesOf(halfHour.value * 60 + 30), 'letters');
  const quarter = match(/(?:a )?(half|quarter)(?= (?:past|to) )/iy, plain, at);
  const number = quarter === undefined ? numberAt(scan, at) : undefined;
  const before = quarter === undefined ? number?.value : /half/i.test(quarter[1] ?? '') ? 30 : 15;
  const start = quarter === undefined ? number?.end : at + quarter[0].length;
  if (before === undefined || start === undefined || before > 29.5 + (quarter ? 1 : 0)) return undefined;
  const way = match(/(?: minutes)? (past|to) /y, plain, start);
  const hour =
    way === undefined ? undefined : (hourWordAt(scan, start + way[0].length) ?? numberAt(scan, start + way[0].length));
  // `ten to six` is also a range.
  if (way === undefined || hour === undefined || hour.value > 12 || hour.value < 0) return undefined;
  if (quarter === undefined && (way[1] === 'to' || number?.isDigits === true)) return undefined;
  const time = hour.value * 60 + (way[1] === 'past' ? before : -before);
  const part = partOfDay(scan, hour.end);
  return withZone(scan, part?.end ?? hour.end, timesOf(time, part?.half), 'letters');
}

/** `noon`, `midnight`. */
function hourWordAt({ plain, words }: Scan, at: number): { value: number; end: number; isDigits: boolean } | undefined {
  const word = wordAt(plain, at);
  const midday = words.middays.get(word.toLowerCase());
  return midday === undefined ? undefined : { value: midday / 60, end: at + word.length, isDigits: false };
}

/** ` et dix minutes`, ` and 5 min` after hours. */
function minutesAfter(scan: Scan, at: number): { minutes: number; end: number } | undefined {
  const start = skip(/,? (?:(?:et|and) )?/y, scan.plain, at);
  const number = start === at ? undefined : numberAt(scan, start);
  if (number === undefined || number.value > 59 || !Number.isInteger(number.value)) return undefined;
  const end = skip(/ min(?:utes?)?(?![A-Za-zÀ-ž])/y, scan.plain, number.end);
  return end === number.end ? undefined : { minutes: number.value, end };
}

/**
 * ` dix` after `deux heures`, ` vingt` after `midi`: five to fifty-five, at the end of a part of a sentence, since
 * `en deux heures dix personnes` may be ten persons.
 */
function bareMinutesAfter(scan: Scan, at: number): { minutes: number; end: number } | undefined {
  const start = skip(/ (?=[A-Za-zÀ-ž])/y, scan.plain, at);
  const number = start === at ? undefined : numberAt(scan, start);
  if (number === undefined || number.value % 5 !== 0 || number.value > 55 || number.isArticle === true)
    return undefined;
  const isLast = match(
    /(?: (?:du|de|plus|après|avant|à|et|pour|par|and|later|after|before|to|at|in)(?![A-Za-zÀ-ž])|[.,;:!?)»"”]| [;:!?»]|$)/y,
    scan.plain,
    number.end,
  );
  return isLast === undefined ? undefined : { minutes: number.value, end: number.end };
}

/** ` et demie`, ` et quart`, ` moins le quart`, ` moins dix`. */
function quarterAfter({ plain }: Scan, at: number): { minutes: number; end: number } {
  const found = match(/ (?:(et demie?)|((?:et |et un |un )quart)|(moins le quart))(?![A-Za-zÀ-ž])/y, plain, at);
  if (found === undefined) return { minutes: 0, end: at };
  const minutes = found[1] !== undefined ? 30 : found[2] !== undefined ? 15 : -15;
  return { minutes, end: at + found[0].length };
}

function partOfDay({ plain, words }: Scan, at: number): { half: 'am' | 'pm'; end: number } | undefined {
  const start = skip(/ /y, plain, at);
  for (const [phrase, half] of words.partsOfDay)
    if (plain.startsWith(phrase, start)) return { half, end: start + phrase.length };
  return undefined;
}

/** The minutes since midnight that a time of twelve hours can mean. */
export const timesOf = (minutes: number, half?: 'am' | 'pm'): number[] =>
  minutes >= 780
    ? [minutes]
    : half === 'pm'
      ? [(minutes % 720) + 720]
      : half === 'am'
        ? [minutes % 720]
        : [minutes, (minutes + 720) % 1440];

/** Names of time zones, with one name for each zone. */
const zones: ReadonlyMap<string, string> = new Map([
  ...['paris', 'cet', 'cest', 'bruxelles', 'brussels', 'genève', 'geneva'].map(name => [name, 'paris'] as const),
  ...['utc', 'gmt'].map(name => [name, 'utc'] as const),
  ...['et', 'est', 'edt', 'new york', 'eastern'].map(name => [name, 'new york'] as const),
  ...['pt', 'pst', 'pdt', 'pacifique', 'pacific'].map(name => [name, 'los angeles'] as const),
  ...['bst', 'londres', 'london'].map(name => [name, 'london'] as const),
]);

function withZone({ plain }: Scan, end: number, times: readonly number[], certainty: 'digits' | 'letters'): Found {
  const isOpen = plain.startsWith(' (', end);
  const start = isOpen ? end + 2 : skip(/,? /y, plain, end);
  // Few times have a zone behind them, and the pattern is slow to compile.
  const found = !/[hA-Z]/.test(plain.charAt(start))
    ? undefined
    : match(
        /heure (?:de |d'|du )(new york|[A-Za-zÀ-ž]{3,20})|(new york|[A-Z][A-Za-zÀ-ž]{3,20}) time(?!s)|(UTC|GMT|CES?T|E[SD]?T|P[SD]?T|BST|JST)(?![A-Za-zÀ-ž])/iy,
        plain,
        start,
      );
  const name = (found?.[1] ?? found?.[2] ?? found?.[3])?.toLowerCase();
  // `et` is also a French word.
  const isZone = name !== undefined && (found?.[3] === undefined || found[3] === found[3].toUpperCase());
  const zone = isZone ? (zones.get(name) ?? name) : undefined;
  const readings = times.map(
    (value): Reading => ({ kind: 'time', value: (value + 1440) % 1440, ...(zone === undefined ? {} : { zone }) }),
  );
  const zoneEnd = start + (found?.[0].length ?? 0);
  const closed = isOpen ? skip(/\)/y, plain, zoneEnd) : zoneEnd;
  return { end: zone === undefined ? end : closed, quantity: { certainty, readings } };
}
