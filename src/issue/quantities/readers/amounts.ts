import type { Reading, Unit } from '../quantity.ts';
import { type Found, match, type Scan, skip } from '../scan.ts';
import { prefixSymbols, symbols, units } from '../words/units.ts';
import { fractionOf, halfAt, valueWordAt } from './fractions.ts';
import { multipliedAt } from './multiplied.ts';
import { numberAt, type ParsedNumber } from './numbers.ts';
import { ownForm } from './own-form.ts';
import { partReadings } from './pairs.ts';
import { partAfter, unitAfter, unitAt } from './units.ts';

/** An amount: a number with its multiplier and unit, `12,5 millions d'euros`, `$2bn`, `a point and a half`. */
export function amountAt(scan: Scan, at: number): Found | undefined {
  const { plain } = scan;
  const prefix = match(prefixSymbols, plain, at)?.[0];
  const sign = match(/[-+] ?(?=[\d€$£])/y, plain, at)?.[0] ?? '';
  let start = at + (prefix?.length ?? sign.length);
  const signedPrefix = prefix === undefined && sign !== '' ? match(prefixSymbols, plain, start)?.[0] : undefined;
  start += signedPrefix?.length ?? 0;
  const minus = match(/(?:moins|minus) (?=\d)/iy, plain, at)?.[0];
  if (minus !== undefined) start = at + minus.length;
  const number = halfAt(scan, start) ?? numberAt(scan, start);
  if (number === undefined) return valueWordAt(scan, at);
  if (prefix !== undefined && !number.isDigits) return undefined;
  const symbol = (prefix ?? signedPrefix)?.replace(/^[A-Z]{1,2}(?=\$)/, '').trim();
  const currency = symbol === undefined ? undefined : symbols.get(symbol);
  return (
    fractionOf(scan, number) ??
    measured(scan, number, currency, /^-/.test(sign) || minus !== undefined ? -1 : 1) ??
    valueWordAt(scan, at)
  );
}

/** A number with what follows it: its multiplier, its unit, the further parts of a duration. */
function measured(
  scan: Scan,
  number: ParsedNumber,
  currency: readonly Unit[] | undefined,
  sign: number,
): Found | undefined {
  const { mantissa, scale, isHalf, ...multiplied } = multipliedAt(scan, number, currency !== undefined);
  const amount = sign * multiplied.value;
  const unit = unitOf(scan, multiplied.end, amount, currency ?? scale?.units, scale !== undefined || isHalf);
  if (number.isArticle === true && unit.units === undefined && multiplied.end === number.end) return undefined;
  const readings = readingsOf(unit.amount, unit.units);
  // `sous quinzaine`: within two weeks.
  if (unit.units === undefined && /quinzaine$/.test(scan.plain.slice(number.start, number.end)))
    readings.push({ kind: 'amount', value: 15, unit: units.day });
  const further = furtherPart(scan, unit.end, unit.amount, unit.units);
  const { also } = further === undefined ? {} : { also: [...readings] };
  if (further !== undefined) readings.splice(0, readings.length, further.reading);
  // `un demi` alone is a part.
  const isPart = isHalf && amount === 0.5 && unit.units === undefined;
  if (isPart) readings.push(...partReadings(amount));
  // `5m` can be five million or five metres, `4K` a resolution.
  if (scale?.isLetter === true && currency === undefined) readings.push({ kind: 'amount', value: sign * mantissa });
  // In a language whose words are not known the next word can be a multiplier.
  if (!scan.words.isKnown && scale === undefined && match(/ \p{L}{2}/uy, scan.plain, unit.end) !== undefined)
    readings.push(...[1e3, 1e6, 1e9, 1e12].map((times): Reading => ({ kind: 'amount', value: amount * times })));
  // Versions, pages and prices that both texts write in one way, whatever their marks mean.
  if (number.otherValue !== undefined)
    readings.push({ kind: 'code', value: scan.plain.slice(number.start, number.end) });
  if (number.isDigits && isBarePoint(scan, unit)) readings.splice(0, readings.length, ...readings.slice(0, 1));
  const week = unit.units?.[0] === units.day ? match(daysOfWeek, scan.plain, unit.end) : undefined;
  const per = week === undefined ? perAfter(scan, further?.end ?? unit.end) : [units.week];
  for (const reading of per === undefined ? [] : readings) if (reading.kind === 'amount') reading.per = per;
  const form = ownForm(scan, number, {
    unit: unit.units?.[0],
    scale: scale?.value,
    hasPrefix: currency !== undefined,
    hasSignLast: currency === undefined && /[€£$]/.test(scan.plain.charAt(unit.end - 1)),
  });
  return {
    end: further?.end ?? unit.end + (week?.[0].length ?? 0),
    quantity: {
      certainty: number.isDigits ? 'digits' : 'letters',
      readings,
      mantissa,
      scale: scale?.phrase,
      ...(isPart ? { isPart } : {}),
      ...(also === undefined ? {} : { also }),
      ...form,
    },
  };
}

