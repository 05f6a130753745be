import { alignBlocks } from './align-blocks.ts';
import type { Block } from './blocks.ts';

/** A paragraph is this many times longer than its translation before its sentences are looked at. */
const minRatio = 1.15;
/** Sentences of a paragraph that are compared; one with more is a text without paragraphs. */
const maxSentences = 100;
/** Characters of the shortest sentence that is missed. */
const minChars = 30;

/**
 * Finds the sentences of a paragraph that its translation lacks. Sentences that were joined or divided are not missing; nor is one whose
 * words another may have, since the paragraphs are then about as long as each other.
 * @param languages of the first and of the second text
 * @returns the sentences of each that have no counterpart
 */
export function missingSentences(
  first: Block,
  second: Block,
  languages: readonly [string, string],
): { first: Block[]; second: Block[] } {
  const none = { first: [], second: [] };
  const [longer, shorter] = [first, second].map(({ text }) => text.length).sort((a, b) => b - a);
  if ((longer ?? 0) < (shorter ?? 0) * minRatio) return none;
  const [ours, theirs] = [sentencesOf(first, languages[0]), sentencesOf(second, languages[1])];
  if ((ours.length < 2 && theirs.length < 2) || Math.max(ours.length, theirs.length) > maxSentences) return none;
  const missing = alignBlocks(ours, theirs, 1);
  const isLong = ({ text }: Block): boolean => text.length >= minChars;
  return ours.length > theirs.length
    ? { ...none, first: missing.first.filter(isLong) }
    : { ...none, second: missing.second.filter(isLong) };
}

const sentencesOf = ({ text, kind }: Block, language: string): Block[] =>
  [...new Intl.Segmenter(language, { granularity: 'sentence' }).segment(text.replaceAll('\n', ' '))]
    .filter(({ segment }) => /\p{L}{2}/u.test(segment))
    .map(({ segment }) => ({ kind, text: segment.trim() }));
