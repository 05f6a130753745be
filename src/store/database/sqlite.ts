import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { type Dialect, type SqliteDatabase, SqliteDialect, type SqliteStatement } from 'kysely';
import { z } from 'zod';
import { makePrivateDatabase } from './private-file.ts';

/**
 * What a written step survives: the end of the `process` (and of the whole system, but for a power cut), or a cut of
 * `power`, for which each commit waits for the disk.
 */
export type Durability = 'process' | 'power';
/** SQLITE_BUSY (sqlite.org/rescode.html). */
const busy = 5;
const setUpAttempts = 50;
const setUpPauseMs = 40;

const synchronous = { process: 'normal', power: 'full' };

const parameters = z.array(z.union([z.string(), z.number(), z.bigint(), z.null(), z.instanceof(Uint8Array)]));

/**
 * SQLite through Node's own driver, in WAL: readers never wait.
 * @param file a path, made with its folder if it is not there; or a connection
 */
export const sqliteDialect = (file: string | DatabaseSync, durability: Durability = 'process'): Dialect =>
  new SqliteDialect({
    database: async () => kyselyFace(typeof file === 'string' ? openSqlite(file, durability) : file),
  });

/** A connection, as all of hebdo's are set up. */
export function openSqlite(path: string, durability: Durability): DatabaseSync {
  if (path !== ':memory:') makePrivateDatabase(path);
  const db = new DatabaseSync(path, { timeout: 5_000 });
  const setUp = `pragma journal_mode = wal; pragma synchronous = ${synchronous[durability]}; pragma foreign_keys = on; pragma wal_autocheckpoint = 10000`;
  // Of several processes that make one file at the same time, one turns WAL on; the others are told at once that it is locked.
  for (let attempt = 1; ; attempt++)
    try {
      db.exec(setUp);
      return db;
    } catch (cause) {
      const isBusy = cause instanceof Error && 'errcode' in cause && cause.errcode === busy;
      if (!isBusy || attempt === setUpAttempts) throw cause;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, setUpPauseMs);
    }
}

/** What Kysely asks of a driver, over `node:sqlite`. Statements are kept: a run repeats the same few. */
function kyselyFace(db: DatabaseSync): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>();
  return {
    close: () => db.close(),
    prepare(sql) {
      // A full disk ends the transaction by itself (sqlite.org/lang_transaction.html): what is to be told is that it is full.
      if (sql === 'rollback' && !db.isTransaction) return nothing;
      // Every transaction of ours writes. One that reads first and then writes would fail at once, without waiting, had
      // another process written in between (SQLITE_BUSY_SNAPSHOT): it takes the lock at its start.
      const known = statements.get(sql) ?? statementFace(db.prepare(sql === 'begin' ? 'begin immediate' : sql));
      if (statements.size > 200) statements.clear();
      statements.set(sql, known);
      return known;
    },
  };
}

const nothing: SqliteStatement = {
  reader: false,
  all: () => [],
  run: () => ({ changes: 0, lastInsertRowid: 0 }),
  iterate: () => [][Symbol.iterator](),
};

const statementFace = (statement: StatementSync): SqliteStatement => ({
  reader: statement.columns().length > 0,
  all: values => statement.all(...bind(values)),
  run: values => statement.run(...bind(values)),
  iterate: values => statement.iterate(...bind(values)),
});

const bind = (values: readonly unknown[]): SQLInputValue[] => parameters.parse(values);
