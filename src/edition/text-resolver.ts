import { type ReaderField, withFieldSlots, withoutFieldSlots } from '../issue/reader-fields.ts';
import type { Publication } from '../publication/schema.ts';
import { type Localized, textIn } from '../source/values.ts';
import type { Locale } from './locale.ts';
import { type RichText, richText } from './rich-text.ts';
import { typesetLine } from './typography.ts';
import { valueFormOf } from './value-form-of.ts';

/** A typeset text. `lang` is set if the text is in another language than its edition. */
export type Text = { text: string; lang?: string };
export type Rich = RichText & { lang?: string };

/** Resolves texts into the edition's language. */
export type TextResolver = {
  locale: Locale;
  /** The fields of the reader in the texts that were resolved so far. */
  fields: ReaderField[];
  /** The text in the edition's language; in another language only if `missing_translation` is not `skip`. */
  optional(value: Localized | undefined): Text | undefined;
  /** The same as `optional`, for Markdown. */
  rich(value: Localized | undefined): Rich | undefined;
  /** The text in the edition's language, or else in the first of the publication's languages that it has. */
  always(value: Localized): Text;
  /** The same as `always`, but not typeset: for addresses and links. */
  raw(value: Localized): string;
  /** A resolved text without the reader's fields: for links and files, which all readers share. */
  shared(text: Text): string;
};

/** Makes a resolver that tries the edition's language first, then the publication's languages in their order. */
export function textResolver(
  { publication, locales }: { publication: Publication; locales: readonly Locale[] },
  language: string,
): TextResolver {
  const localeOf = (tag: string): Locale => {
    const locale = locales.find(one => one.language === tag);
    if (locale === undefined) throw new Error(`The locale of ${tag} was not loaded`);
    return locale;
  };
  const resolve = (value: Localized): { text: string; language: string } | undefined => {
    for (const tag of [language, ...publication.languages]) {
      const text = textIn(value, tag);
      if (text !== undefined) return { text, language: typeof value === 'string' ? language : tag };
    }
    return undefined;
  };
  const resolveOptional = (value: Localized | undefined) => {
    const resolved = value === undefined ? undefined : resolve(value);
    if (resolved === undefined || (resolved.language !== language && publication.missing_translation === 'skip'))
      return undefined;
    return { ...resolved, lang: resolved.language === language ? undefined : resolved.language };
  };
  const fields: ReaderField[] = [];
  const slotted = (text: string, tag: string): string =>
    withFieldSlots(text, fields, {
      typeset: words => typesetLine(localeOf(tag).typeset, words),
      formOf: field => valueFormOf(field, publication, localeOf(tag)),
    });
  const typeset = (text: string, tag: string): string => typesetLine(localeOf(tag).typeset, slotted(text, tag));
  return {
    fields,
    locale: localeOf(language),
    optional(value) {
      const resolved = resolveOptional(value);
      return resolved && { text: typeset(resolved.text, resolved.language), lang: resolved.lang };
    },
    rich(value) {
      const resolved = resolveOptional(value);
      return (
        resolved && {
          ...richText(slotted(resolved.text, resolved.language), localeOf(resolved.language)),
          lang: resolved.lang,
        }
      );
    },
    always(value) {
      const resolved = resolve(value);
      if (resolved === undefined) return { text: '' };
      const lang = resolved.language === language ? undefined : resolved.language;
      return { text: typeset(resolved.text, resolved.language), lang };
    },
    raw: value => resolve(value)?.text ?? '',
    shared: ({ text }) => withoutFieldSlots(text, fields),
  };
}
