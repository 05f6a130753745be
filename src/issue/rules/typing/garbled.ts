/** The characters of the bytes 0x80 to 0x9F in windows-1252, in order; U+0080 to U+009F where it has none (WHATWG Encoding). */
const windows1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/**
 * Words with UTF-8 that was read as windows-1252: `cinÃ©ma`, `l’` as `lâ€™`, a lone `Ã ` for à. Only beginnings that no correct text
 * has before these characters: `É»` may end a quotation in capitals.
 */
export const garbledPattern = new RegExp(
  `(?<!\\p{L})\\p{L}*(?:Ã[\\u0080-\\u00bf${windows1252}]|(?<![\\p{Lu}])Ã {1,2}(?=\\p{L})|Â[\\u0080-\\u00ba\\u00bc-\\u00bf]|Â»|Å[“’¸]|â‚¬|â€[${windows1252}\\u00a0-\\u00bf]|ðŸ|ï»¿)\\p{L}*`,
  'gu',
);

/** What garbled words were before; the words themselves where that is not certain. */
export function ungarbled(words: string): string {
  const bytes = [...words.replace(/Ã {1,2}/, 'Ã\u00a0')].map(char => {
    const code = char.codePointAt(0) ?? 0;
    const at = windows1252.indexOf(char);
    return at === -1 ? code : 0x80 + at;
  });
  if (bytes.some(byte => byte > 0xff)) return words;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes));
  } catch {
    return words;
  }
}
