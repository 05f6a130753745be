import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, open, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/**
 * Calls `use` with the path of a regular file, which may be opened more than once. What can be read only once (`/dev/stdin`,
 * `<(…)`) is copied to a private file first, which is deleted at the end.
 * @returns undefined if there is nothing at the path that can be read as a file
 */
export async function withRegularFile<T>(path: string, use: (path: string) => Promise<T>): Promise<T | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined || found.isDirectory()) return undefined;
  if (found.isFile()) return use(path);
  const folder = await mkdtemp(join(tmpdir(), 'hebdo-'));
  try {
    const copy = join(folder, 'list.csv');
    await pipeline(createReadStream(path), createWriteStream(copy, { mode: 0o600 }));
    if (!(await beginsWithBrace(copy))) return await use(copy);
    // The name says which format a list has.
    const lines = join(folder, 'list.jsonl');
    await rename(copy, lines);
    return await use(lines);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function beginsWithBrace(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(64), 0, 64, 0);
    return /^(?:\ufeff)?\s{0,40}\{/.test(buffer.toString('utf8', 0, bytesRead));
  } finally {
    await file.close();
  }
}
