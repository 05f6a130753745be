import type { FilterImplOptions } from 'liquidjs';
import { z } from 'zod';
import { directionOf, type Locale } from '../edition/locale.ts';
import { escapeHtml } from '../edition/rich-text.ts';
import { readableOn } from './contrast.ts';

const rich = z.object({ blocks: z.array(z.object({ html: z.string(), text: z.string() })) });
const typeset = z.object({ lang: z.string().optional() });

/** What a template may do with a value besides Liquid's own filters. */
export const filters: Record<string, FilterImplOptions> = {
  /** A fixed word of the edition's language: `{{ 'footer.why' | t: address: slots.address }}`. */
  t(key: unknown, ...args: unknown[]) {
    return localeIn(this.context.globals).t(z.string().parse(key), values(args));
  },
  /**
   * Markdown made safe (`edition.intro`, `article.body`) as HTML, the only way past the escaping. With an argument
   * only the half before or after the middle, where a pull quote stands: `{{ article.body | html: 'before' }}`.
   */
  html: {
    raw: true,
    handler: (value: unknown, half?: unknown) =>
      blocks(value, half)
        .map(b => b.html)
        .join(''),
  },
  /** The same as plain text. */
  plain: (value: unknown, half?: unknown) =>
    blocks(value, half)
      .map(b => b.text)
      .join('\n\n'),
  /** The attributes that say a text is in another language than its edition, where it is: `<h2{{ title | lang }}>`. */
  lang: {
    raw: true,
    handler: (value: unknown) => {
      const { lang } = typeset.parse(value);
      return lang === undefined ? '' : ` lang="${escapeHtml(lang)}" dir="${directionOf(lang)}"`;
    },
  },
  /** A colour made readable on the backgrounds given: `{{ theme.accent | readable_on: '#ffffff' }}`. */
  readable_on: (colour: unknown, ...papers: unknown[]) => readableOn(String(colour), ...papers.map(String)),
  // Liquid's own way past the escaping is closed: what a text holds is never markup.
  raw: () => {
    throw new Error('the filter `raw` is not available: use `html` for Markdown texts');
  },
};

/** Where the edition's locale is handed to the filters: under a symbol, which no template can name. */
export const localeKey = Symbol('locale');

const localeIn = (globals: object): Locale => z.object({ [localeKey]: z.custom<Locale>() }).parse(globals)[localeKey];

function blocks(value: unknown, half: unknown) {
  const { blocks } = rich.parse(value);
  const middle = Math.ceil(blocks.length / 2);
  return half === 'before' ? blocks.slice(0, middle) : half === 'after' ? blocks.slice(middle) : blocks;
}

/** Liquid hands named arguments on as pairs of name and value. */
const values = (args: unknown[]): Record<string, unknown> =>
  Object.fromEntries(
    args.filter(arg => Array.isArray(arg)).map(pair => z.tuple([z.string(), z.unknown()]).parse(pair)),
  );
