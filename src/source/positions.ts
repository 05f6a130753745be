/** The line and column of a place in a text, from 1; columns count UTF-16 units. */
export type Position = { line: number; column: number };

/**
 * Makes the function that finds the position of an offset. Lines end with a line feed, as in text editors; a YAML parser may
 * count otherwise after a syntax error. Offsets outside the text count as its start or end.
 */
export function positionsIn(text: string): (offset: number) => Position {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return offset => {
    const at = Math.min(Math.max(0, offset), text.length);
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: at - (starts[low] ?? 0) + 1 };
  };
}
