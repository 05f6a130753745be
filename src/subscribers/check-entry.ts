import type { SubscriberEntry } from '../store/imports/entry.ts';
import { type FieldName, fields } from '../store/subscribers/fields.ts';
import { checkAddress } from './address.ts';

/** What a file or a person gives of a subscriber, as text, before it is checked. */
export type RawEntry = {
  email: string;
  /** Why the address must not be mailed. */
  suppress?: string;
} & { [Name in FieldName]?: string };

/** An entry that can be stored, or why it cannot. */
type CheckedEntry = { entry: SubscriberEntry; why?: undefined } | { entry?: undefined; why: string };

/** The value of a field that cannot be kept, and why. */
export type Dropped = { field: FieldName; why: string };

/**
 * Checks what is given of one subscriber, by the table of fields.
 * @param fallback the language of a new subscriber whose entry names none
 * @example checkEntry({ email: 'ann@example.com', language: 'fr_CA' }, 'fr').entry?.language // 'fr-CA'
 */
export function checkEntry(raw: RawEntry, fallback: string): CheckedEntry {
  const { address, why } = checkAddress(raw.email);
  if (address === undefined) return { why };
  const entry: SubscriberEntry = { address, fallback };
  for (const { name, check } of fields) {
    const checked = check(raw[name] ?? '');
    if (checked.part === undefined) return { why: checked.why };
    Object.assign(entry, checked.part);
  }
  if (raw.suppress !== undefined) entry.suppress = raw.suppress;
  return { entry };
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
export function entryOfLine(raw: RawEntry, fallback: string): CheckedEntry & { dropped: Dropped[] } {
  const whole = checkEntry(raw, fallback);
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
  return { ...checkEntry(kept, fallback), dropped };
}
