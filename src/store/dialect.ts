import { type ColumnDefinitionBuilder, type DialectAdapter, type Kysely, SqliteAdapter } from 'kysely';

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
