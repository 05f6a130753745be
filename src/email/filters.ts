import type { FilterImplOptions } from 'liquidjs';
import { z } from 'zod';
import { directionOf, type Locale } from '../edition/locale.ts';
import { escapeHtml } from '../edition/rich-text.ts';
import { t } from '../wording/wording.ts';
import { mix, readableOn } from './theme/contrast.ts';

const rich = z.object({ blocks: z.array(z.object({ html: z.string(), text: z.string() })) });
const inLanguage = z.object({ lang: z.string().optional() });
const lineOfText = z.union([
  inLanguage.extend({ text: z.string() }),
  z.string().transform(text => ({ text, lang: undefined })),
]);

/** The filters of templates, in addition to Liquid's own. */
export const filters: Record<string, FilterImplOptions> = {
  /** A fixed text in the edition's language: `{{ 'footer.why' | t: address: slots.address }}`. */
  t(key: unknown, ...args: unknown[]) {
    return localeIn(this.context.globals).t(parsed(z.string(), key, 't'), values(args));
  },
  /**
   * The safe HTML of a Markdown text (`edition.intro`, `article.body`). This is the only filter whose output is not escaped
   * as text. With an argument, only the half before or after the pull quote: `{{ article.body | html: 'before' }}`.
   */
  html: {
    raw: true,
    handler: (value: unknown, half?: unknown) =>
      blocks(value, half, 'html')
        .map(b => b.html)
        .join(''),
  },
  /** The plain text of a Markdown text; arguments as for `html`. */
  plain: (value: unknown, half?: unknown) =>
    blocks(value, half, 'plain')
      .map(b => b.text)
      .join('\n\n'),
  /** A line (`article.title`, `edition.date`) as HTML, with raised endings of ordinals: `{{ article.title | line }}`. Its output is escaped by itself. */
  line: {
    raw: true,
    handler(value: unknown) {
      const { text, lang } = parsed(lineOfText, value, 'line');
      return lang === undefined ? localeIn(this.context.globals).raise(escapeHtml(text)) : escapeHtml(text);
    },
  },
  /** The attributes `lang` and `dir` of a text that is in another language than its edition: `<h2{{ title | lang }}>`. */
  lang: {
    raw: true,
    handler: (value: unknown) => {
      const { lang } = parsed(inLanguage, value, 'lang');
      return lang === undefined ? '' : ` lang="${escapeHtml(lang)}" dir="${directionOf(lang)}"`;
    },
  },
  /** A colour adjusted to be readable on the given backgrounds: `{{ theme.accent | readable_on: '#ffffff' }}`. */
  readable_on: (colour: unknown, ...papers: unknown[]) => readableOn(String(colour), ...papers.map(String)),
  /** A colour mixed into another: `{{ theme.accent | mix: '#ffffff', 0.1 }}` is a tenth of the accent on white. */
  mix: (colour: unknown, paper: unknown, share: unknown) => mix(String(colour), String(paper), Number(share)),
  /** A whole number in the digits of the edition's language. */
  number(value: unknown) {
    return numberFormat(localeIn(this.context.globals).language).format(Number(value));
  },
  // Liquid's own `raw` would output a text unescaped.
  raw: () => {
    throw new Error('the filter `raw` is not available: use `html` for Markdown texts');
  },
};

/** The number format of a language; making one takes a millisecond. */
function numberFormat(language: string): Intl.NumberFormat {
  const format = formats.get(language) ?? new Intl.NumberFormat(language);
  formats.set(language, format);
  return format;
}
const formats = new Map<string, Intl.NumberFormat>();

/** The key of the edition's locale in the globals of Liquid: a symbol, which templates cannot access. */
export const localeKey = Symbol('locale');

const globalsSchema = z.object({ [localeKey]: z.custom<Locale>() });
const localeIn = (globals: object): Locale => globalsSchema.parse(globals)[localeKey];

/** What the filters take, for messages. */
const takes = {
  t: t('the name of a fixed text, in quotes'),
  html: t('a Markdown text, such as `article.body`'),
  plain: t('a Markdown text, such as `article.body`'),
  line: t('a line, such as `article.title`'),
  lang: t('a text, such as `article.title`'),
};

/** The value of a filter. @throws Error, which says what the filter takes */
function parsed<T>(schema: z.ZodType<T>, value: unknown, filter: keyof typeof takes): T {
  const { success, data } = schema.safeParse(value);
  if (!success) throw new Error(t('the filter `%{filter}` takes %{what}', { filter, what: takes[filter] }));
  return data;
}

function blocks(value: unknown, half: unknown, filter: 'html' | 'plain') {
  const { blocks } = parsed(rich, value, filter);
  const middle = Math.ceil(blocks.length / 2);
  return half === 'before' ? blocks.slice(0, middle) : half === 'after' ? blocks.slice(middle) : blocks;
}

const namedArgument = z.tuple([z.string(), z.unknown()]);

/** Collects the named arguments of a filter, which Liquid passes as pairs of name and value. */
const values = (args: unknown[]): Record<string, unknown> =>
  Object.fromEntries(args.filter(arg => Array.isArray(arg)).map(pair => namedArgument.parse(pair)));
