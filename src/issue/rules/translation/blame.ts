import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * When each line of a file was last changed, in seconds since 1970, by `git blame`; lines not committed yet are newer
 * than all others.
 * @returns undefined where there is no git, no repository, or the file is not in it
 */
export async function lineDates(folder: string, path: string): Promise<number[] | undefined> {
  try {
    const { stdout } = await run('git', ['blame', '--porcelain', '--', path], {
      cwd: folder,
      maxBuffer: 64 * 1024 * 1024,
      timeout: 2_000,
    });
    return datesOf(stdout);
  } catch {
    return undefined;
  }
}

/** Reads git's porcelain format: a commit's details come with its first line only. */
function datesOf(porcelain: string): number[] {
  const dates = new Map<string, number>();
  const lines: number[] = [];
  let commit = '';
  for (const line of porcelain.split('\n')) {
    const [, hash, number] = /^([0-9a-f]{40}) \d+ (\d+)/.exec(line) ?? [];
    if (hash !== undefined && number !== undefined) commit = hash;
    else if (line.startsWith('author-time ')) dates.set(commit, Number(line.slice('author-time '.length)));
    else if (line.startsWith('\t'))
      lines.push(/^0+$/.test(commit) ? Number.POSITIVE_INFINITY : (dates.get(commit) ?? 0));
  }
  return lines;
}
