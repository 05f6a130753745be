import type { Reading, Unit } from '../quantity.ts';
import { type Found, match, phraseAt, type Scan, skip } from '../scan.ts';
import { prefixSymbols, symbols } from '../words/units.ts';
import { fractionOf, halfAt, valueWordAt } from './fractions.ts';
import { numberAt, type ParsedNumber } from './numbers.ts';
import { ownForm } from './own-form.ts';
import { partReadings } from './pairs.ts';
import { halfAfter, scaleAt, unitAfter, unitAt } from './units.ts';

/** An amount: a number with its multiplier and unit, `12,5 millions d'euros`, `$2bn`, `a point and a half`. */
export function amountAt(scan: Scan, at: number): Found | undefined {
  const { plain } = scan;
  const prefix = match(prefixSymbols, plain, at)?.[0];
  const sign = match(/[-+] ?(?=[\d€$£])/y, plain, at)?.[0] ?? '';
  let start = at + (prefix?.length ?? sign.length);
  const signedPrefix = prefix === undefined && sign !== '' ? match(prefixSymbols, plain, start)?.[0] : undefined;
  start += signedPrefix?.length ?? 0;
  const minus = match(/(?:moins|minus) (?=\d)/iuy, plain, at)?.[0];
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

/** A number with what follows it: multiplier, half, unit, further parts of a duration. */
function measured(
  scan: Scan,
  number: ParsedNumber,
  currency: readonly Unit[] | undefined,
  sign: number,
): Found | undefined {
  const { plain, words } = scan;
  let { end, value } = number;
  const isBareHalf = value === 0.5 && !number.isDigits;
  const early = halfAfter(scan, end);
  if (early !== undefined) {
    value += 0.5;
    end = early;
  }
  const joint = skip(isBareHalf ? /[ -](?:an? )?/y : /[ -](?:(?:de |d'|of )(?=milli|billi|trilli))?/y, plain, end);
  const scale = scaleAt(scan, end, joint, currency !== undefined);
  const factor = scale?.value ?? 1;
  if (scale !== undefined) end = scale.end;
  const collective = isBareHalf && scale === undefined ? phraseAt(words.multipliers, plain, joint) : undefined;
  if (collective !== undefined) {
    value *= collective.value;
    end = collective.end;
  }
  const late = scale === undefined ? undefined : halfAfter(scan, end);
  if (late !== undefined) end = late;
  let amount = sign * (value + (late === undefined ? 0 : 0.5)) * factor;
  const smaller = scale === undefined ? undefined : smallerPart(scan, end, factor);
  if (smaller !== undefined) {
    amount += sign * smaller.value;
    end = smaller.end;
  }
  const unit = unitAfter(scan, end, scale !== undefined || isBareHalf);
  let unitList = currency ?? scale?.units ?? unit?.units;
  if (unit !== undefined && (currency === undefined || sameUnits(currency, unit.units))) {
    end = unit.end;
    unitList = unit.units;
    const afterUnit = halfAfter(scan, end);
    if (afterUnit !== undefined) {
      amount += 0.5;
      end = afterUnit;
    }
  }
  if (number.isArticle === true && unitList === undefined && scale === undefined && early === undefined)
    return undefined;
  const readings = readingsOf(amount, unitList);
  const rest = unitList === undefined ? undefined : furtherPart(scan, end, amount, unitList);
  if (rest !== undefined) {
    readings.unshift(rest.reading);
    end = rest.end;
  }
  if (unitList?.[0]?.dimension === 'temperature') {
    const below = skip(/ (?:(?:en dessous de|au-dessous de|sous) zéro|below (?:zero|freezing))/iuy, plain, end);
    if (below > end)
      for (const reading of readings) if (reading.kind === 'amount') reading.value = -Math.abs(reading.value);
    end = below;
  }
  if (isBareHalf && amount === 0.5 && unitList === undefined) readings.push(...partReadings(amount));
  // `5m` can be five million or five metres, `4K` a resolution.
  if (scale?.isLetter === true && currency === undefined) readings.push({ kind: 'amount', value: sign * value });
  // In a language whose words are not known the next word can be a multiplier.
  if (!words.isKnown && scale === undefined && /^ \p{L}{2}/u.test(plain.slice(end, end + 3)))
    readings.push(...[1e3, 1e6, 1e9, 1e12].map((times): Reading => ({ kind: 'amount', value: amount * times })));
  if (number.otherValue !== undefined) readings.push(...readingsOf(sign * number.otherValue * factor, unitList));
  return {
    end,
    quantity: {
      certainty: number.isDigits ? 'digits' : 'letters',
      readings,
      mantissa: value,
      scale: scale?.phrase,
      ...ownForm(scan, number, { unit: unitList?.[0], scale: scale?.value, hasPrefix: currency !== undefined }),
    },
  };
}

/** `200 000` of `3 millions 200 000`, `cinq cent mille` of `deux millions cinq cent mille`. */
function smallerPart(scan: Scan, at: number, factor: number): { value: number; end: number } | undefined {
  if (factor < 1e6 || scan.plain[at] !== ' ') return undefined;
  const number = numberAt(scan, at + 1);
  if (number === undefined || number.isArticle === true) return undefined;
  const scale = scaleAt(scan, number.end, skip(/ /y, scan.plain, number.end), false);
  const value = number.value * (scale?.value ?? 1);
  // `3 millions 200` is no number.
  return value >= factor || value < factor / 1000 ? undefined : { value, end: scale?.end ?? number.end };
}

const readingsOf = (value: number, unitList: readonly Unit[] = []): Reading[] =>
  unitList.length === 0
    ? [{ kind: 'amount', value }]
    : unitList.map((unit): Reading => ({ kind: 'amount', value, unit }));

const sameUnits = (some: readonly Unit[], others: readonly Unit[]): boolean =>
  some.some(({ dimension }) => others.some(other => other.dimension === dimension));

/** `and 20 minutes` of three hours, `50` of `2 € 50`. */
function furtherPart(scan: Scan, at: number, amount: number, unitList: readonly Unit[]) {
  const { plain, words } = scan;
  const [unit] = unitList;
  if (unit === undefined) return undefined;
  const small = furtherDigits[`${unit.dimension} ${unit.factor}`];
  const digits = small === undefined ? undefined : match(/ ?(\d{2})(?![\d:]|[.,]\d| ?[%€$\p{L}])/uy, plain, at);
  if (digits !== undefined && small !== undefined && Number.isInteger(amount)) {
    const reading: Reading = { kind: 'amount', value: amount + Number(digits[1]) / small, unit };
    return { reading, end: at + digits[0].length };
  }
  if (unit.dimension !== 'duration' && unit.dimension !== 'length') return undefined;
  const start = skip(/,? ?(?:(?:et|and) )?/y, plain, at);
  const number = numberAt(scan, start);
  if (number === undefined || number.value >= 1000) return undefined;
  const next = unitAt(plain, skip(/ /y, plain, number.end), words.units);
  const [nextUnit] = next?.units ?? [];
  if (next === undefined || nextUnit?.dimension !== unit.dimension || nextUnit.factor >= unit.factor) return undefined;
  const value = amount + (number.value * nextUnit.factor) / unit.factor;
  return { reading: { kind: 'amount', value, unit } satisfies Reading, end: next.end };
}

/** How many of the smaller unit, which is not named, a unit has: `2 € 50`, `1 m 80`, `1 min 30`. */
const furtherDigits: Readonly<Record<string, number>> = {
  'euro 1': 100,
  'franc 1': 100,
  'length 1': 100,
  'duration 60': 60,
};
