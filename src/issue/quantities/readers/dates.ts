import type { PartialDate, Reading } from '../quantity.ts';
import { type Found, match, phraseAt, type Scan, skip, wordAt } from '../scan.ts';
import { numberAt } from './numbers.ts';

/** A date: `lundi 30 novembre 2026`, `Nov. 30`, `30/11/2026`, `novembre 2026`, `Monday 30th`. */
export const dateAt = (scan: Scan, at: number): Found | undefined =>
  numericDateAt(scan, at) ?? holidayAt(scan, at) ?? namedDateAt(scan, at);

const found = (end: number, ...dates: PartialDate[]): Found => ({
  end,
  quantity: { certainty: 'digits', readings: dates.map((date): Reading => ({ kind: 'date', ...date })) },
});

/** `2026-11-30`, `30/11/2026`, `30.11.2026`; `11/30/2026` in English. */
function numericDateAt({ plain, language }: Scan, at: number): Found | undefined {
  const iso = match(/([12]\d{3})-(\d{2})-(\d{2})(?!\d)/y, plain, at);
  if (iso !== undefined) {
    const [words, year, month, day] = iso;
    return found(at + words.length, { day: Number(day), month: Number(month), year: Number(year) });
  }
  const numeric =
    match(/(\d{1,2})([/.-])(\d{1,2})\2([12]\d{3})(?!\d)/y, plain, at) ??
    match(/(\d{1,2})(\/)(\d{1,2})\/(\d{2})(?![\d/])/y, plain, at);
  if (numeric === undefined) return undefined;
  const [words, first, , second, year] = numeric.map(part => part ?? '');
  const century = year?.length === 2 ? 2000 : 0;
  const dates = [
    { day: Number(first), month: Number(second), year: century + Number(year) },
    ...(language.startsWith('fr') ? [] : [{ day: Number(second), month: Number(first), year: century + Number(year) }]),
  ].filter(({ day, month }) => day >= 1 && day <= 31 && month >= 1 && month <= 12);
  return dates.length === 0 ? undefined : found(at + (words?.length ?? 0), ...dates);
}

/** `Christmas Day`: the other language may have its date. */
function holidayAt({ plain, words }: Scan, at: number): Found | undefined {
  const holiday = phraseAt(words.holidays, plain, at);
  if (holiday === undefined) return undefined;
  const [day, month] = holiday.value;
  return { end: holiday.end, quantity: { certainty: 'letters', readings: [{ kind: 'date', day, month }] } };
}

function namedDateAt(scan: Scan, at: number): Found | undefined {
  const { plain } = scan;
  const weekday = weekdayAt(scan, at);
  const start = weekday === undefined ? at : skip(/\.?,? ?(?:le |the )?/y, plain, weekday.end);
  const date = dayFirst(scan, start, weekday !== undefined) ?? monthFirst(scan, start, weekday !== undefined);
  if (date === undefined) return undefined;
  const { end, ...rest } = date;
  const isAlone = rest.day === undefined && rest.year === undefined;
  const certainty = !isAlone ? 'digits' : ambiguousMonths.has(wordAt(plain, at).toLowerCase()) ? 'letters' : 'name';
  const reading: Reading = { kind: 'date', ...(weekday === undefined ? {} : { weekday: weekday.value }), ...rest };
  return { end, quantity: { certainty, readings: [reading] } };
}

/** Months whose names have other meanings. */
const ambiguousMonths = new Set(['may', 'march', 'mars', 'august', 'mar']);

/** A weekday at a place. `jeu` and `sun` are also other words. */
function weekdayAt({ plain, calendar, language }: Scan, at: number): { value: number; end: number } | undefined {
  const word = wordAt(plain, at);
  const value = calendar.weekdays.get(word.toLowerCase());
  if (value === undefined) return undefined;
  if (language.startsWith('en') && !/^\p{Lu}/u.test(word)) return undefined;
  const isShort = !calendar.whole.has(word.toLowerCase());
  if (!language.startsWith('en') && isShort && plain[at + word.length] !== '.') return undefined;
  return { value, end: at + word.length };
}

type DateFound = PartialDate & { end: number };

