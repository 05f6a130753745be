import type { Reading } from '../quantity.ts';
import { type Found, match, type Scan } from '../scan.ts';
import { units } from '../words/units.ts';

/** A clause of a law: `49, alinéa 3` and `alinéa 3 de l'article 49` are `49.3`. */
export function clauseAt({ plain }: Scan, at: number): Found | undefined {
  const clause =
    match(/(?<article>\d{1,4}),? (?:alinéa|al\.|paragraph|paragraphe|§) ?(?<part>\d{1,3})(?!\d)/y, plain, at) ??
    match(/(?<part>\d{1,3}) (?:de l'article|of [Aa]rticle) (?<article>\d{1,4})(?!\d)/y, plain, at);
  if (clause?.groups === undefined) return undefined;
  const { article = '', part = '' } = clause.groups;
  const parts = [article, part].map((one): Reading => ({ kind: 'amount', value: Number(one) }));
  const readings: Reading[] = [{ kind: 'amount', value: Number(`${article}.${part}`) }];
  return { end: at + clause[0].length, quantity: { certainty: 'digits', readings, parts, also: parts } };
}

/** Two numbers with a slash or a cross: `4/5`, `27/11`, `2026/27`, `1920 × 1080`. */
export function pairAt({ plain, language }: Scan, at: number): Found | undefined {
  const pair = match(/(\d{1,5})(?:(\/)| ?x ?)(\d{1,5})(?![A-Za-zÀ-ž\d/]|[.,]\d)/y, plain, at);
  if (pair === undefined) return undefined;
  const [a, b] = [Number(pair[1]), Number(pair[3])];
  const end = at + pair[0].length;
  const parts: Reading[] = [a, b].map(value => ({ kind: 'amount', value }));
  if (pair[2] === undefined)
    return {
      end,
      quantity: { certainty: 'digits', readings: [{ kind: 'code', value: `${a}x${b}` }], parts, also: parts },
    };
  if (a >= 1900 && a < 2100 && b < 2100) {
    const years = [a, b < 100 ? a - (a % 100) + b : b].map((year): Reading => ({ kind: 'date', year }));
    return { end, quantity: { certainty: 'digits', readings: [], parts: years, also: years } };
  }
  const readings: Reading[] = [{ kind: 'score', value: scoreOf(a, b) }];
  if (b > a) readings.push(...partReadings(a / b));
  if (a >= 1 && a <= 31 && b >= 1 && b <= 12) readings.push({ kind: 'date', day: a, month: b });
  if (!language.startsWith('fr') && a >= 1 && a <= 12 && b >= 1 && b <= 31)
    readings.push({ kind: 'date', day: b, month: a });
  return { end, quantity: { certainty: 'digits', readings, parts, also: parts } };
}

/** The value of a score: languages differ in whose points stand first. */
export const scoreOf = (a: number, b: number): string => `${Math.min(a, b)}-${Math.max(a, b)}`;

/** A part of a whole: a third is 0.33, or 33 %. */
export const partReadings = (part: number): Reading[] => [
  { kind: 'amount', value: part, approximate: true },
  { kind: 'amount', value: part * 100, unit: units.percent, approximate: true },
];
