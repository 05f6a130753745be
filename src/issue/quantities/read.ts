import type { Issue } from '../schema.ts';
import type { Quantity } from './quantity.ts';
import { inContext, type Placed } from './ranges.ts';
import { amountAt, heightAt } from './readers/amounts.ts';
import { dateAt } from './readers/dates.ts';
import { idiomAt } from './readers/idioms.ts';
import { nameAt, numberNameAt } from './readers/names.ts';
import { clauseAt, pairAt } from './readers/pairs.ts';
import { stopwatchAt } from './readers/stopwatch.ts';
import { timeAt } from './readers/times.ts';
import { type Found, match, type Scan, scanOf, skip } from './scan.ts';
import { prefixSymbols } from './words/units.ts';

/** Numbers of a text that are compared. A text with more is a table. */
const maxQuantities = 400;

/**
 * Finds the numbers in a text, in order, with all that each can mean.
 * Links, addresses, code and the numbers of ordered lists are ignored.
 * @param language of the text
 * @example quantitiesIn('dès 20 h', 'fr') // 20 h: the time 20:00, or a duration of 20 hours
 */
export function quantitiesIn(text: string, language: string): Quantity[] {
  const scan = scanOf(text, language);
  const { plain, offsets } = scan;
  const placed: Placed[] = [];
  const starts = /\p{L}{1,40}|[\d$€£¥₹½¼¾⅓⅔]|[-+'(](?=[\d$€£])/gu;
  for (let start = starts.exec(plain); start !== null && placed.length < maxQuantities; start = starts.exec(plain)) {
    const from = start.index;
    const found = foundAt(scan, from);
    if (found === undefined) {
      if (/\d/.test(start[0])) starts.lastIndex = skip(/\d{1,40}/y, plain, from);
      else if (start[0] === '(') starts.lastIndex = from + 1;
      continue;
    }
    const to = Math.max(found.end, from + 1);
    starts.lastIndex = to;
    const { quantity } = found;
    if (quantity === undefined || (quantity.readings.length === 0 && quantity.parts === undefined)) continue;
    const [at, end] = [offsets[from] ?? 0, (offsets[to - 1] ?? text.length - 1) + 1];
    placed.push({ from, to, quantity: { words: text.slice(at, end), at, ...quantity } });
  }
  return inContext(scan, placed);
}

const byIssue = new WeakMap<Issue, Map<string, Quantity[]>>();

/** Reads the numbers of an issue's texts. Several rules ask for the same ones; each text is read once. */
export function quantitiesOf(issue: Issue): (text: string, language: string) => Quantity[] {
  const known = byIssue.get(issue) ?? new Map<string, Quantity[]>();
  byIssue.set(issue, known);
  return (text, language) => {
    const key = `${language} ${text}`;
    const quantities = known.get(key) ?? quantitiesIn(text, language);
    known.set(key, quantities);
    return quantities;
  };
}

/** Tries the readers at a place. */
function foundAt(scan: Scan, at: number): Found | undefined {
  const { plain, starters, calendar } = scan;
  const first = plain.charAt(at);
  if (/\p{L}/u.test(first)) {
    const word = (match(/\p{L}{1,40}/uy, plain, at)?.[0] ?? '').toLowerCase();
    const isCode = match(/-?\d/y, plain, at + word.length) !== undefined;
    const isKnown = starters.has(word) || calendar.months.has(word) || calendar.weekdays.has(word);
    // `a €600 phone`: an article.
    if (/^an?$/.test(word) && match(/ [€$£¥₹] ?\d/y, plain, at + word.length)) return undefined;
    if (!isCode && !isKnown && !/[IVXL]/.test(first) && !match(prefixSymbols, plain, at)) return undefined;
  }
  // A dash after a number or a word is no sign.
  if (/[-+]/.test(first) && /[\p{L}\d%€$)]/u.test(plain.charAt(at - 1))) return undefined;
  return (
    idiomAt(scan, at) ??
    heightAt(scan, at) ??
    numberNameAt(scan, at) ??
    dateAt(scan, at) ??
    stopwatchAt(scan, at) ??
    timeAt(scan, at) ??
    clauseAt(scan, at) ??
    pairAt(scan, at) ??
    // `SFr40-190` is a range of prices, and no name with digits.
    (/\p{L}/u.test(first) && match(prefixSymbols, plain, at) !== undefined
      ? (amountAt(scan, at) ?? nameAt(scan, at))
      : longer(amountAt(scan, at), nameAt(scan, at)))
  );
}

const longer = (a: Found | undefined, b: Found | undefined): Found | undefined =>
  a === undefined || (b !== undefined && b.end > a.end) ? b : a;