/** ` sur 7` of `6 jours sur 7`, which are six days a week. */
const daysOfWeek = / ?(?:\/|sur|out of) ?7(?![A-Za-zÀ-ž\d]|[.,]\d)/y;

/** `4 points` are not 4 %; `2 points de PIB` may be 2 % of it. */
const isBarePoint = (
  { plain }: Scan,
  { units: [first] = [], end }: { units?: readonly Unit[]; end: number },
): boolean => first === units.point && match(/ (?:de |d'|of )/y, plain, end) === undefined;

/** What an amount is for: `le kilo`, `par mois`, `a pound`, `/kg`. */
function perAfter({ plain, words }: Scan, at: number): readonly Unit[] | undefined {
  const joint = match(/\/ ?| (?:par |le |la |l'|du |au |à la |à l'|de l'|per |an? |the )/y, plain, at);
  const unit = joint === undefined ? undefined : unitAt(plain, at + joint[0].length, words.units);
  // `last week` and `la semaine dernière` are dates.
  const isDate =
    unit !== undefined &&
    match(/ (?:derni|proch|suiv|préc|pass|où|de |du |des |d'|ago|before|later)/y, plain, unit.end);
  return isDate === undefined ? unit?.units : undefined;
}

/** The units of an amount and where they end; ` et demi` after a unit and ` below zero` after degrees change the amount. */
function unitOf(scan: Scan, at: number, amount: number, currency: readonly Unit[] | undefined, withOf: boolean) {
  const unit = unitAfter(scan, at, withOf);
  // `$2 a day`: the unit of a currency before the number is known.
  const isRedundant =
    currency?.some(({ dimension }) => unit?.units.some(other => other.dimension === dimension)) ?? true;
  if (unit === undefined || !isRedundant) return { amount, units: currency, end: at };
  const half = partAfter(scan, unit.end);
  if (half !== undefined) return { amount: amount + half.part, units: unit.units, end: half.end };
  const below =
    unit.units[0]?.dimension === 'temperature'
      ? skip(/ (?:(?:en dessous de|au-dessous de|sous) zéro|below (?:zero|freezing))/iy, scan.plain, unit.end)
      : unit.end;
  return { amount: below > unit.end ? -Math.abs(amount) : amount, units: unit.units, end: below };
}

const readingsOf = (value: number, unitList: readonly Unit[] = []): Reading[] =>
  unitList.length === 0
    ? [{ kind: 'amount', value }]
    : unitList.map((unit): Reading => ({ kind: 'amount', value, unit }));

/** `and 20 minutes` of three hours, `50` of `2 € 50`. */
function furtherPart(scan: Scan, at: number, amount: number, unitList: readonly Unit[] = []) {
  const { plain, words } = scan;
  const [unit] = unitList;
  if (unit === undefined) return undefined;
  const small = furtherDigits[`${unit.dimension} ${unit.factor}`];
  const pattern = unit === units.kilogram ? threeDigits : unit === units.metre ? twoDigits : twoLastDigits;
  const digits = small === undefined ? undefined : match(pattern, plain, at);
  if (digits !== undefined && small !== undefined && Number.isInteger(amount)) {
    const reading: Reading = { kind: 'amount', value: amount + Number(digits[1]) / small, unit };
    return { reading, end: at + digits[0].length };
  }
  const hundredths = [units.euro, units.metre, units.pound, units.dollar].includes(unit)
    ? hundredthsAt(scan, at)
    : undefined;
  if (hundredths !== undefined && Number.isInteger(amount)) {
    const value = amount + hundredths.value / 100;
    return { reading: { kind: 'amount', value, unit } satisfies Reading, end: hundredths.end };
  }
  if (unit.dimension !== 'duration' && unit.dimension !== 'length' && unit !== units.poundMass) return undefined;
  const start = skip(unit.dimension === 'duration' ? /,? ?(?:(?:et|and) )?/y : / ?(?:(?:et|and) )?/y, plain, at);
  const number = numberAt(scan, start);
  if (number === undefined || number.value >= 1000) return undefined;
  const next = unitAt(plain, skip(/ /y, plain, number.end), words.units);
  const [nextUnit] = next?.units ?? [];
  if (next === undefined || nextUnit?.dimension !== unit.dimension || nextUnit.factor >= unit.factor) return undefined;
  // `10 years, 45 minutes` are two durations.
  if (unit.factor / nextUnit.factor > maxUnitRatio) return undefined;
  const value = amount + (number.value * nextUnit.factor) / unit.factor;
  return { reading: { kind: 'amount', value, unit } satisfies Reading, end: next.end };
}

/** How many of the smaller unit of a compound amount a unit has, at most: an hour has 3,600 seconds. */
const maxUnitRatio = 3_600;

/** ` dix` of `un euro dix`, ` vingt` of `un mètre vingt`, ` fifty` of `two pounds fifty`: a number in letters that no noun follows. */
function hundredthsAt(scan: Scan, at: number): ParsedNumber | undefined {
  if (scan.plain[at] !== ' ') return undefined;
  const number = numberAt(scan, at + 1);
  if (number === undefined || number.isDigits || number.value < 2 || number.value >= 100) return undefined;
  return match(
    /(?: (?:le|la|les|l'|pour|par|de|du|au|à|en|et|chez|dans|contre|pièce|l'unité|a|an|at|for|per|each|to|and|on|from|in)(?![A-Za-zÀ-ž]))|(?! ?[A-Za-zÀ-ž%€$-])/y,
    scan.plain,
    number.end,
  ) === undefined
    ? undefined
    : number;
}

/** `son mètre soixante-sept`: the height of a person. */
export function heightAt(scan: Scan, at: number): Found | undefined {
  const metre = match(/(?<=(?<![A-Za-zÀ-ž])(?:son|leur|mon|ton|votre|notre|du|le) )mètre(?= )/y, scan.plain, at);
  const rest = metre === undefined ? undefined : hundredthsAt(scan, at + metre[0].length);
  if (rest === undefined) return undefined;
  const reading: Reading = { kind: 'amount', value: 1 + rest.value / 100, unit: units.metre };
  return { end: rest.end, quantity: { certainty: 'letters', readings: [reading] } };
}

/** Digits of a smaller unit that is not named; but for `1 m 20`, no noun follows them. */
const twoLastDigits = / ?(\d{2})(?![\d:]|[.,]\d| ?[%€$A-Za-zÀ-ž])/y;
const twoDigits = / ?(\d{2})(?![\d:]|[.,]\d| ?[%€$]| ?(?:cm|m|mm|km|min|h|ans|kg)(?![A-Za-zÀ-ž]))/y;
const threeDigits = / (\d{3})(?![\d:]|[.,]\d| ?[%€$]| ?(?:g|kg|km|m|h|min|ans)(?![A-Za-zÀ-ž]))/y;

/** How many of the smaller unit, which is not named, a unit has: `2 € 50`, `1 m 80`, `1 min 30`. */
const furtherDigits: Readonly<Record<string, number>> = {
  'euro 1': 100,
  'franc 1': 100,
  'length 1': 100,
  'duration 60': 60,
  'duration 3600': 60,
  'mass 1000': 1_000,
};
