import { encodeWord, encodeWords, foldLines, isPlainText } from 'nodemailer/lib/mime-funcs';

/** A header field as it stands on the wire, without its line end. */
export type HeaderField = { name: string; line: string };

/** A field of text: encoded where it is not ASCII (RFC 2047), folded at 76. Line breaks in it are spaces. */
export function textField(name: string, value: string): HeaderField {
  const clean = value.replace(/[\r\n\0]+/g, ' ');
  return { name, line: foldLines(`${name}: ${encoded(clean)}`, 76) };
}

/** As encoded words where it must be: text that looks like one (`=?…`) would be decoded into something else. */
const encoded = (text: string): string =>
  text.includes('=?') ? encodeWord(text, 'Q', 52) : encodeWords(text, 'Q', 52, true);

/** A field whose value is syntax of its own, all ASCII: never folded, never encoded. */
export const rawField = (name: string, value: string): HeaderField => ({
  name,
  line: `${name}: ${value.replace(/[\r\n\0]+/g, ' ')}`,
});

/** A field of one address with its name; nothing in the name can become another address. */
export function addressField(
  name: string,
  { name: display, address }: { name?: string; address: string },
): HeaderField {
  const clean = (display ?? '').replace(/[\r\n\0]+/g, ' ').trim();
  if (clean === '') return { name, line: `${name}: ${address}` };
  const words = isPlainText(clean) && !clean.includes('=?') ? `"${clean.replace(/["\\]/g, '\\$&')}"` : encoded(clean);
  return { name, line: foldLines(`${name}: ${words} <${address}>`, 76) };
}
