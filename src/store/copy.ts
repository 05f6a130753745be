import { createHash } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { WorldError } from '../source/world-error.ts';
import { isSqlite } from './dialect.ts';
import type { Tables } from './schema.ts';

/** What is of use for the moment only. */
type Passing = 'turns' | 'places' | 'imports' | 'import_rows';

/** Every table that is to last, and what its rows are told apart by. */
export const tableKeys: Record<Exclude<keyof Tables, Passing>, readonly string[]> = {
  subscribers: ['id'],
  tags: ['tag', 'subscriber_id'],
  suppressions: ['address_key'],
  removals: ['id'],
  erasures: ['hash'],
  consent_texts: ['version'],
  confirmations: ['id'],
  changes: ['id'],
  runs: ['week'],
  chunks: ['week', 'number'],
  deliveries: ['id'],
  bounces: ['id'],
  clicks: ['week', 'language', 'url', 'day'],
};

/** Rows read and written together. PostgreSQL takes 65,535 values in a statement. */
const pageSize = 1_000;

type Row = Record<string, string | number | null>;
/** Tables by their names: the rows are carried over as they are. */
type AnyTables = Record<string, Row>;

/** A table that was carried over: its rows, and what they come to together. */
export type CopiedTable = { table: string; rows: number };

/**
 * Carries all tables from one database to another, page by page, and compares them: counts, and checksums of every row. What
 * is there already is left: a copy that was cut off goes on.
 * @param each is told how many rows of a table were read so far
 * @throws WorldError if a run is under way, or the copy is not the same in the end
 */
export async function copyTables(
  from: Kysely<Tables>,
  to: Kysely<Tables>,
  now: Date,
  each: (table: string, rows: number) => void,
): Promise<CopiedTable[]> {
  await refuseWhileSending(from, now);
  const copied: CopiedTable[] = [];
  for (const [table, keys] of Object.entries(tableKeys)) {
    const [source, target] = [from.withTables<AnyTables>(), to.withTables<AnyTables>()];
    const read = fingerprint();
    for await (const page of pagesOf(source, table, keys)) {
      for (const row of page) read.add(row);
      await target
        .insertInto(table)
        .values(page)
        .onConflict(conflict => conflict.doNothing())
        .execute();
      each(table, read.rows);
    }
    if (keys[0] === 'id') await setLastNumber(to, table, await lastNumber(from, table));
    const written = fingerprint();
    for await (const page of pagesOf(target, table, keys)) for (const row of page) written.add(row);
    if (written.rows !== read.rows || written.sum !== read.sum)
      throw new WorldError(
        `The table ${table} has ${read.rows} rows here and ${written.rows} there, or not the same ones: was one of the two in use meanwhile, or not empty before`,
      );
    copied.push({ table, rows: read.rows });
  }
  return copied;
}

async function refuseWhileSending(from: Kysely<Tables>, now: Date): Promise<void> {
  const run = await from
    .selectFrom('runs')
    .select('week')
    .where('holder', 'is not', null)
    .where('lease_until', '>', now.toISOString())
    .executeTakeFirst();
  if (run !== undefined) throw new WorldError(`${run.week} is being sent: copy the database when that has ended`);
}

/** Rows in the order of their keys, so that each is read once. */
async function* pagesOf(db: Kysely<AnyTables>, table: string, keys: readonly string[]): AsyncIterable<Row[]> {
  const columns = sql.join(keys.map(key => sql.ref(key)));
  for (let last: Row | undefined; ; ) {
    const after = last;
    const page: Row[] = await db
      .selectFrom(table)
      .selectAll()
      .$if(after !== undefined, query =>
        query.where(sql<boolean>`(${columns}) > (${sql.join(keys.map(key => after?.[key]))})`),
      )
      .orderBy(columns)
      .limit(pageSize)
      .execute();
    if (page.length === 0) return;
    yield page;
    last = page.at(-1);
  }
}

/** What rows come to together, in whatever order: databases sort texts as they like. */
function fingerprint() {
  let [rows, sum] = [0, 0n];
  return {
    add(row: Row) {
      const text = JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)));
      sum = BigInt.asUintN(64, sum + createHash('sha256').update(text).digest().readBigUInt64LE());
      rows++;
    },
    get rows() {
      return rows;
    },
    get sum() {
      return sum;
    },
  };
}

/** The last number that was given to a row of a table, whether the row is still there or not: it is never given again. */
async function lastNumber(db: Kysely<Tables>, table: string): Promise<number> {
  const { rows } = isSqlite(db)
    ? await sql<{ n: number }>`select seq as n from sqlite_sequence where name = ${table}`.execute(db)
    : await sql<{
        n: number;
      }>`select coalesce(pg_sequence_last_value(pg_get_serial_sequence(${table}, 'id')), 0) as n`.execute(db);
  return Number(rows[0]?.n ?? 0);
}

async function setLastNumber(db: Kysely<Tables>, table: string, last: number): Promise<void> {
  if (last === 0) return;
  if (!isSqlite(db)) {
    await sql`select setval(pg_get_serial_sequence(${table}, 'id'), ${last})`.execute(db);
    return;
  }
  await sql`delete from sqlite_sequence where name = ${table}`.execute(db);
  await sql`insert into sqlite_sequence (name, seq) values (${table}, ${last})`.execute(db);
}
