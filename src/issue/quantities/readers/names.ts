import type { Reading } from '../quantity.ts';
import { type Found, match, phraseAt, type Scan, skip } from '../scan.ts';
import { units } from '../words/units.ts';
import { numberAt } from './numbers.ts';

/** Ordinals, versions and names with digits. */
export const nameAt = (scan: Scan, at: number): Found | undefined =>
  ordinalAt(scan, at) ?? romanAt(scan.plain, at) ?? codeAt(scan.plain, at);

/** What would else be read as an amount or a time: phone numbers, decades, ages, departments. */
export const numberNameAt = (scan: Scan, at: number): Found | undefined =>
  phoneAt(scan.plain, at) ?? decadeAt(scan, at) ?? ageAt(scan, at) ?? departmentAt(scan, at);

const name = (end: number, ...readings: Reading[]): Found => ({ end, quantity: { certainty: 'name', readings } });

/** Phone numbers are equal if their last nine digits are: `04 26 10 12 12` and `+33 4 26 10 12 12`. */
function phoneAt(plain: string, at: number): Found | undefined {
  if (/\d/.test(plain.charAt(at - 1))) return undefined;
  const phone = match(
    /(?:\(?\+\d{1,3}\)?(?:[ .-]?(?:\(\d{1,4}\)|\d{1,4})){2,6}|0\d(?:[ .-]?\d{2}){4}|0 ?\d{3} \d{3} \d{3}|0\d{2,4}[ -]\d{3,4}[ -]\d{3,4}|(?:1[ -])?\(?\d{3}\)?[ -]\d{3}-\d{4})(?!\d)/y,
    plain,
    at,
  );
  const digits = phone?.[0].replace(/\(0\)|\D/g, '') ?? '';
  if (phone === undefined || digits.length < 9) return undefined;
  return name(at + phone[0].length, { kind: 'phone', value: digits.slice(-9) });
}

/** `années 80`, `1980s`, `'80s`, `the eighties`. */
function decadeAt(scan: Scan, at: number): Found | undefined {
  const { plain, words, language } = scan;
  const english = match(/'?((?:[12]\d)?\d0)'?s(?![A-Za-zÀ-ž\d])/y, plain, at);
  if (english !== undefined) {
    const value = Number(english[1]);
    // `30s` can be seconds.
    const seconds: Reading[] = value < 100 ? [{ kind: 'amount', value, unit: units.second }] : [];
    return name(at + english[0].length, { kind: 'decade', value }, ...seconds);
  }
  const french = match(/(?:années|décennie) ((?:[12]\d)?\d0)(?!\d)/iy, plain, at);
  if (french !== undefined) return name(at + french[0].length, { kind: 'decade', value: Number(french[1]) });
  const start = skip(/années /iy, plain, at);
  if (language.startsWith('fr') && start === at) return undefined;
  const word = phraseAt(words.decades, plain, start);
  return word === undefined ? undefined : name(word.end, { kind: 'decade', value: word.value });
}

/** The number of a French department, which only the French know by it: `dans le Val-de-Marne (94)`. */
function departmentAt({ plain, language }: Scan, at: number): Found | undefined {
  if (!language.startsWith('fr')) return undefined;
  const department = match(/(?<=[A-Za-zÀ-ž] \()(\d{2}|97[1-6])(?=\))/y, plain, at);
  return department && name(at + department[0].length, { kind: 'amount', value: Number(department[1]) });
}

/** `octogénaire`, `centenarian`: a person in any year of the ten. */
function ageAt({ plain, words }: Scan, at: number): Found | undefined {
  const age = phraseAt(words.ages, plain, at);
  if (age === undefined) return undefined;
  const readings = Array.from({ length: 10 }, (_, i): Reading => ({ kind: 'amount', value: age.value + i }));
  return { end: age.end, quantity: { certainty: 'letters', readings } };
}

/** `1er`, `2nd`, `troisième`, `third`. */
function ordinalAt(scan: Scan, at: number): Found | undefined {
  const { plain, words } = scan;
  const digits = match(/(\d{1,4})([A-Za-zÀ-ž]{1,4})(?![A-Za-zÀ-ž\d])/y, plain, at);
  if (digits !== undefined && words.ordinalSuffixes.has((digits[2] ?? '').toLowerCase()))
    return ordinalOf(scan, at + digits[0].length, Number(digits[1]));
  const phrase = phraseAt(words.ordinals, plain, at) ?? compoundOrdinalAt(scan, at);
  if (phrase === undefined) return undefined;
  if (isOfOneLanguage(scan, at, phrase.end)) return { end: phrase.end };
  const readings: Reading[] = [{ kind: 'ordinal', value: phrase.value }];
  const also = floorAbove(plain, phrase.end, phrase.value);
  return { end: phrase.end, quantity: { certainty: 'letters', readings, ...(also.length > 0 ? { also } : {}) } };
}

/** The American fourth floor is the third of others. @returns how Americans count a floor; empty if it is none */
const floorAbove = (plain: string, end: number, value: number): Reading[] =>
  match(/ étages?(?![A-Za-zÀ-ž])/y, plain, end) === undefined ? [] : [{ kind: 'ordinal', value: value + 1 }];

