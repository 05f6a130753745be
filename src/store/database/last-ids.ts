import { type Kysely, sql } from 'kysely';
import type { Tables } from '../schema.ts';
import { isSqlite } from './dialect.ts';

/** The last id that a table has given, also to a row that was deleted: it is never given again. */
export async function lastId(db: Kysely<Tables>, table: string): Promise<number> {
  const { rows } = isSqlite(db)
    ? await sql<{ n: number }>`select seq as n from sqlite_sequence where name = ${table}`.execute(db)
    : await sql<{
        n: number;
      }>`select coalesce(pg_sequence_last_value(pg_get_serial_sequence(${table}, 'id')), 0) as n`.execute(db);
  return Number(rows[0]?.n ?? 0);
}

/** Makes a table give ids after `last`; none is taken back if that is 0. */
export async function setLastId(db: Kysely<Tables>, table: string, last: number): Promise<void> {
  if (last === 0) return;
  if (!isSqlite(db)) {
    await sql`select setval(pg_get_serial_sequence(${table}, 'id'), ${last})`.execute(db);
    return;
  }
  await sql`delete from sqlite_sequence where name = ${table}`.execute(db);
  await sql`insert into sqlite_sequence (name, seq) values (${table}, ${last})`.execute(db);
}

/** The tables whose ids stand in links and envelope addresses that readers have. */
const linkedTables = ['subscribers', 'confirmations'] as const;

/**
 * Makes new subscribers and confirmations of a restored database have ids that were never given since the backup: their links and
 * envelope addresses are still out, and must not be somebody else's. The seconds since 1970 are more than any id that was counted from an earlier
 * start, and fit into the 32 bits of PostgreSQL's integers, to which the list may move.
 */
export async function skipIds(db: Kysely<Tables>, now: Date): Promise<void> {
  const seconds = Math.floor(now.getTime() / 1_000);
  for (const table of linkedTables) if ((await lastId(db, table)) < seconds) await setLastId(db, table, seconds);
}
