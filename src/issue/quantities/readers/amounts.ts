import type { Reading, Unit } from '../quantity.ts';
import { type Found, match, phraseAt, type Scan, skip, wordAt } from '../scan.ts';
import { prefixSymbols, symbols, units } from '../words/units.ts';
import { numberAt, type ParsedNumber } from './numbers.ts';
import { partReadings } from './pairs.ts';

/** An amount: a number with its multiplier and unit, `12,5 millions d'euros`, `$2bn`, `a point and a half`. */
export function amountAt(scan: Scan, at: number): Found | undefined {
  const { plain, words } = scan;
  const prefix = match(prefixSymbols, plain, at)?.[0];
  const sign = match(/[-+] ?(?=[\d€$£])/y, plain, at)?.[0] ?? '';
  let start = at + (prefix?.length ?? sign.length);
  const signedPrefix = prefix === undefined && sign !== '' ? match(prefixSymbols, plain, start)?.[0] : undefined;
  start += signedPrefix?.length ?? 0;
  const minus = match(/(?:moins|minus) (?=\d)/iuy, plain, at)?.[0];
  if (minus !== undefined) start = at + minus.length;
  const number = halfAt(scan, start) ?? numberAt(scan, start);
  if (number === undefined) return valueWord(words.values, scan, at);
  if (prefix !== undefined && !number.isDigits) return undefined;
  const symbol = (prefix ?? signedPrefix)?.replace(/^[A-Z]{1,2}(?=\$)/, '').trim();
  const currency = symbol === undefined ? undefined : symbols.get(symbol);
  return (
    fractionOf(scan, number) ??
    measured(scan, number, currency, /^-/.test(sign) || minus !== undefined ? -1 : 1) ??
    valueWord(words.values, scan, at)
  );
}

/** `un demi-million`, `half a point`, `a half-hour`: what follows is read as of the number 0.5. */
function halfAt({ plain, words }: Scan, at: number): ParsedNumber | undefined {
  const article = wordAt(plain, at);
  const start = words.articles.has(article.toLowerCase()) ? skip(/ /y, plain, at + article.length) : at;
  const half = wordAt(plain, start).toLowerCase();
  if (!words.halves.has(half)) return undefined;
  return { value: 0.5, end: start + half.length, isDigits: false, decimals: 0 };
}

/** `trois quarts`, `two thirds`, `un tiers`: a part, which can also be a percentage or a number of quarters. */
function fractionOf({ plain, words }: Scan, number: ParsedNumber): Found | undefined {
  if (number.isDigits) return undefined;
  const fraction = phraseAt(words.fractions, plain, skip(/[ -]/y, plain, number.end));
  if (fraction === undefined || number.value >= fraction.value) return undefined;
  const part = number.value / fraction.value;
  const end = skip(/ (?:of an? |d'|de |of )?(?=heure|hour|siècle|century)/uy, plain, fraction.end);
  const unit = end === fraction.end ? undefined : unitAt(plain, end, words.units);
  const readings: Reading[] = [
    ...(unit?.units.map((one): Reading => ({ kind: 'amount', value: part, unit: one })) ?? []),
    ...partReadings(part),
    // `three quarters` of a year, `un tiers` for `the third`.
    { kind: 'amount', value: number.value },
  ];
  return { end: unit?.end ?? fraction.end, quantity: { certainty: 'letters', readings } };
}

function valueWord(values: ReadonlyMap<string, number>, { plain }: Scan, at: number): Found | undefined {
  const word = phraseAt(values, plain, at);
  if (word === undefined) return undefined;
  const isPart = word.value < 1 && word.value > 0;
  const readings: Reading[] = isPart ? partReadings(word.value) : [{ kind: 'amount', value: word.value }];
  if (word.value === 2) readings.push({ kind: 'amount', value: 100, unit: units.percent });
  return { end: word.end, quantity: { certainty: 'letters', readings } };
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
  const late = scale === undefined ? undefined : halfAfter(scan, end);
  if (late !== undefined) end = late;
  let amount = sign * (value + (late === undefined ? 0 : 0.5)) * factor;
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
      ...ownForm(scan, number, unitList, factor),
    },
  };
}

const readingsOf = (value: number, unitList: readonly Unit[] = []): Reading[] =>
  unitList.length === 0
    ? [{ kind: 'amount', value }]
    : unitList.map((unit): Reading => ({ kind: 'amount', value, unit }));

const sameUnits = (some: readonly Unit[], others: readonly Unit[]): boolean =>
  some.some(({ dimension }) => others.some(other => other.dimension === dimension));

