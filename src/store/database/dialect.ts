import { type ColumnDefinitionBuilder, type DialectAdapter, type Kysely, SqliteAdapter, sql } from 'kysely';

/** A database or a transaction, of any tables. */
type AnyDatabase = { getExecutor(): { adapter: DialectAdapter } };

/** Executes a text of SQL, which may have several statements, past Kysely. */
export type ExecuteSql = (text: string, values?: unknown[]) => Promise<{ rows: unknown[] }>;

/** Whether a database is SQLite, for the few statements in which it differs from PostgreSQL. */
export const isSqlite = (db: AnyDatabase): boolean => db.getExecutor().adapter instanceof SqliteAdapter;

/** The column of an id that the database gives, and never gives again. */
export function numbered(db: Kysely<unknown>) {
  const sqlite = isSqlite(db);
  return {
    type: sqlite ? ('integer' as const) : ('bigint' as const),
    build: (column: ColumnDefinitionBuilder): ColumnDefinitionBuilder =>
      sqlite ? column.primaryKey().autoIncrement() : column.primaryKey().generatedByDefaultAsIdentity(),
  };
}

/** The database's own clock, in milliseconds since 1970, as an expression. */
export const clockOf = (db: AnyDatabase) =>
  isSqlite(db)
    ? sql<number>`(unixepoch('subsec') * 1000.0)`
    : sql<number>`extract(epoch from clock_timestamp())::float8 * 1000`;
