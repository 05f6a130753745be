import { isUtf8 } from 'node:buffer';

/** The escape sequences by which ISO-2022-JP changes to Japanese characters (RFC 1468). */
const japaneseEscapes = ['\u001b$@', '\u001b$B'];
const hasJapaneseEscapes = (text: string): boolean => japaneseEscapes.some(one => text.includes(one));

/**
 * The text of bytes. Reports seldom declare their charset: UTF-8 is tried first, then what the escapes show, then the charset
 * that the mail declares elsewhere.
 */
export function decodedText(bytes: Buffer, declared = 'windows-1252'): string {
  const latin = bytes.toString('latin1');
  if (hasJapaneseEscapes(latin)) return decodedAs('iso-2022-jp', bytes) ?? latin;
  return decodedAs('utf-8', bytes) ?? decodedAs(declared, bytes) ?? latin;
}

/** A text whose Japanese characters were left as escapes, because no charset was declared. */
export const withoutEscapes = (text: string): string =>
  hasJapaneseEscapes(text) ? decodedText(Buffer.from(text, 'latin1')) : text;

/** The first charset that a mail declares for any of its parts, other than ASCII and UTF-8. */
export function declaredCharset(raw: string): string | undefined {
  for (const [, name = ''] of raw.matchAll(/charset=["']?([\w-]{2,40})/gi))
    if (!/^(us-ascii|utf-?8|iso-8859-1)$/i.test(name)) return name;
  return undefined;
}

/** A mail that is no UTF-8 and declares no charset, from ISO-8859-1 to UTF-8: a parser takes it for UTF-8 or ASCII. */
export const inUtf8 = (raw: Buffer): Buffer =>
  isUtf8(raw) || /charset=/i.test(raw.toString('latin1')) ? raw : Buffer.from(raw.toString('latin1'), 'utf8');

/** Encoded words (RFC 2047) in a text, decoded. Some servers write them in report fields, where they do not belong. */
export const withoutEncodedWords = (text: string): string =>
  text.replace(
    /=\?([\w-]{2,40})\?([bq])\?([^?\s]{1,400})\?=/gi,
    (whole, charset: string, form: string, content: string) => {
      const bytes =
        form.toLowerCase() === 'b'
          ? Buffer.from(content, 'base64')
          : Buffer.from(
              content
                .replace(/_/g, ' ')
                .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
              'latin1',
            );
      return decodedAs(charset, bytes) ?? whole;
    },
  );

/** @returns undefined if the charset is unknown, or the bytes are not in it */
function decodedAs(charset: string, bytes: Buffer): string | undefined {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
