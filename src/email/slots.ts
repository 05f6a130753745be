const address = '\uE100';

/**
 * What is personal in an email, each as one character of the private-use area: no text of an editor can hold one
 * (see source/values.ts), no line wrap can cut one, and neither MJML nor the minifier touches it.
 */
export const issueSlots = {
  address,
  unsubscribe_url: '\uE101',
  preferences_url: '\uE102',
  language_url: '\uE103',
} as const;

/** The same of a letter, which asks one person for a confirmation. */
export const letterSlots = { address, confirm_url: '\uE104' } as const;

const slots = { ...issueSlots, ...letterSlots };
export type SlotName = keyof typeof slots;

/** A recipient's values for the slots that a message has. */
export type SlotValues = Partial<Record<SlotName, string>>;

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
  return text.replace(/[\uE100-\uE104]/g, mark => {
    const name = names.get(mark);
    return name === undefined ? mark : toFormat(values[name] ?? '');
  });
}

/** A text cut at its slots: what is the same for all, and the slots between, in their order. */
export function splitAtSlots(text: string): (string | { slot: SlotName })[] {
  return text.split(/([\uE100-\uE104])/).map(part => {
    const slot = names.get(part);
    return slot === undefined ? part : { slot };
  });
}
