import type { Kysely, Selectable, Transaction } from 'kysely';
import { z } from 'zod';
import { WorldError } from '../../source/world-error.ts';
import { t } from '../../wording/wording.ts';
import { isSqlite } from '../database/dialect.ts';
import { type ShortTransactions, shortTransactions } from '../database/short-transactions.ts';
import { endBeforeDisk, inTransaction } from '../database/transaction.ts';
import type { ImportKind, ImportRow, Tables } from '../schema.ts';
import {
  type EntryOutcome,
  type SubscriberEntry,
  type SuppressionEntry,
  subscriberEntry,
  suppressionEntry,
} from './entry.ts';
import { batchSize, inBatches, stage } from './journal.ts';
import { upsertEntries } from './upsert-subscriber.ts';
import { suppressAll } from './upsert-suppressions.ts';

/** An import that was read completely and is not applied completely. */
export type PendingImport = { kind: ImportKind; startedAt: string; entries: number; applied: number };

/**
 * Imports, all or nothing and yet in short transactions. Entries are staged first, without effect. When the last one is staged the
 * import becomes `applying`; from then on any process that imports or sends finishes it.
 */
export type Imports = {
  /** Imports that are not applied completely, the oldest first. */
  pending(): Promise<PendingImport[]>;
  /** Applies what is left of them. Other processes may do the same at the same time. */
  finish(): Promise<void>;
  /**
   * Imports entries after the rest of earlier imports is applied. If reading them fails, nothing is changed.
   */
  run<Kind extends ImportKind>(job: ImportJob<Kind>): Promise<void>;
};

/** Entries to import: what they are, their address keys, when the import begins, and what gets their outcomes, in their order. */
type ImportJob<Kind extends ImportKind> = {
  kind: Kind;
  entries: AsyncIterable<EntryOf[Kind]>;
  keyOf(entry: EntryOf[Kind]): string;
  now: Date;
  each(outcome: EntryOutcome): void;
};
type EntryOf = { subscribers: SubscriberEntry; suppressions: SuppressionEntry };

/** The imports of a database. */
export function makeImports(db: Kysely<Tables>): Imports {
  const transactions = shortTransactions(db);
  const finish = async (): Promise<void> => {
    while ((await applyNext(db, transactions)) !== undefined);
  };
  return {
    async pending() {
      const rows = await db.selectFrom('imports').selectAll().where('state', '=', 'applying').orderBy('id').execute();
      return rows.map(({ kind, started_at, staged, applied }) => ({
        kind,
        startedAt: started_at,
        entries: staged,
        applied,
      }));
    },
    finish,
    async run({ kind, entries, keyOf, now, each }) {
      await finish();
      const started = now.toISOString();
      const mayApply = await erasureCheck(db);
      const batches = inBatches(entries, keyOf);
      const { value: first = [] } = await batches.next();
      if (first.length < batchSize) {
        const texts = first.map(({ entry }) => entry);
        const outcomes = await inTransaction(db, async trx => {
          await mayApply(trx);
          return apply(trx, kind, texts, started);
        });
        outcomes.forEach(each);
        return;
      }
      const id = await stage(db, transactions, { kind, first, others: batches, started, mayApply });
      const reported: Counts = {};
      const report = (outcomes: readonly EntryOutcome[]): void => {
        addUp(reported, outcomes);
        outcomes.forEach(each);
      };
      for (;;) {
        const row = await db.selectFrom('imports').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
        if (row.state === 'done') {
          report(difference(countsOf(row), reported));
          return;
        }
        const next = await applyNext(db, transactions);
        if (next?.id === id) report(next.outcomes);
      }
    },
  };
}

/** Applies the next entries of the oldest import. @returns their import and outcomes; undefined if no import is left */
async function applyNext(
  db: Kysely<Tables>,
  transactions: ShortTransactions,
): Promise<{ id?: number; outcomes: EntryOutcome[] } | undefined> {
  const applying = db.selectFrom('imports').where('state', '=', 'applying');
  const next = await applying.select('id').orderBy('id').limit(1).executeTakeFirst();
  if (next === undefined) return undefined;
  return transactions(async trx => {
    const row = await trx
      .selectFrom('imports')
      .selectAll()
      .where('id', '=', next.id)
      .where('state', '=', 'applying')
      .$if(!isSqlite(trx), query => query.forUpdate())
      .executeTakeFirst();
    // Another process has applied the last of it meanwhile.
    if (row === undefined) return { outcomes: [] };
    const upTo = Math.min(row.staged, row.applied + batchSize);
    if (upTo < row.staged) await endBeforeDisk(trx);
    // An erasure deletes the entries of its reader. A concurrent one waits for the end of this transaction.
    const taken = await trx
      .deleteFrom('import_rows')
      .where('import_id', '=', row.id)
      .where('number', '>', row.applied)
      .where('number', '<=', upTo)
      .returning(['number', 'entry'])
      .execute();
    const texts = taken.sort((a, b) => a.number - b.number).map(({ entry }) => entry);
    const outcomes = await apply(trx, row.kind, texts, row.started_at);
    await trx
      .updateTable('imports')
      .set({
        applied: upTo,
        state: upTo === row.staged ? 'done' : 'applying',
        counts: JSON.stringify(addUp(countsOf(row), outcomes)),
      })
      .where('id', '=', row.id)
      .execute();
    return { id: row.id, outcomes };
  });
}

function apply(trx: Transaction<Tables>, kind: ImportKind, texts: readonly string[], started: string) {
  const read = <Entry>(schema: z.ZodType<Entry>) => texts.map(text => schema.parse(JSON.parse(text)));
  return kind === 'subscribers'
    ? upsertEntries(trx, read(subscriberEntry), started)
    : suppressAll(trx, read(suppressionEntry), started);
}

/**
 * As long as no erasure was ever made, entries have no hashes to compare. Called before the entries are read, this returns a check
 * that throws if a first erasure was made meanwhile.
 */
async function erasureCheck(db: Kysely<Tables>): Promise<(trx: Transaction<Tables>) => Promise<void>> {
  const findAny = (on: Kysely<Tables>) => on.selectFrom('erasures').select('hash').limit(1).executeTakeFirst();
  const before = await findAny(db);
  return async trx => {
    if (before === undefined && (await findAny(trx)) !== undefined)
      throw new WorldError(
        t('Somebody was erased while the list was read, so nothing of it was taken: import it again'),
      );
  };
}

/** The outcomes of the entries so far. */
type Counts = Partial<Record<EntryOutcome, number>>;
const counts = z.partialRecord(z.enum(['added', 'updated', 'unchanged', 'unsubscribed', 'erased']), z.number());

const countsOf = (row: Selectable<ImportRow>): Counts => counts.parse(JSON.parse(row.counts));

function addUp(sums: Counts, outcomes: readonly EntryOutcome[]): Counts {
  for (const outcome of outcomes) sums[outcome] = (sums[outcome] ?? 0) + 1;
  return sums;
}

/** The outcomes in `all` that were not reported: those of entries that another process has applied. */
const difference = (all: Counts, reported: Counts): EntryOutcome[] =>
  counts.keyType.options.flatMap(outcome =>
    new Array<EntryOutcome>((all[outcome] ?? 0) - (reported[outcome] ?? 0)).fill(outcome),
  );
