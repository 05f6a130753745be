import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';

/** A file and its size in bytes; undefined if there is none. */
export type SizedFile = { path: string; size: number | undefined };

/** Looks up the size of a file. */
export const sizedFile = async (path: string): Promise<SizedFile> => ({
  path: resolve(path),
  size: await stat(path).then(
    ({ size }) => size,
    () => undefined,
  ),
});

/** Bytes of the largest files that are compared. */
const maxBytes = 50_000_000;

/** Whether two paths lead to the same bytes: one file, or a copy under another name. */
export async function isSameFile(a: SizedFile, b: SizedFile): Promise<boolean> {
  if (a.path === b.path) return true;
  if (a.size === undefined || a.size === 0 || a.size !== b.size || a.size > maxBytes) return false;
  const [bytes, others] = await Promise.all([a, b].map(({ path }) => readFile(path).catch(() => undefined)));
  return bytes !== undefined && others !== undefined && bytes.equals(others);
}