/** ` et demi`, ` and a half`. */
function halfAfter({ plain, words }: Scan, at: number): number | undefined {
  const found = match(/ (?:et|and a) (demie?|half)(?!\p{L})/uy, plain, at);
  return found !== undefined && words.halves.has(found[1] ?? '') ? at + found[0].length : undefined;
}

/** The multiplier after a number: ` milliards`, `bn`, `k€`, `Md$`. */
function scaleAt({ plain, words }: Scan, at: number, afterJoint: number, hasCurrency: boolean) {
  const withCurrency = match(/ ?(k|K|M|Mds?|Mrd|bn|m)([€$£])/y, plain, at);
  if (withCurrency !== undefined) {
    const [all, phrase = '', symbol = ''] = withCurrency;
    const value = words.scales.get(phrase) ?? words.scales.get('M');
    if (value !== undefined)
      return { phrase, value, end: at + all.length, isLetter: false, units: symbols.get(symbol) };
  }
  const found = phraseAt(words.scales, plain, afterJoint);
  if (found === undefined || /[\d²³/]/.test(plain.charAt(found.end))) return undefined;
  const isLetter = found.phrase.length === 1;
  // A multiplier of one letter directly follows its number; `M` may follow a space: `12 M d'euros`.
  if (isLetter && afterJoint !== at && !hasCurrency && !/^ M/.test(plain.slice(at, at + 2))) return undefined;
  return { ...found, isLetter, units: undefined };
}

function unitAfter({ plain, words }: Scan, at: number, withOf: boolean) {
  let start = skip(/[ -]/y, plain, at);
  if (withOf) for (const of of words.of) if (plain.startsWith(of, start)) start += of.length;
  return unitAt(plain, start, words.units);
}

function unitAt(plain: string, at: number, unitWords: ReadonlyMap<string, readonly Unit[]>) {
  const symbol = match(/[%€$£¥₹¢]|°(?: ?[CF](?!\p{L}))?|\p{L}{1,5}(?:[²³]|\/[hs])?(?![\p{L}²³])/uy, plain, at)?.[0];
  const unit = symbol === undefined ? undefined : symbols.get(symbol);
  const word = phraseAt(unitWords, plain, at);
  if (word !== undefined && word.end - at >= (unit === undefined ? 0 : (symbol?.length ?? 0)))
    return { units: word.value, end: word.end };
  return unit === undefined || symbol === undefined ? undefined : { units: unit, end: at + symbol.length };
}

/** `and 20 minutes` of three hours, `50` of `2 € 50`. */
function furtherPart(scan: Scan, at: number, amount: number, unitList: readonly Unit[]) {
  const { plain, words } = scan;
  const [unit] = unitList;
  if (unit === undefined) return undefined;
  if (/^(?:euro|franc)$/.test(unit.dimension) && unit.factor === 1) {
    const cents = match(/ (\d{2})(?! ?[%\d\p{L}])/uy, plain, at);
    if (cents === undefined || !Number.isInteger(amount)) return undefined;
    const reading: Reading = { kind: 'amount', value: amount + Number(cents[1]) / 100, unit };
    return { reading, end: at + cents[0].length };
  }
  if (unit.dimension !== 'duration') return undefined;
  const start = skip(/,? ?(?:(?:et|and) )?/y, plain, at);
  const number = numberAt(scan, start);
  if (number === undefined || number.value >= 1000) return undefined;
  const next = unitAt(plain, skip(/ /y, plain, number.end), words.units);
  const [nextUnit] = next?.units ?? [];
  if (next === undefined || nextUnit?.dimension !== 'duration' || nextUnit.factor >= unit.factor) return undefined;
  const value = amount + (number.value * nextUnit.factor) / unit.factor;
  return { reading: { kind: 'amount', value, unit } satisfies Reading, end: next.end };
}

/** How the language writes a number that has the decimal mark of another, if that is a fault: versions and sections have points in all languages. */
function ownForm(scan: Scan, number: ParsedNumber, unitList: readonly Unit[] | undefined, factor: number) {
  const dimension = unitList?.[0]?.dimension;
  if (number.isForeign !== true || dimension === undefined || !scan.words.isKnown) return {};
  const code = factor === 1 ? currencies[dimension] : undefined;
  const digits = { minimumFractionDigits: number.decimals, maximumFractionDigits: number.decimals };
  const style =
    code === undefined ? {} : ({ style: 'currency', currency: code, currencyDisplay: 'narrowSymbol' } as const);
  const form = new Intl.NumberFormat(scan.language, { ...style, ...digits }).format(number.value);
  return { ownForm: form.replace(/[\u00a0\u202f]/g, ' ') };
}

const currencies: Readonly<Record<string, string>> = {
  euro: 'EUR',
  dollar: 'USD',
  pound: 'GBP',
  yen: 'JPY',
  franc: 'CHF',
};
