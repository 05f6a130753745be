import { type ColumnDefinitionBuilder, type Kysely, SqliteAdapter } from 'kysely';

/** Whether a database is SQLite, for the few things that it says otherwise than PostgreSQL. */
// biome-ignore lint/suspicious/noExplicitAny: of whatever tables
export const isSqlite = (db: Kysely<any>): boolean => db.getExecutor().adapter instanceof SqliteAdapter;

/** A column of numbers that are given by the database and never used again. */
export function numbered(db: Kysely<unknown>) {
  const sqlite = isSqlite(db);
  return {
    type: sqlite ? ('integer' as const) : ('bigint' as const),
    build: (column: ColumnDefinitionBuilder): ColumnDefinitionBuilder =>
      sqlite ? column.primaryKey().autoIncrement() : column.primaryKey().generatedByDefaultAsIdentity(),
  };
}
