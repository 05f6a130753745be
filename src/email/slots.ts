/**
 * What is personal in an email, each as one character of the private-use area: no text of an editor can hold one
 * (see source/values.ts), no line wrap can cut one, and neither MJML nor the minifier touches it.
 */
export const slots = {
  address: '\uE100',
  unsubscribe_url: '\uE101',
  preferences_url: '\uE102',
  language_url: '\uE103',
} as const;

export type SlotName = keyof typeof slots;

/** A recipient's values for the slots. */
export type SlotValues = Record<SlotName, string>;

const names = new Map<string, SlotName>();
for (const [name, mark] of Object.entries(slots)) if (isSlotName(name)) names.set(mark, name);

function isSlotName(name: string): name is SlotName {
  return Object.hasOwn(slots, name);
}

/**
 * Puts a recipient's values into the slots of a text.
 * @param toFormat makes a value safe for the text's format: `escapeHtml` for HTML, nothing for plain text
 */
export function fillSlots(
  text: string,
  values: SlotValues,
  toFormat: (value: string) => string = value => value,
): string {
  return text.replace(/[\uE100-\uE103]/g, mark => {
    const name = names.get(mark);
    return name === undefined ? mark : toFormat(values[name]);
  });
}

/** A text cut at its slots: what is the same for all, and the slots between, in their order. */
export function splitAtSlots(text: string): (string | { slot: SlotName })[] {
  return text.split(/([\uE100-\uE103])/).map(part => {
    const slot = names.get(part);
    return slot === undefined ? part : { slot };
  });
}
