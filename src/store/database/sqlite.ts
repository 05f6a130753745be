import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { type Dialect, type SqliteDatabase, SqliteDialect, type SqliteStatement } from 'kysely';
import { z } from 'zod';
import { makePrivateDatabase } from './private-file.ts';

/**
 * What a committed transaction survives: the end of the `process` (and of the system, except a power cut), or a cut of `power`, for
 * which each commit waits for the disk.
 */
export type Durability = 'process' | 'power';
/** SQLITE_BUSY (sqlite.org/rescode.html). */
const busyCode = 5;
const setUpAttempts = 50;
const setUpPauseMs = 40;

const synchronous = { process: 'normal', power: 'full' };

const parameters = z.array(z.union([z.string(), z.number(), z.bigint(), z.null(), z.instanceof(Uint8Array)]));

/**
 * SQLite through Node's own driver, in WAL mode, in which readers never wait.
 * @param file a path, which is created with its folder if it does not exist; or a connection
 */
export const sqliteDialect = (file: string | DatabaseSync, durability: Durability = 'process'): Dialect =>
  new SqliteDialect({
    database: async () => kyselyDriver(typeof file === 'string' ? openSqlite(file, durability) : file),
  });

/** Opens a connection with the settings of all of hebdo's connections. */
export function openSqlite(path: string, durability: Durability): DatabaseSync {
  if (path !== ':memory:') makePrivateDatabase(path);
  const db = new DatabaseSync(path, { timeout: 5_000 });
  const setUp = `pragma journal_mode = wal; pragma synchronous = ${synchronous[durability]}; pragma foreign_keys = on; pragma wal_autocheckpoint = 10000`;
  // If several processes create a file at once, one turns WAL on, and the others fail at once with SQLITE_BUSY.
  for (let attempt = 1; ; attempt++)
    try {
      db.exec(setUp);
      return db;
    } catch (cause) {
      const isBusy = cause instanceof Error && 'errcode' in cause && cause.errcode === busyCode;
      if (!isBusy || attempt === setUpAttempts) throw cause;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, setUpPauseMs);
    }
}

/** Prepared statements that are kept at most. */
const maxStatements = 200;

/** The driver interface of Kysely over `node:sqlite`. Prepared statements are kept: a run repeats the same few. */
function kyselyDriver(db: DatabaseSync): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>();
  return {
    close: () => db.close(),
    prepare(sql) {
      // A full disk ends the transaction by itself (sqlite.org/lang_transaction.html). A failing rollback would hide that error.
      if (sql === 'rollback' && !db.isTransaction) return nothing;
      // Every transaction writes, so each takes the lock at its start. One that reads first and then writes would fail without
      // waiting if another process has written in between (SQLITE_BUSY_SNAPSHOT).
      const statement = statements.get(sql) ?? kyselyStatement(db.prepare(sql === 'begin' ? 'begin immediate' : sql));
      if (statements.size > maxStatements) statements.clear();
      statements.set(sql, statement);
      return statement;
    },
  };
}

const nothing: SqliteStatement = {
  reader: false,
  all: () => [],
  run: () => ({ changes: 0, lastInsertRowid: 0 }),
  iterate: () => [][Symbol.iterator](),
};

const kyselyStatement = (statement: StatementSync): SqliteStatement => ({
  reader: statement.columns().length > 0,
  all: values => statement.all(...bind(values)),
  run: values => statement.run(...bind(values)),
  iterate: values => statement.iterate(...bind(values)),
});

const bind = (values: readonly unknown[]): SQLInputValue[] => parameters.parse(values);
