import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Problem } from '../../source/problem.ts';

/**
 * Mends what is safe to mend, and leaves every other byte as it is. Of two fixes that overlap, the first in the file
 * is made; the next run finds the other.
 * @returns how many places were mended
 */
export async function applyFixes(folder: string, problems: readonly Problem[]): Promise<number> {
  let mended = 0;
  const byFile = Map.groupBy(
    problems.flatMap(({ file, fix }) => (fix === undefined ? [] : [{ file, ...fix }])),
    ({ file }) => file,
  );
  for (const [file, fixes] of byFile) {
    const path = join(folder, file);
    const written = await readFile(path, 'utf8');
    const mark = written.startsWith('\uFEFF') ? 1 : 0;
    let text = written;
    let last = Number.POSITIVE_INFINITY;
    // From the end, so that the places before stay where they are.
    for (const { start, end, text: mend } of fixes.sort((a, b) => b.start - a.start || b.end - a.end)) {
      if (end > last) continue;
      text = text.slice(0, start + mark) + mend + text.slice(end + mark);
      last = start;
      mended++;
    }
    if (text === written) continue;
    // Beside it first: a file cut off in the middle of writing would be lost.
    await writeFile(`${path}.hebdo-new`, text);
    await rename(`${path}.hebdo-new`, path);
  }
  return mended;
}
