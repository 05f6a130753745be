import { fieldPattern } from '../reader-fields.ts';
import type { Finding } from './rule.ts';

/** More findings of one kind in one text add nothing, and take time in a giant text. */
const maxFindingsPerText = 20;

/** A string of the same length that no pattern of prose matches. */
const blank = (hidden: string): string => '\u0000'.repeat(hidden.length);

const code = /`[^`\n]{1,2000}`/g;
const addresses = /https?:\/\/[^\s<>()«»“”"]+|\bwww\.[^\s<>()«»“”"]+|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;
const linkTargets = /(?<=\]\()[^()\s]{1,2000}(?=\))/g;

/** A field of the reader without its key: the words behind the bar are prose. */
const withoutKey = (written: string, key: string): string => blank(`{${key}`) + written.slice(key.length + 1);

/** A text whose code, addresses, link targets and keys of fields are blanked. Offsets stay the same. */
export const proseOf = (text: string): string =>
  withoutAddresses(text.replace(code, blank).replace(fieldPattern, withoutKey));

/** A text whose addresses and link targets are blanked; its code stays. Offsets stay the same. */
export const withoutAddresses = (text: string): string => text.replace(addresses, blank).replace(linkTargets, blank);

/** The place of the words at an offset of a text, as a finding names it. @example placeAt('la la', 3, 'la') // { words: 'la', nth: 1 } */
export function placeAt(text: string, offset: number, words: string): Pick<Finding, 'words' | 'nth'> {
  let nth = 0;
  for (let at = text.indexOf(words); at !== -1 && at < offset; at = text.indexOf(words, at + 1)) nth++;
  return { words, nth };
}

/** The first matches of a global pattern in a text. @param accepts which of them count */
export function matchesIn(
  text: string,
  pattern: RegExp,
  accepts: (match: RegExpExecArray) => boolean = () => true,
): { words: string; at: number; match: RegExpExecArray }[] {
  const found: { words: string; at: number; match: RegExpExecArray }[] = [];
  for (const match of text.matchAll(pattern)) {
    if (accepts(match)) found.push({ words: match[0], at: match.index, match });
    if (found.length === maxFindingsPerText) break;
  }
  return found;
}

/** Whether a text belongs to an edition in this language. A text without a language belongs to all. @param language a primary tag, `fr` */
export const isIn = (language: string, textLanguage: string | undefined): boolean =>
  textLanguage === undefined || textLanguage.split('-')[0]?.toLowerCase() === language;
