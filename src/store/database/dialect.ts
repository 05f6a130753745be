import { type ColumnDefinitionBuilder, type DialectAdapter, type Kysely, SqliteAdapter, sql } from 'kysely';

/** A database or a transaction of whatever tables: all that tells its kind. */
type AnyDatabase = { getExecutor(): { adapter: DialectAdapter } };

/** Whether a database is SQLite, for the few things that it says otherwise than PostgreSQL. */
export const isSqlite = (db: AnyDatabase): boolean => db.getExecutor().adapter instanceof SqliteAdapter;

/** A column of numbers that are given by the database and never used again. */
export function numbered(db: Kysely<unknown>) {
  const sqlite = isSqlite(db);
  return {
    type: sqlite ? ('integer' as const) : ('bigint' as const),
    build: (column: ColumnDefinitionBuilder): ColumnDefinitionBuilder =>
      sqlite ? column.primaryKey().autoIncrement() : column.primaryKey().generatedByDefaultAsIdentity(),
  };
}

/** The database's own clock, in milliseconds since 1970, as part of a statement. */
export const clockOf = (db: AnyDatabase) =>
  isSqlite(db)
    ? sql<number>`(unixepoch('subsec') * 1000.0)`
    : sql<number>`extract(epoch from clock_timestamp())::float8 * 1000`;
