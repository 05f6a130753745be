import { closest, distance } from 'fastest-levenshtein';
import { t } from '../wording/wording.ts';

/**
 * The known word that is most similar to `word`, by edit distance.
 * @returns undefined if the distance is more than a third of the length of `word` (and more than 2)
 */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const best = closest(word.toLowerCase(), known);
  return distance(word.toLowerCase(), best) <= Math.max(2, Math.floor(word.length / 3)) ? best : undefined;
}

/**
 * The known word that was meant, for `--fix`: the same one in small letters, or the only one at a small distance.
 * @returns undefined if none or several are near
 */
export function onlyNear(word: string, known: readonly string[]): string | undefined {
  const small = word.toLowerCase();
  if (known.includes(small)) return small;
  const limit = word.length > 5 ? 2 : 1;
  const near = known.filter(one => {
    const edits = distance(small, one);
    // Two letters that were swapped count as two edits.
    return edits <= limit || (edits === 2 && sorted(small) === sorted(one));
  });
  return near.length === 1 && word.length > 2 ? near[0] : undefined;
}

const sorted = (word: string): string => [...word].sort().join('');

/** A hint for an unknown word: "Did you mean `x`?", or the list of known words. */
export function suggestion(word: string, known: readonly string[]): string {
  const near = nearest(word, known);
  if (near !== undefined) return t('Did you mean `%{near}`?', { near });
  return known.length === 0 ? t('None is known here.') : t('Known here: %{known}.', { known: known.join(', ') });
}
