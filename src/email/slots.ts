import { fieldOfSlot } from '../issue/reader-fields.ts';

const address = '\uE100';

/**
 * The slots for personal values in an email. Each is one private-use character, which no text of an editor can contain
 * (see source/values.ts), line wrapping cannot split, and MJML does not change.
 */
export const issueSlots = {
  address,
  unsubscribe_url: '\uE101',
  preferences_url: '\uE102',
  language_url: '\uE103',
} as const;

/** The slots of an email that asks for a confirmation. */
export const confirmationSlots = { address, confirm_url: '\uE104' } as const;

const slots = { ...issueSlots, ...confirmationSlots };
type SlotName = keyof typeof slots;

/** A slot of an email: one of the above, or a field of the reader, by its position among the email's. */
export type Slot = { slot: SlotName } | { field: number };

/** A recipient's values for the slots of a message. */
export type SlotValues = Partial<Record<SlotName, string>> & {
  /** Those of the reader's fields, in the order of the email's. */
  fields?: readonly string[];
};

const namesByMark = new Map<string, SlotName>();
for (const [name, mark] of Object.entries(slots)) if (isSlotName(name)) namesByMark.set(mark, name);

function isSlotName(name: string): name is SlotName {
  return Object.hasOwn(slots, name);
}

/**
 * Replaces the slots of a text by a recipient's values.
 * @param toFormat encodes a value for the text's format: `escapeHtml` for HTML; by default values are used as they are
 */
export function fillSlots(
  text: string,
  values: SlotValues,
  toFormat: (value: string) => string = value => value,
): string {
  return splitAtSlots(text)
    .map(part => (typeof part === 'string' ? part : toFormat(valueOfSlot(part, values) ?? '')))
    .join('');
}

/** The value of a slot. */
export const valueOfSlot = (slot: Slot, values: SlotValues): string | undefined =>
  'slot' in slot ? values[slot.slot] : values.fields?.[slot.field];

/** Splits a text at its slots. @returns the texts and slots in order */
export function splitAtSlots(text: string): (string | Slot)[] {
  return text.split(/([\uE100-\uE104\uE110-\uE173])/).map(part => {
    const slot = namesByMark.get(part);
    const field = fieldOfSlot(part);
    return slot !== undefined ? { slot } : field !== undefined ? { field } : part;
  });
}
