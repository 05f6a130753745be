import { chmodSync, closeSync, createWriteStream, mkdirSync, openSync, statSync, type WriteStream } from 'node:fs';
import { basename, dirname } from 'node:path';

/** What only its owner reads and writes: people's addresses. */
export const privateFileMode = 0o600;
const privateFolderMode = 0o700;

/** The folder of hebdo's own files. A database elsewhere may lie in a folder that others share. */
const ownFolder = '.hebdo';

/**
 * Makes the file of a database, and its folder, readable to its owner only. SQLite gives its WAL the mode of the database
 * (sqlite.org/src/file/src/os_unix.c, findCreateFileMode); files of earlier versions are narrowed.
 */
export function makePrivateDatabase(path: string): void {
  const folder = dirname(path);
  mkdirSync(folder, { recursive: true, mode: privateFolderMode });
  if (basename(folder) === ownFolder) narrow(folder, privateFolderMode);
  closeSync(openSync(path, 'a', privateFileMode));
  for (const suffix of ['', '-wal', '-shm']) narrow(path + suffix, privateFileMode);
}

/** Opens a file to write addresses to; one that is there is made private first. A device like `/dev/stdout` stays as it is. */
export function privateWriteStream(path: string): WriteStream {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() === true) narrow(path, privateFileMode);
  return createWriteStream(path, { mode: privateFileMode });
}

/** Takes the rights of others away. A file that is not there, or not ours, stays as it is. */
export function narrow(path: string, mode: number): void {
  try {
    if ((statSync(path).mode & 0o777 & ~mode) !== 0) chmodSync(path, mode);
  } catch {
    // The file belongs to another user: a write to it fails with the reason.
  }
}
