/** The lookbehind keeps it linear: each run of letters is tried once. */
const anAddress =
  /(?<![\w.!#$%&'*+/=?^`{|}~-])[\w.!#$%&'*+/=?^`{|}~-]+@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}]{2,}/giu;

/** The mail addresses in a text. */
export const addressesIn = (text: string): string[] => text.match(anAddress) ?? [];

/** The first address in a report's field, without its type (`rfc822;`). */
export const addressIn = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : addressesIn(text.replace(/^[\w-]+\s*;\s*/, ''))[0];
