import { z } from 'zod';
import { strictObject } from '../source/validate.ts';

/**
 * The typographic habits of a language, as data in its locale file. What is left out is left as typed.
 * For French: Lexique des règles typographiques en usage à l'Imprimerie nationale.
 */
export const typographySchema = strictObject({
  /** Outer opening and closing, inner opening and closing; spaces inside belong to them. */
  quotes: z.tuple([z.string(), z.string(), z.string(), z.string()]).optional(),
  apostrophe: z.string().optional(),
  /** The space that stands before each of these signs. */
  space_before: z.record(z.string(), z.string()).default({}),
  /** The space that stands after each of these signs. */
  space_after: z.record(z.string(), z.string()).default({}),
  /** What a plain space between groups of three digits becomes. */
  thousands: z.string().optional(),
  /** The space between a number and each of these words. */
  units: z.record(z.string(), z.array(z.string())).default({}),
  /** Endings of ordinals as often typed, and as they are printed: `ème` as `e`. */
  ordinals: z.record(z.string(), z.string()).default({}),
});

export type Typography = z.output<typeof typographySchema>;

/** A stretch of a paragraph: its text, and whether it is code or the like, which is never touched. */
export type Stretch = { text: string; code?: boolean };

/** Addresses and links that a text may hold as plain words. */
const untouched = /(?:https?:\/\/|www\.)[^\s<>«»“”]*[^\s<>«»“”.,;:!?)\]'"]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gu;

/** Any kind of space, but not a line's end. */
const space = '[ \\t\\u00a0\\u202f\\u2009]';

const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');

/** A typesetter for one paragraph's stretches, quotes and spaces being judged across them. Gives as many texts back. */
export type Typesetter = (stretches: readonly Stretch[]) => string[];

/**
 * The typesetter of a language.
 * @param style its habits; without any, texts stay as typed
 */
export function typesetter(style: Typography | undefined): Typesetter {
  if (style === undefined) return stretches => stretches.map(stretch => stretch.text);
  const steps = replacements(style);
  return stretches => {
    // Between two stretches stands U+E000, which no text holds (see source/values.ts), and each part that must
    // not be touched is one U+E001 meanwhile: so the rules see one paragraph.
    const kept: string[] = [];
    const keep = (text: string): string => {
      kept.push(text);
      return '\uE001';
    };
    let text = stretches.map(s => (s.code === true ? keep(s.text) : s.text.replace(untouched, keep))).join('\uE000');
    for (const step of steps) text = step(text);
    let next = 0;
    return text.replace(/\uE001/g, () => kept[next++] ?? '').split('\uE000');
  };
}

/** One text on its own. */
export const typesetLine = (typeset: Typesetter, text: string): string => typeset([{ text }]).join('');

function replacements(style: Typography): ((text: string) => string)[] {
  const steps: ((text: string) => string)[] = [
    text => text.replace(/\.{3}/g, '…'),
    text => text.replace(/(^|[^-])--(?=[^->]|$)/g, '$1—'),
    text => text.replace(/(?<=\S) - (?=\S)/g, ' – '),
  ];
  const ordinals = Object.entries(style.ordinals).sort(([a], [b]) => b.length - a.length);
  if (ordinals.length > 0) {
    const pattern = new RegExp(
      `(?<=\\b(?:\\d+|[IVXLC]+))(${ordinals.map(([typed]) => escapeRegExp(typed)).join('|')})(?!\\p{L})`,
      'gu',
    );
    steps.push(text => text.replace(pattern, ending => style.ordinals[ending] ?? ending));
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
    const pattern = new RegExp(`(?<=\\d)${space}(?=\uE000?(?:${list.join('|')}))`, 'gu');
    steps.push(text => text.replace(pattern, gap));
  }
  if (style.apostrophe !== undefined) {
    const mark = style.apostrophe;
    // Between letters, before a decade ('90s), and after a plural (the readers' club) only where no quote is open.
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
    // A sign that had a space gets the right one; a sign glued to its word gets one, but for times (8:30),
    // `(!)`, and emoticons. A colon is glued only before a space or the end.
    const spaced = new RegExp(`(?<=[^\\s])${space}+(\uE000?)(?=[${set}](?![\\p{L}\\p{N})(DPp-]))`, 'gu');
    const glued = new RegExp(
      `(?<=[\\p{L}\\p{N}\\p{Pe}\\p{Pf}%€$£°…\\uE001])(\uE000?)(?=[${set}](?:[;:!?]*)(?:[\\s\\uE000\\p{Pe}\\p{Pf}…]|$))`,
      'gu',
    );
    steps.push(text => text.replace(spaced, `${gap}$1`).replace(glued, `${gap}$1`));
  }
  return steps;
}

/**
 * Straight quotes into the language's own, by what stands before them; quotes that are typed right count as levels.
 * Single ones are quotes only in languages whose inner quotes are single: in French each is an apostrophe.
 */
function quoter([open, close, openInner, closeInner]: readonly [string, string, string, string], apostrophe = "'") {
  const singles = /[‘’‚‹]/.test(openInner);
  return (text: string): string => {
    const levels: ('"' | "'" | 'typed')[] = [];
    let before = '';
    let out = '';
    for (const char of text) {
      const straight = char === '"' || (char === "'" && singles) ? char : undefined;
      if (straight !== undefined && levels.at(-1) === straight) {
        levels.pop();
        out += char === '"' && levels.length % 2 === 0 ? close : closeInner;
      } else if (straight !== undefined && (before === '' || /[\s([{«“‘—–/\u00a0\u202f]/u.test(before))) {
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
