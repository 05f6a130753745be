import { closest, distance } from 'fastest-levenshtein';

/**
 * The known word that `word` was probably meant to be.
 * @returns undefined if none is within a third of its length (at least 2 letters)
 */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const best = closest(word.toLowerCase(), known);
  return distance(word.toLowerCase(), best) <= Math.max(2, Math.floor(word.length / 3)) ? best : undefined;
}

/** "Did you mean `x`?", or the list of what is known. */
export function suggestion(word: string, known: readonly string[]): string {
  const near = nearest(word, known);
  return near === undefined ? `Known here: ${known.join(', ') || 'none'}.` : `Did you mean \`${near}\`?`;
}
