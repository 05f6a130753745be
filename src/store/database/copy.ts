import { createHash } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { WorldError } from '../../source/world-error.ts';
import { t } from '../../wording/wording.ts';
import type { Tables } from '../schema.ts';
import { refuseWhileBusy } from './busy.ts';
import { isSqlite } from './dialect.ts';
import { lastId, setLastId } from './last-ids.ts';

/** Tables that are temporary, or belong to one database. */
type TemporaryTable = 'turns' | 'places' | 'stops' | 'imports' | 'import_rows' | 'marks';

/** Every table that is copied, and its primary key. */
export const tableKeys: Record<Exclude<keyof Tables, TemporaryTable>, readonly string[]> = {
  subscribers: ['id'],
  tags: ['tag', 'subscriber_id'],
  suppressions: ['address_key'],
  removals: ['id'],
  erasures: ['hash'],
  former_addresses: ['address_key'],
  consent_texts: ['version'],
  confirmations: ['id'],
  changes: ['id'],
  runs: ['week'],
  sent_articles: ['hash', 'week'],
  chunks: ['week', 'number'],
  deliveries: ['id'],
  bounces: ['id'],
  clicks: ['week', 'language', 'url', 'day'],
};

/** Rows read and written in one statement. PostgreSQL allows 65,535 values in one. */
const pageSize = 1_000;

type Row = Record<string, string | number | null>;
/** Tables by name: their rows are copied unchanged. */
type AnyTables = Record<string, Row>;

/** A table that was copied, and its number of rows. */
export type CopiedTable = { table: string; rows: number };

/**
 * Copies all tables from one database to another as of one moment, page by page, and compares them: counts, and checksums of every
 * row. An interrupted copy is continued; until it is complete, nothing else opens its database.
 * @param each gets how many rows of a table were read so far
 * @throws WorldError if a run or an import is in progress, the source was changed meanwhile, or the copy differs in the end
 */
export async function copyTables(
  from: Kysely<Tables>,
  to: Kysely<Tables>,
  now: Date,
  each: (table: string, rows: number) => void,
): Promise<CopiedTable[]> {
  await refuseWhileBusy(from, now);
  const isOnlyCopy = await markCopy(to, now);
  const copied = new Map<string, Fingerprint>();
  // Only PostgreSQL has workers: in SQLite the rest of a run that was handed out is sent by one process.
  const tables = Object.entries(tableKeys).filter(([table]) => table !== 'chunks' || !isSqlite(to));
  await inSnapshot(from, async source => {
    for (const [table, keys] of tables) {
      const read = await copyTable(source, to, { table, keys, each });
      let written = await fingerprintOf(to, table, keys);
      if (isOnlyCopy && !isSame(read, written)) {
        // Rows of an earlier attempt were changed or deleted in the source since.
        await to.withTables<AnyTables>().deleteFrom(table).execute();
        await copyTable(source, to, { table, keys, each });
        written = await fingerprintOf(to, table, keys);
      }
      if (!isSame(read, written))
        throw new WorldError(
          t(
            'The table %{table} has %{here} rows here and %{there} there, or other rows: was the new database in use, or not empty before?',
            { table, here: read.rows, there: written.rows },
          ),
        );
      if (keys[0] === 'id') await setLastId(to, table, await lastId(source, table));
      copied.set(table, read);
    }
  });
  for (const [table, keys] of tables) {
    const read = copied.get(table);
    if (read !== undefined && isSame(read, await fingerprintOf(from, table, keys))) continue;
    throw new WorldError(
      t(
        'The table %{table} was changed while it was copied, and the copy has the old rows. Stop what writes (serve, bounces, schedule, workers) and copy again',
        { table },
      ),
    );
  }
  await refuseWhileBusy(from, now);
  // The copy of a backup is a backup, and the ledger's timeline goes with it.
  const marks = await from.selectFrom('marks').selectAll().where('name', 'in', ['backup', 'timeline']).execute();
  if (marks.length > 0)
    await to
      .insertInto('marks')
      .values(marks)
      .onConflict(conflict => conflict.doNothing())
      .execute();
  await to.deleteFrom('marks').where('name', '=', 'copying').execute();
  return [...copied].map(([table, { rows }]) => ({ table, rows }));
}

/** Copies the rows of a table that do not exist yet. @returns the fingerprint of all its rows */
async function copyTable(
  from: Kysely<Tables>,
  to: Kysely<Tables>,
  { table, keys, each }: { table: string; keys: readonly string[]; each: (table: string, rows: number) => void },
): Promise<Fingerprint> {
  const read = fingerprint();
  for await (const page of pagesOf(from.withTables<AnyTables>(), table, keys)) {
    for (const row of page) read.add(row);
    await to
      .withTables<AnyTables>()
      .insertInto(table)
      .values(page)
      .onConflict(conflict => conflict.doNothing())
      .execute();
    each(table, read.rows);
  }
  return read;
}

async function fingerprintOf(db: Kysely<Tables>, table: string, keys: readonly string[]): Promise<Fingerprint> {
  const all = fingerprint();
  for await (const page of pagesOf(db.withTables<AnyTables>(), table, keys)) for (const row of page) all.add(row);
  return all;
}

/** Reads a database as of one moment, without what is written meanwhile. */
async function inSnapshot(db: Kysely<Tables>, read: (snapshot: Kysely<Tables>) => Promise<void>): Promise<void> {
  if (!isSqlite(db))
    return db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(read);
  // A deferred transaction: the usual immediate one would lock writers out until its end.
  return db.connection().execute(async connection => {
    await sql`begin deferred`.execute(connection);
    try {
      await read(connection);
    } finally {
      await sql`rollback`.execute(connection);
    }
  });
}

/**
 * Marks an empty database as an incomplete copy, which nothing else opens. A database with rows is left unmarked.
 * @returns whether all its rows are from a copy
 */
async function markCopy(to: Kysely<Tables>, now: Date): Promise<boolean> {
  const mark = await to.selectFrom('marks').select('name').where('name', '=', 'copying').executeTakeFirst();
  if (mark !== undefined) return true;
  for (const table of Object.keys(tableKeys)) {
    const { rows } = await sql`select 1 from ${sql.table(table)} limit 1`.execute(to);
    if (rows.length > 0) return false;
  }
  await to.insertInto('marks').values({ name: 'copying', detail: '', created_at: now.toISOString() }).execute();
  return true;
}

/** The rows of a table in pages, in the order of the key, so that each is read once. */
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

/** The count and checksum of rows, independent of their order: databases sort texts differently. */
type Fingerprint = { readonly rows: number; readonly sum: bigint };
const isSame = (a: Fingerprint, b: Fingerprint): boolean => a.rows === b.rows && a.sum === b.sum;

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
