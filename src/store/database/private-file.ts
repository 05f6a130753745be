import { chmodSync, closeSync, createWriteStream, mkdirSync, openSync, statSync, type WriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { WorldError } from '../../source/world-error.ts';
import { t } from '../../wording/wording.ts';

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

/**
 * Makes a check that a database's file is still the one that is open: an open file can be written after it was deleted or replaced,
 * and what is written then is lost.
 * @returns a function that throws a WorldError if it is not
 */
export async function fileCheck(path: string): Promise<() => Promise<void>> {
  if (path === ':memory:') return () => Promise.resolve();
  const inode = (await stat(path)).ino;
  return async () => {
    if ((await stat(path)).ino !== inode)
      throw new WorldError(t('The database %{path} was replaced by another file: start hebdo again', { path }));
  };
}

/** Takes the rights of others away. A file that is not there, or not ours, stays as it is. */
export function narrow(path: string, mode: number): void {
  try {
    if ((statSync(path).mode & 0o777 & ~mode) !== 0) chmodSync(path, mode);
  } catch {
    // The file belongs to another user: a write to it fails with the reason.
  }
}