/** `30 novembre 2026`, `30th of November`; `30` after a weekday. */
function dayFirst(scan: Scan, at: number, afterWeekday: boolean): DateFound | undefined {
  const { plain } = scan;
  const digits = match(/(\d{1,2})(er|e|st|nd|rd|th)?(?![A-Za-zÀ-ž\d]|[.,:]\d)\.?/y, plain, at);
  const first = match(/premier(?= )/iy, plain, at);
  const letters = digits === undefined && first === undefined ? numberAt(scan, at) : undefined;
  // `a December evening`
  if (letters?.isArticle === true) return undefined;
  const day = Number(digits?.[1] ?? (first === undefined ? letters?.value : 1));
  const end = letters?.end ?? at + (digits ?? first ?? [''])[0].length;
  if (!Number.isInteger(day) || day < 1 || day > 31) return undefined;
  const month = monthAt(scan, skip(/[ -](?:of |de )?/y, plain, end), false);
  if (month !== undefined && month.start > end) {
    const year = yearAfter(plain, month.end);
    return { day, month: month.value, ...year, end: year?.end ?? month.end };
  }
  if (!afterWeekday || digits === undefined) return undefined;
  const dayEnd = digits[0].endsWith('.') ? end - 1 : end;
  // `Saturday, 10 to noon` is a time.
  if (match(/ ?(?:to|until|till|[-–—]) ?(?:noon|midnight|midday|\d)| ?[ap]\.?m(?![A-Za-zÀ-ž])/iy, plain, dayEnd))
    return undefined;
  const isPlain = digits[2] !== undefined || isFollowedByNoNoun(plain, dayEnd);
  return isPlain ? { day, end: dayEnd } : undefined;
}

/** `November 30, 2026`, `novembre 2026`, `November`. */
function monthFirst(scan: Scan, at: number, afterWeekday: boolean): DateFound | undefined {
  const { plain, language } = scan;
  const month = monthAt(scan, at, true);
  if (month === undefined) return undefined;
  const day = language.startsWith('fr')
    ? undefined
    : match(/ (?:the )?(\d{1,2})(?:st|nd|rd|th)?(?![A-Za-zÀ-ž\d]|[.,:]\d| ?(?:[%ap]\.?m))/y, plain, month.end);
  const number = Number(day?.[1] ?? 0);
  if (day !== undefined && number >= 1 && number <= 31) {
    const end = month.end + day[0].length;
    const year = yearAfter(plain, end);
    return { day: number, month: month.value, ...year, end: year?.end ?? end };
  }
  if (afterWeekday) return undefined;
  const year = yearAfter(plain, month.end);
  return { month: month.value, ...year, end: year?.end ?? month.end };
}

/** A month at a place. English months have a capital: `may` is a verb. @param isFirst whether no day stands before it */
function monthAt({ plain, calendar, language }: Scan, at: number, isFirst: boolean) {
  const word = wordAt(plain, at);
  const value = calendar.months.get(word.toLowerCase());
  if (value === undefined) return undefined;
  if (language.startsWith('en') && !/^\p{Lu}/u.test(word)) return undefined;
  const end = at + word.length;
  const isShort = !calendar.whole.has(word.toLowerCase());
  const hasPoint = isShort && plain[end] === '.';
  // `sept` is also a French number, `Mar` the beginning of names.
  const isDated = language.startsWith('en') && /^ \d/.test(plain.slice(end, end + 2));
  if (isFirst && isShort && !hasPoint && !isDated) return undefined;
  return { value, start: at, end: hasPoint ? end + 1 : end };
}

function yearAfter(plain: string, at: number): { year: number; end: number } | undefined {
  const year = match(/,? (?:of )?([12]\d{3})(?![\d%€$]|[.,]\d)/y, plain, at);
  return year === undefined ? undefined : { year: Number(year[1]), end: at + year[0].length };
}

/** Whether the words after `lundi 30` show that 30 counts nothing: the end, a sign or a small word. */
const isFollowedByNoNoun = (plain: string, at: number): boolean =>
  match(
    /(?:$|[.,;:!?)»”"'\ufffc-]| [(«“"-]| (?:à|au|aux|de|du|des|et|ou|en|dans|pour|par|sur|chez|dès|avec|at|in|on|from|and|or|to|the|for|with|by|until|a|le|la|les|un|une|il|elle|on|nous|we|he|she|it|is|est|sera|will)(?![A-Za-zÀ-ž]))/y,
    plain,
    at,
  ) !== undefined;
