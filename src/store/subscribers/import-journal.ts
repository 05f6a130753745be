import { type Kysely, sql, type Transaction } from 'kysely';
import { WorldError } from '../../source/world-error.ts';
import { clockOf } from '../database/dialect.ts';
import { rowsOf } from '../database/rows.ts';
import type { ShortTransactions } from '../database/short-transactions.ts';
import type { ImportKind, Tables } from '../schema.ts';

/** An entry as it waits in the journal: JSON, and the address it is about, by which an erasure finds it. */
export type StagedEntry = { key: string; entry: string };

/** Entries in one transaction: some hundredths of a second, which is as long as anybody waits. */
export const batchSize = 1_000;
/** Milliseconds without a word after which whoever reads an import is taken for dead. */
export const silenceMs = 60_000;

/**
 * Writes entries into the journal, in short transactions. Should reading them fail, they are taken out again.
 * @param mayApply throws if they may not be applied after all
 * @returns the import's number; it is to be applied now
 * @throws WorldError if it was taken for dead meanwhile, and what reading or `mayApply` throws
 */
export async function stage(
  db: Kysely<Tables>,
  transactions: ShortTransactions,
  kind: ImportKind,
  first: readonly StagedEntry[],
  others: AsyncIterable<readonly StagedEntry[]>,
  started: string,
  mayApply: (trx: Transaction<Tables>) => Promise<void>,
): Promise<number> {
  await sweep(db, transactions);
  const { id } = await db
    .insertInto('imports')
    .values({ kind, state: 'reading', started_at: started, alive_at: clockOf(db), counts: '{}' })
    .returning('id')
    .executeTakeFirstOrThrow();
  let staged = 0;
  const write = (batch: readonly StagedEntry[]) => {
    const rows = batch.map((row, i) => ({ ...row, number: staged + i + 1 }));
    staged += rows.length;
    return transactions(async trx => {
      await goOn(trx, id, { staged });
      await trx
        .insertInto('import_rows')
        .columns(['import_id', 'number', 'address_key', 'entry'])
        .expression(
          trx
            .selectFrom(rowsOf(trx, { number: 'number', key: 'text', entry: 'text' }, rows).as('given'))
            .select([sql.lit(id).as('import_id'), 'number', 'key', 'entry']),
        )
        .execute();
    });
  };
  try {
    await write(first);
    for await (const batch of others) await write(batch);
    await transactions(async trx => {
      await mayApply(trx);
      await goOn(trx, id, { state: 'applying' });
    });
    return id;
  } catch (cause) {
    await drop(db, transactions, id).catch(() => undefined);
    throw cause;
  }
}

/** Batches of entries as they come, the last one shorter. */
export async function* inBatches(entries: AsyncIterable<StagedEntry>): AsyncGenerator<StagedEntry[], undefined> {
  let batch: StagedEntry[] = [];
  for await (const entry of entries) {
    batch.push(entry);
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** The next step of who reads an import. @throws WorldError if another has taken it for dead meanwhile */
async function goOn(
  trx: Transaction<Tables>,
  id: number,
  step: { staged: number } | { state: 'applying' },
): Promise<void> {
  const { numUpdatedRows } = await trx
    .updateTable('imports')
    .set({ ...step, alive_at: clockOf(trx) })
    .where('id', '=', id)
    .where('state', '=', 'reading')
    .executeTakeFirst();
  if (numUpdatedRows !== 1n)
    throw new WorldError('The import was silent for too long and was taken out. Import the list again');
}

/** Takes out what is applied, and what was left by processes that ended while they read. */
async function sweep(db: Kysely<Tables>, transactions: ShortTransactions): Promise<void> {
  const silent = sql<number>`${clockOf(db)} - ${sql.lit(silenceMs)}`;
  const old = await db
    .selectFrom('imports')
    .select('id')
    .where(eb =>
      eb.or([
        eb('state', 'in', ['done', 'dropped']),
        eb.and([eb('state', '=', 'reading'), eb('alive_at', '<', silent)]),
      ]),
    )
    .execute();
  for (const { id } of old) await drop(db, transactions, id);
}

/** Takes an import out, its entries in short transactions. Whoever still reads it is told by their next step. */
async function drop(db: Kysely<Tables>, transactions: ShortTransactions, id: number): Promise<void> {
  const row = await db
    .updateTable('imports')
    .set({ state: 'dropped' })
    .where('id', '=', id)
    .where('state', '!=', 'applying')
    .returning('staged')
    .executeTakeFirst();
  if (row === undefined) return;
  for (let upTo = batchSize; upTo < row.staged + batchSize; upTo += batchSize)
    await transactions(trx =>
      trx.deleteFrom('import_rows').where('import_id', '=', id).where('number', '<=', upTo).execute(),
    );
  await db.deleteFrom('imports').where('id', '=', id).execute();
}
