import { z } from 'zod';
import { t } from '../wording/wording.ts';
import { schemaError } from './validate.ts';

/**
 * Characters that no text may contain: control characters, line and paragraph separators, and the private-use
 * characters U+E000–U+F8FF, which mark the slots of a compiled email (see email/slots.ts).
 */
const forbidden = /[\p{Cc}\u2028\u2029\uE000-\uF8FF]/u;
const forbiddenInLong = /[^\P{Cc}\n\t]|[\u2028\u2029\uE000-\uF8FF]/u;

/** Embeddings, overrides and isolates of direction (Unicode Standard Annex 9), which can make a text read as another. */
const directionMarks = /[\u202a-\u202e\u2066-\u2069]/;

/** A text on one line: a title, a name, a subject. */
export const line = z
  .string()
  .trim()
  .min(1, schemaError(t('The text is empty.'), t('Write it, or remove the line.')))
  .refine(
    text => !/[\r\n]/.test(text),
    schemaError(t('The text holds a line break.'), t('Write it on one line (or use >- before it).')),
  )
  .refine(
    text => /[\r\n]/.test(text) || !forbidden.test(text),
    schemaError(t('The text holds an invisible control character.'), t('Type the text again instead of pasting it.')),
  )
  .refine(
    text => !directionMarks.test(text),
    schemaError(
      t('The text holds a character that changes the direction of what follows it.'),
      t('Type the text again instead of pasting it.'),
    ),
  );

/** A text of several paragraphs in the small Markdown of issues. */
export const markdownText = z
  .string()
  .trim()
  .min(1, schemaError(t('The text is empty.'), t('Write it, or remove the line.')))
  .refine(
    text => !forbiddenInLong.test(text.replaceAll('\r\n', '\n')),
    schemaError(t('The text holds an invisible control character.'), t('Type the text again instead of pasting it.')),
  );

/** An http or https link; `javascript:` and other schemes are rejected. */
export const link = z
  .string()
  .trim()
  .refine(text => !hasSchemeTwice(text), schemaError(t('The link has https:// twice.'), t('Remove one of the two.')))
  .refine(
    text => hasSchemeTwice(text) || isWebLink(text),
    schemaError(t('This is not a web link.'), t('Write it in full: https://…')),
  );

/** Whether a link has its beginning twice: `https://https://example.com`, `https://https//example.com`. */
export const hasSchemeTwice = (text: string): boolean => /^https?:\/{0,2}https?(?::|\/\/)/i.test(text);

/** Whether `text` is an absolute http(s) URL without spaces or control characters. */
export function isWebLink(text: string): boolean {
  // `https:evil.example` is read by browsers as a link, and by people as none.
  if (
    !/^https?:\/\/[^/]/i.test(text) ||
    hasSchemeTwice(text) ||
    /[\s\p{Cc}\u202a-\u202e\u2066-\u2069<>"\\]/u.test(text)
  )
    return false;
  const url = URL.parse(text);
  // A name before an @ is read as the site, and is none. A host has a letter or a digit.
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && /[\p{L}\p{N}]/u.test(url.hostname);
}

/** A tag of subscribers as it is stored: at most 100 printable characters without upper case, commas, semicolons and bars. */
export const tagShape = /^(?!.{0,100}\p{Lu})[^\p{C},;|\s][^\p{C},;|]{0,99}$/u;

/** The key of a field of subscribers that hebdo.yaml declares. */
export const fieldKeyShape = /^[a-z][a-z0-9_]{0,30}$/;

/** Characters of a value of such a field, at most. */
export const maxFieldCharacters = 200;

/** Whether a text changes the direction of what follows it. */
export const changesDirection = (text: string): boolean => directionMarks.test(text);

/** Whether a text can be a value of such a field: it goes into headers and pages. */
export const isFieldValue = (text: string): boolean =>
  text.length <= maxFieldCharacters && !forbidden.test(text) && !changesDirection(text) && text.isWellFormed();

/** A language tag of BCP 47, such as `fr` or `pt-BR`. */
export const languageTag = z
  .string()
  .refine(isLanguageTag, schemaError(t('This is not a language tag.'), t('Write it as in BCP 47: fr, en, pt-BR.')));

function isLanguageTag(tag: string): boolean {
  try {
    return /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(tag) && Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

/** One text for all languages, or one text per language. */
export type Localized = string | Record<string, string>;

/** The schema of a `Localized` text. @param text the schema of each text in it */
export const localized = (text: z.ZodType<string, string>) =>
  z.union([text, z.record(languageTag, text)], {
    error: schemaError(
      t('This must be a text, or one text per language.'),
      t('Write { fr: "…", en: "…" }, or one text in quotes.'),
    ),
  });

/** The text for exactly this language. A plain string is the text for every language. Undefined if there is none. */
export function textIn(text: Localized | undefined, language: string): string | undefined {
  if (text === undefined || typeof text === 'string') return text;
  return Object.hasOwn(text, language) ? text[language] : undefined;
}

/** Whether `name` is a name of the IANA time zone list. */
export function isTimeZone(name: string): boolean {
  // The list has each zone under one name, and is read much faster than the first formatter is made.
  if (Intl.supportedValuesOf('timeZone').includes(name)) return true;
  try {
    // Intl accepts offsets such as +01:00 too. They have no summer time and are not in the IANA list.
    return (
      /^[A-Za-z]/.test(name) && new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
    );
  } catch {
    return false;
  }
}
