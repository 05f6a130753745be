import type { DeclaredFields } from '../publication/declared-fields.ts';
import { ownValue } from '../source/own.ts';
import type { DateOrder } from '../source/read-date.ts';
import type { SubscriberEntry } from '../store/imports/entry.ts';
import { type FieldName, fields } from '../store/subscribers/fields.ts';
import { t } from '../wording/wording.ts';
import { checkAddress } from './address.ts';
import { readDeclaredValue } from './declared-value.ts';

/** What a file or a person gives of a subscriber, as text, before it is checked. */
export type RawEntry = {
  email: string;
  /** Why the address must not be mailed. */
  suppress?: string;
  /** The values of declared fields, by key. */
  fields?: Readonly<Record<string, string>>;
} & { [Name in FieldName]?: string };

/** An entry that can be stored, or why it cannot. */
type CheckedEntry = { entry: SubscriberEntry; why?: undefined } | { entry?: undefined; why: string };

/** The value of a field, by its name or declared key, that cannot be kept, and why. */
export type Dropped = { field: string; why: string };

/** What hebdo.yaml declares, and the order of day and month in the dates of a list, if the user gave it. */
export type Declared = { fields?: DeclaredFields; dates?: DateOrder };

/**
 * Checks what is given of one subscriber, by the table of fields.
 * @param fallback the language of a new subscriber whose entry names none
 * @param declared the fields that hebdo.yaml declares
 * @example checkEntry({ email: 'ann@example.com', language: 'fr_CA' }, 'fr').entry?.language // 'fr-CA'
 */
export function checkEntry(raw: RawEntry, fallback: string, declared: Declared = {}): CheckedEntry {
  const { address, why } = checkAddress(raw.email);
  if (address === undefined) return { why };
  const entry: SubscriberEntry = { address, fallback };
  for (const { name, check } of fields) {
    const checked = check(raw[name] ?? '');
    if (checked.part === undefined) return { why: checked.why };
    Object.assign(entry, checked.part);
  }
  const { values, dropped } = valuesOfDeclared(raw.fields, declared);
  const [wrong] = dropped;
  if (wrong !== undefined) return { why: t('`%{field}`: %{why}', wrong) };
  if (Object.keys(values).length > 0) entry.fields = values;
  if (raw.suppress !== undefined) entry.suppress = raw.suppress;
  return { entry };
}

/**
 * The values of declared fields that fit; an empty one is none.
 * @param clean makes another text of one that does not fit, to be tried too
 */
function valuesOfDeclared(
  texts: RawEntry['fields'] = {},
  { fields: declared = {}, dates }: Declared,
  clean = (text: string): string => text,
): { values: Record<string, string>; dropped: Dropped[] } {
  const values: Record<string, string> = {};
  const dropped: Dropped[] = [];
  for (const [key, text] of Object.entries(texts)) {
    const field = ownValue(declared, key);
    if (field === undefined) {
      const known = Object.keys(declared).join(', ') || '–';
      dropped.push({ field: key, why: t('hebdo.yaml declares no such field, only %{known}', { known }) });
      continue;
    }
    const { value = readDeclaredValue(field, clean(text), dates).value, why } = readDeclaredValue(field, text, dates);
    if (value === undefined) dropped.push({ field: key, why: why ?? '' });
    else if (value !== '') values[key] = value;
  }
  return { values, dropped };
}

/** A text without line breaks, control characters and changes of direction. */
const cleaned = (text: string): string =>
  text
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/[\p{C}\u2028\u2029]/gu, ' ')
    .trim();

/**
 * The same for a line of a list, whose other fields must not cost the person: a value that cannot be kept is cleaned or dropped. Of
 * several tags those stay that can be kept.
 */
export function entryOfLine(
  raw: RawEntry,
  fallback: string,
  declared: Declared = {},
): CheckedEntry & { dropped: Dropped[] } {
  const whole = checkEntry(raw, fallback, declared);
  if (whole.why === undefined) return { ...whole, dropped: [] };
  const dropped: Dropped[] = [];
  const kept: RawEntry = { ...raw };
  for (const field of fields) {
    const parts = 'isList' in field ? (raw[field.name] ?? '').split(/[,;|]/) : [raw[field.name] ?? ''];
    const fit = parts.flatMap(part => {
      const text = [part, cleaned(part)].find(one => field.check(one).why === undefined);
      const { why } = text === undefined ? field.check(part) : {};
      if (why !== undefined) dropped.push({ field: field.name, why });
      return text === undefined || text.trim() === '' ? [] : [text];
    });
    kept[field.name] = fit.join(',');
  }
  const own = valuesOfDeclared(raw.fields, declared, cleaned);
  return { ...checkEntry({ ...kept, fields: own.values }, fallback, declared), dropped: [...dropped, ...own.dropped] };
}
