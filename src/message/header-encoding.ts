import { encodeWord, encodeWords, foldLines, isPlainText } from 'nodemailer/lib/mime-funcs';

/** A header field. `line` is the encoded field as it is sent, without its line end. */
export type HeaderField = { name: string; line: string };

/** Characters of a line, RFC 2047 section 2. */
const maxLineChars = 76;
/** Characters of an encoded word, so that a line has room for the field's name. */
const maxEncodedWordChars = 52;

/** A text field: encoded if it is not ASCII (RFC 2047), and folded. Line breaks become spaces. */
export function textField(name: string, value: string): HeaderField {
  const clean = value.replace(/[\r\n\0]+/g, ' ');
  return { name, line: foldLines(`${name}: ${encodeText(clean)}`, maxLineChars) };
}

/** Encodes text where necessary. Text that contains `=?` is encoded whole, since readers would decode it otherwise. */
const encodeText = (text: string): string =>
  text.includes('=?') ? encodeWord(text, 'Q', maxEncodedWordChars) : encodeWords(text, 'Q', maxEncodedWordChars, true);

/** A field with a structured ASCII value, which is not folded and not encoded. Line breaks become spaces. */
export const rawField = (name: string, value: string): HeaderField => ({
  name,
  line: `${name}: ${value.replace(/[\r\n\0]+/g, ' ')}`,
});

/** A field with one address and its name. The name is quoted or encoded, so that it cannot be read as another address. */
export function addressField(
  name: string,
  { name: display, address }: { name?: string; address: string },
): HeaderField {
  const clean = (display ?? '').replace(/[\r\n\0]+/g, ' ').trim();
  if (clean === '') return { name, line: `${name}: ${address}` };
  const words =
    isPlainText(clean) && !clean.includes('=?') ? `"${clean.replace(/["\\]/g, '\\$&')}"` : encodeText(clean);
  return { name, line: foldLines(`${name}: ${words} <${address}>`, maxLineChars) };
}
