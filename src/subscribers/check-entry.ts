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

/**
 * Checks what is given of one subscriber, by the table of fields.
 * @param fallback the language of an entry that names none
 * @example checkEntry({ email: 'ann@example.com', language: 'fr_CA' }, 'fr').entry?.language // 'fr-CA'
 */
export function checkEntry(raw: RawEntry, fallback: string): CheckedEntry {
  const { address, why } = checkAddress(raw.email);
  if (address === undefined) return { why };
  const entry: SubscriberEntry = { address, language: fallback };
  const texts = { ...raw, language: raw.language?.trim() ? raw.language : fallback };
  for (const { name, check } of fields) {
    const checked = check(texts[name] ?? '');
    if (checked.part === undefined) return { why: checked.why };
    Object.assign(entry, checked.part);
  }
  return { entry: { ...entry, ...(raw.suppress === undefined ? {} : { suppress: raw.suppress }) } };
}
