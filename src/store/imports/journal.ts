import { type Kysely, sql, type Transaction } from 'kysely';
import { WorldError } from '../../source/world-error.ts';
import { t } from '../../wording/wording.ts';
import { clockOf } from '../database/dialect.ts';
import { rowsOf } from '../database/rows.ts';
import type { ShortTransactions } from '../database/short-transactions.ts';
import { endBeforeDisk } from '../database/transaction.ts';
import type { ImportKind, Tables } from '../schema.ts';

/** An entry in the journal of imports: JSON, and the address key, by which an erasure finds it. */
export type StagedEntry = { key: string; entry: string };

/** Entries in one transaction, which takes less than a tenth of a second: other writers of SQLite wait no longer. */
export const batchSize = 1000;
/** Milliseconds of silence after which the process that reads an import is taken for dead. */
export const silenceMs = 60_000;

/** The entries of an import, in batches. */
type EntriesToStage = {
  kind: ImportKind;
  first: readonly StagedEntry[];
  others: AsyncIterable<readonly StagedEntry[]>;
  started: string;
  /** Throws if the entries may not be applied after all. */
  mayApply(trx: Transaction<Tables>): Promise<void>;
};

/**
 * Writes entries into the journal, in short transactions. If reading them fails, they are deleted again.
 * @returns the import's id; its state is `applying`
 * @throws WorldError if this process was taken for dead meanwhile, and what reading or `mayApply` throws
 */
export async function stage(
  db: Kysely<Tables>,
  transactions: ShortTransactions,
  { kind, first, others, started, mayApply }: EntriesToStage,
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
      await endBeforeDisk(trx);
      await recordProgress(trx, id, { staged });
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
    let writing = begin(write(first));
    try {
      for await (const batch of others) {
        await writing;
        writing = begin(write(batch));
      }
    } finally {
      await writing;
    }
    await transactions(async trx => {
      await mayApply(trx);
      await recordProgress(trx, id, { state: 'applying' });
    });
    return id;
  } catch (cause) {
    await drop(db, transactions, id).catch(() => undefined);
    throw cause;
  }
}

/** Lets a batch be written while the next one is read. A failure counts where it is awaited, and must not end the process before. */
function begin(writing: Promise<unknown>): Promise<unknown> {
  writing.catch(() => undefined);
  return writing;
}

/**
 * Entries as the journal has them, in batches of `batchSize`; the last one may be shorter.
 * @param keyOf the address key of an entry
 */
export async function* inBatches<Entry>(
  entries: AsyncIterable<Entry>,
  keyOf: (entry: Entry) => string,
): AsyncGenerator<StagedEntry[], undefined> {
  let batch: StagedEntry[] = [];
  for await (const entry of entries) {
    batch.push({ key: keyOf(entry), entry: JSON.stringify(entry) });
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Records progress of the reading process. @throws WorldError if another process has taken it for dead meanwhile */
async function recordProgress(
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
    throw new WorldError(t('The import was silent for too long and was taken out. Import the list again'));
}

/** Deletes imports that are applied, and those of processes that died while they read. */
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

/** Deletes an import, its entries in short transactions. A process that still reads it fails at its next step. */
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