/** `ninety-first`, `quatre-vingt-onzième`, `one hundred and tenth`; `deux premiers` are two. */
function compoundOrdinalAt(scan: Scan, at: number): { value: number; end: number } | undefined {
  const { plain, words } = scan;
  const tens = numberAt(scan, at);
  if (tens === undefined || tens.isDigits || tens.isArticle === true) return undefined;
  const joint = skip(tens.value % 100 === 0 ? /-| (?:(?:et|and) )?/y : /-| (?:et|and) /y, plain, tens.end);
  const units = joint === tens.end ? undefined : phraseAt(words.ordinals, plain, joint);
  if (units === undefined || /^(?:premi|second)/.test(units.phrase)) return undefined;
  // `quatre-vingtième`, `deux-centième`
  const isMultiple = units.value === 100 || (units.value === 20 && tens.value % 100 === 4);
  if (isMultiple) return { value: units.value === 100 ? tens.value * 100 : tens.value + 76, end: units.end };
  const fits = units.value < 20 ? tens.value % 10 === 0 : units.value < 100 && tens.value % 100 === 0;
  return fits ? { value: tens.value + units.value, end: units.end } : undefined;
}

/** School years, which each language counts its way: `en sixième`, `seventh grade`; and idioms. */
const isOfOneLanguage = ({ plain }: Scan, at: number, end: number): boolean =>
  match(
    /[ -](?:grade(?:rs?)?|form(?:er)?s?|wheel|roue|art|âge|ciel|heaven|power|column|sens|sense)(?![A-Za-zÀ-ž])/iy,
    plain,
    end,
  ) !== undefined ||
  (/(?<![A-Za-zÀ-ž])(?:classes? de|élèves? de|en) $/i.test(plain.slice(Math.max(0, at - 12), at)) &&
    match(/ ?[.,;:!?)]|$| (?:et|au|à|dans|avec|pour)(?![A-Za-zÀ-ž])/y, plain, end) !== undefined);

/** `la 58e minute` of a match is `58 minutes` in the other language. */
function ordinalOf({ plain }: Scan, end: number, value: number): Found {
  // `90e+3`: the third minute after the ninetieth, which is `90+3` or the 93rd.
  const more = match(/ ?\+ ?(\d{1,2})(?![A-Za-zÀ-ž\d])/y, plain, end);
  if (more !== undefined) {
    const found = name(end + more[0].length, { kind: 'ordinal', value: value + Number(more[1]) });
    if (found.quantity !== undefined)
      found.quantity.also = [value, Number(more[1])].map((one): Reading => ({ kind: 'ordinal', value: one }));
    return found;
  }
  const found = name(end, { kind: 'ordinal', value });
  const [, counted = ''] = match(/ (minute|anniversaire|anniversary|birthday)(?![A-Za-zÀ-ž])/y, plain, end) ?? [];
  // `les 50 ans du groupe` are its 50th anniversary.
  const unit = counted === 'minute' ? units.minute : units.year;
  const also: Reading[] = counted === '' ? floorAbove(plain, end, value) : [{ kind: 'amount', value, unit }];
  if (found.quantity !== undefined && also.length > 0) found.quantity.also = also;
  return found;
}

/** `XXIe siècle`, `Ve République`: Roman ordinals of French. `chapitre IV`, `Artemis II` may have digits in the other language. */
function romanAt(plain: string, at: number): Found | undefined {
  const roman = match(/([IVXL]{1,7})(er|re|e|ème)?(?![A-Za-zÀ-ž\d])/y, plain, at);
  // `Le` is no 50th.
  if (roman === undefined || roman[0] === 'Le' || (roman[2] === undefined && roman[0].length === 1)) return undefined;
  const digits = [...(roman[1] ?? '')].map(digit => romanDigits[digit] ?? 0);
  const value = digits.reduce((sum, digit, i) => sum + (digit < (digits[i + 1] ?? 0) ? -digit : digit), 0);
  if (roman[2] !== undefined) return name(at + roman[0].length, { kind: 'ordinal', value });
  const readings: Reading[] = [{ kind: 'amount', value }];
  return { end: at + roman[0].length, quantity: { certainty: 'letters', readings, mantissa: value } };
}

const romanDigits: Readonly<Record<string, number>> = { I: 1, V: 5, X: 10, L: 50 };

/** `GPT-5.1`, `A380`, `1080p`, `5G`, `v2.5`, `192.168.0.1`. `T3` and `Q3` are also quarters of a year. */
function codeAt(plain: string, at: number): Found | undefined {
  const version = match(/\d{1,5}(?:\.\d{1,5}){2,6}(?![A-Za-zÀ-ž\d])/y, plain, at);
  const code =
    version ??
    match(
      /(?!(?:[Mm]id|[Mm]i|[Pp]re|[Pp]ost)-)[A-Za-zÀ-ž]{1,20}-?\d{1,10}(?:[.\-/]?[A-Za-zÀ-ž]{0,12}\d{1,8}){0,3}[A-Za-zÀ-ž]{0,6}(?![A-Za-zÀ-ž\d])/y,
      plain,
      at,
    ) ??
    match(/\d{1,10}[A-Za-zÀ-ž]{1,12}\d{0,6}(?![A-Za-zÀ-ž\d])/y, plain, at);
  if (code === undefined) return undefined;
  const [words] = code;
  const value = words.toLowerCase().replaceAll('-', '');
  const found = name(at + words.length, { kind: 'code', value });
  const quarter = /^[tqhs](\d)$/.exec(value);
  if (quarter !== null) found.quantity?.readings.unshift({ kind: 'ordinal', value: Number(quarter[1]) });
  // What the other language writes with a space: `PlayStation5`, `version 2.5`.
  const amount = /\d+(?:\.\d+)?/.exec(words);
  if (found.quantity !== undefined && amount !== null)
    found.quantity.also = [{ kind: 'amount', value: Number(amount[0]) }];
  return found;
}
