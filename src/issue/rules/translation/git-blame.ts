import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

const maxBlameBytes = 64 * 1024 * 1024;
const blameTimeoutMs = 2_000;

/**
 * When each line of a file was last changed, by `git blame`.
 * @param path the file, relative to `folder`
 * @returns seconds since 1970 for each line, infinity for a line that is not committed yet; undefined if git is not
 *   installed, there is no repository, or the file is not in it
 */
export async function lineDates(folder: string, path: string): Promise<number[] | undefined> {
  try {
    const { stdout } = await run('git', ['blame', '--porcelain', '--', path], {
      cwd: folder,
      maxBuffer: maxBlameBytes,
      timeout: blameTimeoutMs,
    });
    return datesOf(stdout);
  } catch {
    return undefined;
  }
}

/** Reads git's porcelain format, which gives a commit's details with its first line only. */
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
