import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, open, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** The name of standard input, as programs of Unix take it. */
const standardInput = '-';

/**
 * Calls `use` with the path of a regular file, which may be opened more than once. What can be read only once (standard input,
 * `/dev/stdin`, `<(…)`) is copied to a private file first, which is deleted at the end.
 * @param name a path, or `-` for standard input
 * @returns undefined if there is nothing at the path that can be read as a file
 */
export async function withRegularFile<T>(name: string, use: (path: string) => Promise<T>): Promise<T | undefined> {
  const path = resolve(name);
  if (name !== standardInput) {
    const found = await stat(path).catch(() => undefined);
    if (found === undefined || found.isDirectory()) return undefined;
    if (found.isFile()) return use(path);
  }
  return withPrivateFolder(async folder => {
    const copy = join(folder, 'list.csv');
    const source = name === standardInput ? process.stdin : createReadStream(path);
    await pipeline(source, createWriteStream(copy, { mode: 0o600 }));
    if (!(await beginningOf(copy)).isJson) return await use(copy);
    // The name says which format a list has.
    const lines = join(folder, 'list.jsonl');
    await rename(copy, lines);
    return await use(lines);
  });
}

/** Calls `use` with a folder that only this user can read. It is deleted at the end, with all that is in it. */
export async function withPrivateFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'hebdo-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Which format the first bytes of a file show. */
export async function beginningOf(path: string): Promise<{ isJson: boolean; isZip: boolean }> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(64), 0, 64, 0);
    const text = buffer.toString('utf8', 0, bytesRead);
    // The signatures of a local file header, and of the end of an archive without files (APPNOTE 4.3.7 and 4.3.16).
    const isZip = ['PK\x03\x04', 'PK\x05\x06'].some(signature => text.startsWith(signature));
    return { isJson: /^(?:\ufeff)?\s{0,40}\{/.test(text), isZip };
  } finally {
    await file.close();
  }
}
