import { createHash } from 'node:crypto';

/**
 * A text reduced to its words and their punctuation: white space, the kind of apostrophes, quotes and ellipses, the marks of
 * emphasis and code, and the targets of links are not part of it.
 */
const wordsOnly = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/\]\([^()\s]{1,2000}\)/g, ']')
    .replace(/[‘’ʼ]/g, "'")
    .replace(/«\s?|\s?»|[“”„]/g, '"')
    .replace(/…/g, '...')
    .replace(/[*_`\u00ad\u200b-\u200d\ufeff]/g, '')
    .replace(/\s+/g, ' ')
    .trim();

/** Whether two texts have the same words. */
export const sameWords = (a: string, b: string): boolean => wordsOnly(a) === wordsOnly(b);

/** A fingerprint of a text's words: six hexadecimal digits, the beginning of their SHA-256. */
export const fingerprintOf = (text: string): string =>
  createHash('sha256').update(wordsOnly(text)).digest('hex').slice(0, 6);
