import { z } from 'zod';
import { strictObject } from '../source/validate.ts';

/**
 * The typographic rules of a language, as data in its locale file. Without a rule, the text stays as typed.
 * For French: Lexique des règles typographiques en usage à l'Imprimerie nationale.
 */
export const typographySchema = strictObject({
  /** Outer opening and closing, inner opening and closing quote, each with the space on its inner side. */
  quotes: z.tuple([z.string(), z.string(), z.string(), z.string()]).optional(),
  apostrophe: z.string().optional(),
  /** By space: the signs that it precedes. */
  space_before: z.record(z.string(), z.string()).default({}),
  /** By space: the signs that it follows. */
  space_after: z.record(z.string(), z.string()).default({}),
  /** The space between groups of three digits, which replaces a plain one. */
  thousands: z.string().optional(),
  /** By space: the words before which it follows a number. */
  units: z.record(z.string(), z.array(z.string())).default({}),
  /** By space: the words that it joins to the number or name behind them (`p. 118`, `M. Dupont`). */
  bound_after: z.record(z.string(), z.array(z.string())).default({}),
  /** The space on the inner side of dashes around a part of a sentence. */
  dash_space: z.string().optional(),
  /** Endings of ordinals that HTML raises: `e` of `2e`. */
  superscripts: z.array(z.string()).default([]),
  /** Endings of ordinals as typed, with the correct ending: `ème` becomes `e`. */
  ordinals: z.record(z.string(), z.string()).default({}),
});

export type Typography = z.output<typeof typographySchema>;

/** A part of a paragraph. Code is never changed. */
export type Stretch = { text: string; code?: boolean };

/** Addresses and links in plain text, which must not be changed. */
const addressPattern =
  /(?<![\p{L}])(?:https?:\/\/|www\.)(?:[.,;:!?)\]'"]*[^\s<>«»“”.,;:!?)\]'"])+|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gu;

/** Any kind of space except a line break. */
const space = '[ \\t\\u00a0\\u202f\\u2009]';

const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');

/** Typesets one paragraph. Quotes and spaces are matched across its stretches. Returns one text per stretch. */
export type Typesetter = (stretches: readonly Stretch[]) => string[];

/**
 * Makes the typesetter of a language.
 * @param style the language's rules; if undefined, texts stay as typed
 */
export function typesetter(style: Typography | undefined): Typesetter {
  if (style === undefined) return stretches => stretches.map(stretch => stretch.text);
  const steps = replacements(style);
  return stretches => {
    // The rules are applied to the whole paragraph. U+E000, which no text contains (see source/values.ts), separates the
    // stretches; U+E001 stands for each part that must not be changed.
    const kept: string[] = [];
    const keep = (text: string): string => {
      kept.push(text);
      return '\uE001';
    };
    let text = stretches
      .map(s => (s.code === true ? keep(s.text) : s.text.replace(addressPattern, keep)))
      .join('\uE000');
    for (const step of steps) text = step(text);
    let next = 0;
    return text.replace(/\uE001/g, () => kept[next++] ?? '').split('\uE000');
  };
}

/** Typesets a single text. */
export const typesetLine = (typeset: Typesetter, text: string): string => typeset([{ text }]).join('');

/** The replacements of a language's rules, in the order in which they are applied. */
function replacements(style: Typography): ((text: string) => string)[] {
  const steps: ((text: string) => string)[] = [
    text => text.replace(/\.{3}/g, '…'),
    text => text.replace(/(^|[^-])--(?=[^->]|$)/g, '$1—'),
    text => text.replace(/(?<=\S) - (?=\S)/g, ' – '),
  ];
  if (style.dash_space !== undefined) steps.push(dashes(style.dash_space));
  const ordinals = Object.entries(style.ordinals).sort(([a], [b]) => b.length - a.length);
  if (ordinals.length > 0) {
    const pattern = new RegExp(
      `\\b(\\d+|[IVXLC]+)(${ordinals.map(([typed]) => escapeRegExp(typed)).join('|')})(?!\\p{L})`,
      'gu',
    );
    steps.push(text => text.replace(pattern, (_, number, ending) => `${number}${style.ordinals[ending] ?? ending}`));
  }
  if (style.thousands !== undefined) {
    const mark = style.thousands;
    const groups = new RegExp(`(?<![\\d.,])\\d{1,3}(?:${space}\\d{3})+(?!\\d)`, 'gu');
    steps.push(text => text.replace(groups, n => n.replace(new RegExp(space, 'gu'), mark)));
  }
  for (const [gap, units] of Object.entries(style.units)) {
    const list = [...units]
      .sort((a, b) => b.length - a.length)
      .map(unit => escapeRegExp(unit) + (/\p{L}$/u.test(unit) ? '(?!\\p{L})' : ''));
    // Also behind an ordinal: `1er janvier`, `XIXe siècle`.
    const endings = [...style.superscripts, ''].map(escapeRegExp).join('|');
    const pattern = new RegExp(`(?<=[\\dIVX](?:${endings}))${space}(?=\uE000?(?:${list.join('|')}))`, 'gu');
    steps.push(text => text.replace(pattern, gap));
  }
  for (const [gap, words] of Object.entries(style.bound_after)) {
    const list = [...words].sort((a, b) => b.length - a.length).map(escapeRegExp);
    const pattern = new RegExp(`(?<=(?<![\\p{L}\\p{N}])(?:${list.join('|')}))${space}(?=\uE000?[\\p{Lu}\\p{N}])`, 'gu');
    steps.push(text => text.replace(pattern, gap));
  }
  if (style.apostrophe !== undefined) {
    const mark = style.apostrophe;
    // Between letters, and before a decade ('90s). After a plural (the readers' club), `quoter` decides.
    steps.push(text => text.replace(/(?<=[\p{L}\p{N}]\uE000?)'(?=\uE000?[\p{L}\p{N}«"“])|'(?=\d\ds?\b)/gu, mark));
  }
  if (style.quotes !== undefined) steps.push(quoter(style.quotes, style.apostrophe));
  for (const [gap, signs] of Object.entries(style.space_after))
    for (const sign of signs) {
      const pattern = new RegExp(`${escapeRegExp(sign)}(\uE000?)${space}*(?=[^\\s\\uE000]|\\uE000\\S)`, 'gu');
      steps.push(text => text.replace(pattern, `${sign}${gap}$1`));
    }
  for (const [gap, signs] of Object.entries(style.space_before)) {
    const set = [...signs].map(escapeRegExp).join('');
    // The space before a sign is replaced; a sign without a space gets one, except in times (8:30), `(!)` and emoticons.
    // A colon without a space gets one only before a space or the end of the text.
    const spaced = new RegExp(`(?<=[^\\s])${space}+(\uE000?)(?=[${set}](?![\\p{L}\\p{N}(DPp-]))(?![:;]\\))`, 'gu');
    const glued = new RegExp(
      `(?<=[\\p{L}\\p{N}\\p{Pe}\\p{Pf}%€$£°…\\uE001])(\uE000?)(?=[${set}](?:[;:!?]*)(?:[\\s\\uE000\\p{Pe}\\p{Pf}…]|$))`,
      'gu',
    );
    // Outside a link or code that ends here, where it would be underlined.
    steps.push(text => text.replace(spaced, `$1${gap}`).replace(glued, `$1${gap}`));
  }
  return steps;
}

