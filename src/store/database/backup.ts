import { rename, stat } from 'node:fs/promises';
import { backup as copyOnline, DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import { WorldError } from '../../source/world-error.ts';
import { t } from '../../wording/wording.ts';
import type { Tables } from '../schema.ts';
import { skipIds } from './last-ids.ts';
import { narrow, privateFileMode } from './private-file.ts';
import { sqliteDialect } from './sqlite.ts';

/** What a database knows about having been restored. */
export type Backup = {
  /** When the backup was taken; undefined for a database that was not restored, or whose gaps were accepted. */
  takenAt(): Promise<string | undefined>;
  /** The timeline of the ledger: it begins with 0, and a new one each time a person accepts that the ledger lacks something. */
  timeline(): Promise<number>;
  /**
   * Begins a new timeline and removes the mark of a backup: a person has accepted that the ledger lacks what was sent since. New
   * readers get ids that were never given, also in a database that was restored without hebdo.
   * @param above a timeline that is known from elsewhere: the new one has a greater number
   */
  accept(now: Date, above?: number): Promise<void>;
};

/** The marks of a database. */
export function makeBackup(db: Kysely<Tables>): Backup {
  const markOf = (name: 'backup' | 'timeline') =>
    db.selectFrom('marks').select(['detail', 'created_at']).where('name', '=', name).executeTakeFirst();
  const timeline = async (): Promise<number> => Number((await markOf('timeline'))?.detail ?? 0);
  return {
    takenAt: async () => (await markOf('backup'))?.created_at,
    timeline,
    async accept(now, above = 0) {
      await skipIds(db, now);
      const mark = { detail: String(Math.max(await timeline(), above) + 1), created_at: now.toISOString() };
      await db
        .insertInto('marks')
        .values({ name: 'timeline', ...mark })
        .onConflict(conflict => conflict.column('name').doUpdateSet(mark))
        .execute();
      await db.deleteFrom('marks').where('name', '=', 'backup').execute();
    },
  };
}

/**
 * Copies a SQLite database to a file while it is in use (sqlite.org/backup.html), checks the copy and marks it as a backup. The mark
 * is in the file: it holds however the file is restored.
 * @param path the database
 * @param to the file, which must not exist
 * @throws WorldError if the copy is not sound
 */
export async function backUp(path: string, to: string, now: Date): Promise<void> {
  await copyFile(path, to);
  mark(to, now);
}

/**
 * Replaces a database by a backup, and keeps the replaced one.
 * @param from the backup, or any database of hebdo; its time is then that of its last change
 * @param path the database, which need not exist
 * @param aside where the replaced database is kept
 * @param now when it is restored
 * @throws WorldError if the file is no database of hebdo, or not sound
 */
export async function restore(from: string, path: string, aside: string, now: Date): Promise<void> {
  check(from);
  const { mtime } = await stat(from);
  if (await isThere(path))
    await copyFile(path, aside).catch(async () => {
      // A database that cannot be read may be the reason for the restore: its files are kept unchanged.
      for (const end of ['', '-wal', '-shm']) await rename(`${path}${end}`, `${aside}${end}`).catch(() => undefined);
    });
  await copyFile(from, path);
  mark(path, mtime);
  const db = new Kysely<Tables>({ dialect: sqliteDialect(path) });
  try {
    await skipIds(db, now);
  } finally {
    await db.destroy();
  }
}

/** Whether a file exists. */
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

/** Checks a file's structure, and that it is a database of hebdo. @throws WorldError if it is not sound */
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
    throw new WorldError(t('%{path} is not a database of hebdo', { path }), { cause });
  }
  if (words !== 'ok') throw new WorldError(t('%{path} is damaged: %{words}', { path, words: String(words) }));
}

/** Marks a database as a backup. A mark that exists stays: its time is that of the backup it was restored from. */
function mark(path: string, at: Date): void {
  const db = new DatabaseSync(path, { timeout: 5_000 });
  try {
    // A database of an older hebdo has no such table yet. The migration `marks` accepts one that exists.
    db.exec('create table if not exists marks (name text primary key, detail text not null, created_at text not null)');
    db.prepare(`insert into marks (name, detail, created_at) values ('backup', '', ?) on conflict do nothing`).run(
      at.toISOString(),
    );
  } finally {
    db.close();
  }
}
