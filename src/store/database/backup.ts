import { rename, stat } from 'node:fs/promises';
import { backup as copyOnline, DatabaseSync } from 'node:sqlite';
import type { Kysely } from 'kysely';
import { WorldError } from '../../source/world-error.ts';
import type { Tables } from '../schema.ts';
import { narrow, privateFileMode } from './private-file.ts';

/** Whether the database is a backup that was put back. */
export type Backup = {
  /** When it was taken, if it is one whose gaps nobody has answered for yet. */
  takenAt(): Promise<string | undefined>;
  /** A person has answered for what was sent since. */
  accept(): Promise<void>;
};

export const makeBackup = (db: Kysely<Tables>): Backup => ({
  async takenAt() {
    const mark = await db.selectFrom('marks').select('created_at').where('name', '=', 'backup').executeTakeFirst();
    return mark?.created_at;
  },
  async accept() {
    await db.deleteFrom('marks').where('name', '=', 'backup').execute();
  },
});

/**
 * Copies a SQLite database to a file while it is in use (sqlite.org/backup.html), checks the copy and marks it as a backup:
 * put back in whatever way, it says so itself.
 * @param path the database
 * @param to the file, which must not be there
 * @throws WorldError if the copy is not sound
 */
export async function backUp(path: string, to: string, now: Date): Promise<void> {
  await copyFile(path, to);
  mark(to, now);
}

/**
 * Puts a backup in the place of a database, which is kept beside it.
 * @param from the backup, or any file of a hebdo's database: its time is then that of its last change
 * @param path the database, which need not be there
 * @param aside where what is there now is kept
 * @throws WorldError if the file is none of ours, or not sound
 */
export async function restore(from: string, path: string, aside: string): Promise<void> {
  check(from);
  const { mtime } = await stat(from);
  if (await isThere(path))
    await copyFile(path, aside).catch(async () => {
      // What cannot be read is perhaps why a backup is put back: it is kept as it is.
      for (const end of ['', '-wal', '-shm']) await rename(`${path}${end}`, `${aside}${end}`).catch(() => undefined);
    });
  await copyFile(from, path);
  mark(path, mtime);
}

export const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

async function copyFile(from: string, to: string): Promise<void> {
  const source = new DatabaseSync(from, { readOnly: true });
  try {
    await copyOnline(source, to);
    narrow(to, privateFileMode);
  } finally {
    source.close();
  }
  check(to);
}

/** Looks at a file's structure and whether it is a hebdo's. @throws WorldError if it is not well */
function check(path: string): void {
  let words: unknown;
  try {
    const db = new DatabaseSync(path, { readOnly: true });
    try {
      db.prepare('select name from kysely_migration limit 1').get();
      words = db.prepare('pragma quick_check').get()?.quick_check;
    } finally {
      db.close();
    }
  } catch (cause) {
    throw new WorldError(`${path} is no database of a hebdo`, { cause });
  }
  if (words !== 'ok') throw new WorldError(`${path} is damaged: ${words}`);
}

/** A time that is there already is that of the backup it was restored from. */
function mark(path: string, at: Date): void {
  const db = new DatabaseSync(path, { timeout: 5_000 });
  try {
    // One of an older hebdo has no such table yet; the next command makes it, by the migration of the same name.
    db.exec('create table if not exists marks (name text primary key, detail text not null, created_at text not null)');
    db.prepare(`insert into marks (name, detail, created_at) values ('backup', '', ?) on conflict do nothing`).run(
      at.toISOString(),
    );
  } finally {
    db.close();
  }
}
