import type { DeclaredFields } from '../publication/declared-fields.ts';
import { ownValue } from '../source/own.ts';
import { formatted, type ValueForm } from './value-form.ts';

/**
 * A word to the reader in the texts of an issue: `{name}` or a field that hebdo.yaml declares, with what stands where there is none:
 * `{name|dear reader}`. Each becomes a slot (email/slots.ts), so that an edition is compiled once for all readers. Plain data: an
 * edition is compiled in another process than its messages are made in.
 */
export type ReaderField = { field: string; otherwise: string; form: ValueForm };

/** What is known of a reader: their name, and the declared fields as they are stored. */
export type ReaderValues = { name?: string; fields?: Readonly<Record<string, string>> };

/** The fields that a text may name. */
export const readerFieldNames = ({ fields }: { fields: DeclaredFields }): string[] => ['name', ...Object.keys(fields)];

/** How a field is written; texts that only look like one have another word. The words behind the bar are one line. */
export const fieldPattern = /(?<![{$])\{([a-z][a-z0-9_]{0,30})(?:\|([^{}|\n]{0,200}))?\}(?!\})/g;

/** The slots of an edition's fields: private-use characters behind those of slots.ts. */
const firstSlot = 0xe110;
const maxReaderFields = 100;

/** The slot of the n-th field (from 0) of an edition. */
const slotOfField = (n: number): string => String.fromCharCode(firstSlot + n);

/** Which field of its edition a slot stands for; undefined for any other character. */
export function fieldOfSlot(slot: string): number | undefined {
  const n = slot.charCodeAt(0) - firstSlot;
  return slot.length === 1 && n >= 0 && n < maxReaderFields ? n : undefined;
}

/** A text as it is for a reader of whom nothing is known: for links and files, which are the same for all readers. */
export const withoutFieldSlots = (text: string, fields: readonly ReaderField[]): string =>
  text.replace(/[\uE110-\uE173]/g, slot => fields[fieldOfSlot(slot) ?? -1]?.otherwise ?? '');

/** The language of a text: how it is typeset, and the forms of the values in it by field. */
type TextLanguage = { typeset(text: string): string; formOf(field: string): ValueForm | undefined };

/**
 * Replaces the fields of a text by slots.
 * @param fields those of the edition so far; new ones are added
 */
export function withFieldSlots(text: string, fields: ReaderField[], { typeset, formOf }: TextLanguage): string {
  return text.replace(fieldPattern, (written, field: string, words = '') => {
    const form = formOf(field);
    if (form === undefined) return written;
    const otherwise = typeset(String(words).trim());
    const known = fields.findIndex(
      one => one.field === field && one.otherwise === otherwise && one.form.language === form.language,
    );
    if (known === -1 && fields.length >= maxReaderFields) return otherwise;
    const n = known === -1 ? fields.push({ field, otherwise, form }) - 1 : known;
    return slotOfField(n);
  });
}

/** The values of an edition's fields for a reader, in their order. */
export const valuesFor = (fields: readonly ReaderField[], reader: ReaderValues = {}): string[] =>
  fields.map(({ field, otherwise, form }) => formatted(storedValue(field, reader), form)?.trim() || otherwise);

const storedValue = (field: string, { name, fields = {} }: ReaderValues): string | undefined =>
  field === 'name' ? name : ownValue(fields, field);
