import type { Quantity } from './quantity.ts';

/**
 * The words at which a problem with a number is shown, and which of their occurrences in the text it is (from 0).
 * Words that are wrapped onto a second line are shown up to the end of the first: in the file the second is indented.
 */
export function pointAt(text: string, { words, at }: Pick<Quantity, 'words' | 'at'>): { words: string; nth: number } {
  const firstLine = words.split('\n')[0]?.trimEnd() ?? words;
  let nth = 0;
  for (let i = text.indexOf(firstLine); i !== -1 && i < at; i = text.indexOf(firstLine, i + 1)) nth++;
  return { words: firstLine, nth };
}