/**
 * Sets the spaces of dashes between words: of two in a paragraph, the first one opens and the second closes. A dash that begins a
 * paragraph is of a dialogue.
 */
function dashes(gap: string): (text: string) => string {
  const between = /(?<=[\p{L}\p{N}\uE000])[ \t\u00a0\u202f]?—[ \t\u00a0\u202f]?(?=([\p{L}\p{N}\uE000\uE001]|[.,] ))/gu;
  return text => {
    let isOpen = false;
    return text.replace(/^—[ \t\u00a0\u202f]?(?=\p{L})/u, `—${gap}`).replace(between, (_, next: string) => {
      isOpen = !isOpen;
      return isOpen ? ` —${gap}` : `${gap}—${/^[.,]/.test(next) ? '' : ' '}`;
    });
  };
}

/**
 * Makes the function that raises the endings of ordinals in HTML: `2<sup>e</sup>`, `XIX<sup>e</sup>`.
 * @param text escaped HTML without tags
 */
export function raiser({ superscripts = [] }: Partial<Typography> = {}): (text: string) => string {
  if (superscripts.length === 0) return text => text;
  const endings = [...superscripts].sort((a, b) => b.length - a.length).map(escapeRegExp);
  // `Les`, `Vers` and `Ce` begin like Roman numerals, so that these take fewer endings.
  const ordinal = new RegExp(
    `(?<![\\p{L}\\p{N}/.&#-])(?:(\\d{1,9})(${endings.join('|')})|(I)(er|re)|([VX][IVXLC]{0,9}|I[IVX]{1,9}|[LC][IVXLC]{1,9})(e))(?![\\p{L}\\p{N}/-])`,
    'gu',
  );
  return text =>
    text.replace(ordinal, (...groups: (string | undefined)[]) => {
      const [, number, ending, first, firstEnding, roman, romanEnding] = groups;
      return `${number ?? first ?? roman}<sup>${ending ?? firstEnding ?? romanEnding}</sup>`;
    });
}

/**
 * Replaces straight quotes by the language's quotes. The preceding character decides between opening and closing; quotes
 * that are already typographic count as nesting levels. Straight single quotes are quotes only in languages with single
 * inner quotes; in French each is an apostrophe.
 */
function quoter([open, close, openInner, closeInner]: readonly [string, string, string, string], apostrophe = "'") {
  const singles = /[‘’‚‹]/.test(openInner);
  return (text: string): string => {
    const levels: ('"' | "'" | 'typed')[] = [];
    let before = '';
    let out = '';
    const chars = [...text];
    for (const [i, char] of chars.entries()) {
      const straight = char === '"' || (char === "'" && singles) ? char : undefined;
      // Between a space and a word a quote opens, inside another one too.
      const opens = char === '"' && /\s/.test(before) && /[\p{L}\p{N}]/u.test(chars[i + 1] ?? '');
      if (straight !== undefined && levels.at(-1) === straight && !opens) {
        levels.pop();
        out += char === '"' && levels.length % 2 === 0 ? close : closeInner;
      } else if (straight !== undefined && (before === '' || /[\s([{«“‘’'—–/\u00a0\u202f]/u.test(before))) {
        out += char === '"' && levels.length % 2 === 0 ? open : openInner;
        levels.push(straight);
      } else out += char === "'" ? apostrophe : char;
      if (/[«“„]/.test(char)) levels.push('typed');
      else if (/[»”]/.test(char) && levels.at(-1) === 'typed') levels.pop();
      if (char !== '\uE000') before = char;
    }
    return out;
  };
}
