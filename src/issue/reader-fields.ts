/**
 * A word to the reader in the texts of an issue: `{name}`, with what stands where there is none: `{name|dear reader}`. Each becomes a slot
 * (email/slots.ts), so that an edition is compiled once for all readers.
 */
export type ReaderField = { field: 'name'; otherwise: string };

/** The fields that a text may name. */
export const readerFields: readonly string[] = ['name'] satisfies ReaderField['field'][];

/** How a field is written; texts that only look like one have another word. The words behind the bar are one line. */
export const fieldPattern = /(?<![{$])\{([a-z][a-z_]{0,30})(?:\|([^{}|\n]{0,200}))?\}(?!\})/g;

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

/**
 * Replaces the fields of a text by slots.
 * @param fields those of the edition so far; new ones are added
 * @param typeset typesets the words that stand where there is no value
 */
export function withFieldSlots(text: string, fields: ReaderField[], typeset: (text: string) => string): string {
  return text.replace(fieldPattern, (written, name: string, words = '') => {
    if (name !== 'name') return written;
    const otherwise = typeset(String(words).trim());
    const known = fields.findIndex(one => one.field === name && one.otherwise === otherwise);
    if (known === -1 && fields.length >= maxReaderFields) return otherwise;
    const n = known === -1 ? fields.push({ field: name, otherwise }) - 1 : known;
    return slotOfField(n);
  });
}

/** The values of an edition's fields for a reader, in their order. */
export const valuesFor = (fields: readonly ReaderField[], reader: { name?: string } = {}): string[] =>
  fields.map(({ field, otherwise }) => reader[field]?.trim() || otherwise);
