/** The order of day, month and year in dates of digits. */
export const dateOrders = ['dmy', 'mdy', 'ymd'] as const;
export type DateOrder = (typeof dateOrders)[number];

const maxCharacters = 60;
/** Names of months, whole or cut, in the languages of exports; without accents. */
const months = [
  'jan janv january janvier januar enero gennaio',
  'feb fev fevr february fevrier februar febrero febbraio',
  'mar mars march marz marzo',
  'apr avr april avril abril aprile',
  'may mai mayo maggio',
  'jun juin june juni junio giugno',
  'jul juil july juillet juli julio luglio',
  'aug aou aout august agosto',
  'sep sept september septembre septiembre settembre',
  'oct okt october octobre oktober octubre ottobre',
  'nov november novembre noviembre',
  'dec dez december decembre dezember diciembre dicembre',
].map(names => names.split(' '));

/**
 * Reads a moment as exports write it: ISO 8601, with a space for the T, without a zone (then UTC); seconds or milliseconds since
 * 1970; with the name of the month; or in digits, where only one order of day and month is possible.
 * @param order the order of digits that the user gave
 * @returns undefined if the text is no date, or may be two
 */
export function readDate(text: string, order?: DateOrder): Date | undefined {
  const words = text
    .slice(0, maxCharacters)
    .replace(/\s+/g, ' ')
    .replace(/ (?:à|at) (?=\d)/, ' ')
    .replace(/(?<= \d\d?)h(?=\d\d)/, ':')
    .trim();
  if (/^1\d{9}(?:\d{3})?$/.test(words)) return new Date(Number(words) * (words.length === 10 ? 1000 : 1));
  return readIso(words) ?? readDigits(words, order) ?? readNamed(words);
}

function readIso(words: string): Date | undefined {
  const parts =
    /^(\d{4})[-/.](\d\d?)[-/.](\d\d?)(?:[T ](.*))?$/.exec(words) ?? /^(\d{4})(\d\d)(\d\d)(?:T?(\d.*))?$/.exec(words);
  if (parts === null) return undefined;
  const [, year, month, day, time] = parts;
  return moment(Number(year), Number(month), Number(day), time);
}

/** `14/05/2023`, `05-03-21 10:12`, `3.2.2021`. */
function readDigits(words: string, order?: DateOrder): Date | undefined {
  const parts = /^(\d\d?)([-/.])(\d\d?)\2(\d{4}|\d\d)(?:,? (.*))?$/.exec(words);
  if (parts === null) return undefined;
  const [a, b, c] = [Number(parts[1]), Number(parts[3]), Number(parts[4])];
  const time = parts[5];
  const isShort = parts[4]?.length === 2;
  const year = isShort ? 2000 + c : c;
  const readings: Record<DateOrder, Date | undefined> = {
    dmy: moment(year, b, a, time),
    mdy: moment(year, a, b, time),
    ymd: isShort ? moment(2000 + a, b, c, time) : undefined,
  };
  if (order !== undefined) return readings[order];
  // Years in the future, and before e-mail lists, are no reading.
  const possible = Object.values(readings).filter(
    date => date !== undefined && date.getTime() <= Date.now() + 86_400_000 && date.getUTCFullYear() >= 1990,
  );
  const [first] = possible;
  return possible.every(date => date?.getTime() === first?.getTime()) ? first : undefined;
}

/** `1 mars 2024`, `Mar 1, 2024 10:00 AM`, `Fri, 01 Mar 2024 10:00:00 +0000`. */
function readNamed(words: string): Date | undefined {
  const plain = words
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/^\p{L}{2,9}\.?,? (?=\d\d?(?:er|st|nd|rd|th)?\.?[ -]\p{L}{3}|\p{L}{3,9}\.? \d)/u, '');
  const parts =
    /^(\d\d?)(?:er|st|nd|rd|th)?\.?[ -](\p{L}{3,9})\.?,?[ -](\d{4}|\d\d(?= \d\d?:))(?:,? (?:at |a )?(.*))?$/u.exec(
      plain,
    ) ?? /^(\p{L}{3,9})\.? (\d\d?)(?:st|nd|rd|th)?,? (\d{4})(?:,? (?:at )?(.*))?$/u.exec(plain);
  if (parts === null) return undefined;
  const [, a = '', b = '', year, time] = parts;
  const [day, name] = /^\d/.test(a) ? [a, b] : [b, a];
  const month = months.findIndex(names => names.includes(name));
  return month === -1 ? undefined : moment(fullYear(Number(year)), month + 1, Number(day), time);
}

/** A year of two digits, as in RFC 822 dates (RFC 5322, section 4.3). */
const fullYear = (year: number): number => (year >= 100 ? year : year < 50 ? 2000 + year : 1900 + year);

/** Names of zones: those of RFC 822 section 5.1, and of European feeds. */
const zones: Readonly<Record<string, string>> = {
  ...{ Z: '+0000', UT: '+0000', UTC: '+0000', GMT: '+0000', WET: '+0000', WEST: '+0100', BST: '+0100', CET: '+0100' },
  ...{ CEST: '+0200', EET: '+0200', EEST: '+0300', EST: '-0500', EDT: '-0400', CST: '-0600', CDT: '-0500' },
  ...{ MST: '-0700', MDT: '-0600', PST: '-0800', PDT: '-0700' },
};

/** A moment that exists. @param time `10:12`, `10:12:03.5`, `3:05 PM`, each with a zone or none (then UTC) */
function moment(year: number, month: number, day: number, time = ''): Date | undefined {
  const parts =
    /^(?:(\d\d?):(\d\d)(?::(\d\d)(?:[.,]\d{1,9})?)?)? ?(am|pm)? ?(z|[a-z]{2,4}|[+-]\d\d(?::?\d\d)?)?$/i.exec(
      time.trim(),
    );
  if (parts === null) return undefined;
  const [, h = '0', min = '0', s = '0', half, zone = 'Z'] = parts;
  const hour = half === undefined ? Number(h) : (Number(h) % 12) + (/p/i.test(half) ? 12 : 0);
  const offset = /^([+-])(\d\d)(?::?(\d\d))?$/.exec(zone.length < 5 ? (zones[zone.toUpperCase()] ?? zone) : zone);
  if (offset === null) return undefined;
  const minutes = (Number(offset[2]) * 60 + Number(offset[3] ?? 0)) * (offset[1] === '-' ? -1 : 1);
  const at = new Date(Date.UTC(year, month - 1, day, hour, Number(min), Number(s)));
  const exists = at.getUTCFullYear() === year && at.getUTCMonth() === month - 1 && at.getUTCDate() === day;
  return exists && Number(min) < 60 && hour < 24 ? new Date(at.getTime() - minutes * 60_000) : undefined;
}
