import { normalized } from './normalized.ts';

/**
 * A short pattern in the words of one language. It is plain lower-case text in which only these characters are special:
 *
 * - `a|b` and `(a|b)`: one or the other; `(a)?` and `a?`: it may be missing;
 * - `<` and `>`: a word begins, a word ends; without them a phrase also matches inside a word;
 * - `^`: the text begins; `{ip}`: an IPv4 address.
 *
 * Nothing repeats without a bound, so that no text makes a phrase slow.
 *
 * @example 'user (is )?unknown'
 * @example '<ptr>'
 */
type Pattern = string;

/** One pattern, then another in the same line with at most `within` characters between them. */
type Near = { first: Pattern; within: number; then: Pattern };

/** A pattern that does not match directly after another. */
type NotAfter = { pattern: Pattern; notAfter: Pattern };

/** What is looked for in a text. */
export type Phrase = Pattern | Near | NotAfter;

/** One pattern, then another near it. @example near('user|mailbox', 30, 'unknown|not found') */
export const near = (first: Pattern, within: number, then: Pattern): Near => ({ first, within, then });

/** One regular expression for all phrases, for texts from `normalized`. */
export const compiled = (phrases: readonly Phrase[]): RegExp =>
  // Without phrases the expression matches nothing.
  new RegExp(phrases.length === 0 ? '(?!)' : phrases.map(sourceOf).join('|'), 'u');

function sourceOf(phrase: Phrase): string {
  if (typeof phrase === 'string') return group(phrase);
  if ('notAfter' in phrase) return `(?<!${group(phrase.notAfter)})${group(phrase.pattern)}`;
  return `${group(phrase.first)}.{0,${phrase.within}}${group(phrase.then)}`;
}

const special: Record<string, string> = {
  '(': '(?:',
  '<': '(?<![\\p{L}\\p{N}_])',
  '>': '(?![\\p{L}\\p{N}_])',
  '{ip}': '\\d{1,3}(?:\\.\\d{1,3}){3}',
};

const group = (pattern: Pattern): string =>
  `(?:${normalized(pattern).replace(/\{ip\}|[(<>]|[.*+[\]{}$\\/]/g, mark => special[mark] ?? `\\${mark}`)})`;
