/** The lookbehind keeps it linear: each run of letters is tried once. */
const anAddress =
  /(?<![\w.!#$%&'*+/=?^`{|}~-])[\w.!#$%&'*+/=?^`{|}~-]+@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+(?:xn--[a-z\d-]{2,59}|\p{L}{2,})/giu;

/** The mail addresses in a text, without a quotation mark or Exchange's type of address (`SMTP=`) before them. */
export const addressesIn = (text: string): string[] =>
  (text.match(anAddress) ?? []).map(address => address.replace(/^(?:smtp=|'(?=[^@]))/i, ''));

/** The first address in a report's field, without its type (`rfc822;`); there it may also be quoted, or have a local domain. */
export function addressIn(text: string | undefined): string | undefined {
  const value = text?.slice(0, maxFieldCharacters).replace(/^[\w-]+\s*;\s*/, '') ?? '';
  return (
    addressesIn(value)[0] ?? /(?:"[^"\n]{1,64}"|(?<![^\s<>:;,])[^\s<>"@:;,]{1,64})@[^\s<>"@;,]{1,255}/.exec(value)?.[0]
  );
}

const maxFieldCharacters = 1_000;
