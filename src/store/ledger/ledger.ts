import { type Kysely, type Selectable, type SelectQueryBuilder, sql } from 'kysely';
import { batched } from '../database/batch.ts';
import { inTransaction } from '../database/transaction.ts';
import { dueText, isDueAt, isOpen, type RunRow, type Tables } from '../schema.ts';
import { type ClaimRequest, type ClaimResult, claimRun } from './claim.ts';
import type { Addressee, OpenDelivery, Settlement } from './delivery.ts';
import { finishRuns } from './finish-runs.ts';
import { type LedgerViews, ledgerViews } from './ledger-views.ts';
import type { StepWriter } from './steps.ts';

/** A run of an issue. */
type Run = {
  week: string;
  startedAt: string;
  finishedAt?: string;
  contentHash: string;
  /** The process that holds the run, and when its lease ends. */
  holder?: { name: string; until: string };
};

/** The deliveries of a run with ids from `first` to `last`; a missing bound limits nothing. */
type Range = { first?: number; last?: number };

/** A page of deliveries: at most `limit`, with ids greater than `after`. */
type Page = { after?: number; limit: number; range?: Range };

/**
 * The durable record of every delivery. Each step is written before it is taken. A step is written only for the holder of the
 * lease of the run or chunk, identified by its fencing token, and only from a state that it may follow: a sender that was taken
 * for dead and resumes can change nothing. An acceptance has happened: it is written in every state of the row, and never overwritten.
 *
 * @example
 * const claim = await ledger.claim({ week, contentHash, holder, now, until, isDead, editionFor });
 * if (claim.kind !== 'started' && claim.kind !== 'resumed') return claim;
 * const [{ id }] = await ledger.open(week, now, { limit: 1 });
 * const to = await ledger.begin(id, claim.token, now);
 * // … all of the message but its final dot is sent …
 * if ((await ledger.commit(id, claim.token, now)) === true)
 *   // … the dot is sent, and the server answers …
 *   await ledger.settle(id, claim.token, { state: 'accepted', code: 250, words: 'ok' }, now);
 */
export type Ledger = LedgerViews & {
  /** Leases a run to a process; see `claimRun`. */
  claim(request: ClaimRequest): Promise<ClaimResult>;
  /** Renews the lease. @returns false if another process holds the run */
  renew(week: string, token: number, until: Date): Promise<boolean>;
  /** Ends the lease; the run is finished if no delivery is open. @param notBefore when a chunk may be taken again */
  release(week: string, token: number, now: Date, notBefore?: Date): Promise<void>;
  /** Marks runs as finished whose sender died after their last delivery. */
  finish(now: Date): Promise<void>;
  run(week: string): Promise<Run | undefined>;
  runs(): Promise<Run[]>;

  /** Deliveries that are due, in the order of ids. */
  open(week: string, now: Date, page: Page): Promise<OpenDelivery[]>;
  /** When the next open delivery is due; a moment long past if one is due now, undefined if there is none. */
  nextDue(week: string, now: Date, range?: Range): Promise<Date | undefined>;
  /**
   * Sets `sending`: a connection has the delivery. @returns its recipient, or why it is skipped, looked up in the same transaction;
   * undefined if this sender may not send it
   */
  begin(delivery: number, token: number, now: Date): Promise<Addressee | undefined>;
  /**
   * Sets `committing`: the final dot is sent next. @returns false if this sender may not send it; `skip` if its reader has left
   * since it was begun
   */
  commit(delivery: number, token: number, now: Date): Promise<boolean | { skip: string }>;
  /** Writes the result of an attempt. @returns false if this sender may not: nothing was written */
  settle(delivery: number, token: number, settlement: Settlement, now: Date): Promise<boolean>;
};

/** The ledger of a database. @param longDb connections for long statements, such as freezing an audience */
export function makeLedger(db: Kysely<Tables>, longDb: Kysely<Tables>, steps: StepWriter): Ledger {
  // The simultaneous steps of all connections are one transaction: one commit to disk.
  const step = batched(steps.write, steps.maxParallel);
  return {
    ...ledgerViews(db),
    claim: request => claimRun(longDb, request),
    renew: (week, token, until) => renewRun(db, { week, token, until }),
    release: (week, token, now) => releaseRun(db, { week, token, now }),
    async finish(now) {
      await finishRuns(db, now);
    },
    async run(week) {
      const row = await db.selectFrom('runs').selectAll().where('week', '=', week).executeTakeFirst();
      return row && toRun(row);
    },
    async runs() {
      const rows = await db.selectFrom('runs').selectAll().orderBy('week', 'desc').execute();
      return rows.map(toRun);
    },
    open: (week, now, page) => listDue(openIn(db, week, page.range), now, page),
    nextDue: (week, now, range) => soonest(openIn(db, week, range), now),
    async begin(id, token, now) {
      const answer = await step({ kind: 'begin', id, token, now });
      return typeof answer === 'object' ? answer : undefined;
    },
    async commit(id, token, now) {
      const answer = await step({ kind: 'commit', id, token, now });
      return typeof answer === 'object' && 'skip' in answer ? answer : answer === true;
    },
    settle: async (id, token, settlement, now) => (await step({ kind: 'settle', id, token, settlement, now })) === true,
  };
}

async function renewRun(
  db: Kysely<Tables>,
  { week, token, until }: { week: string; token: number; until: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('runs')
    .set({ lease_until: until.toISOString() })
    .where('week', '=', week)
    .where('token', '=', token)
    .where('holder', 'is not', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

async function releaseRun(
  db: Kysely<Tables>,
  { week, token, now }: { week: string; token: number; now: Date },
): Promise<void> {
  await inTransaction(db, async trx => {
    await trx
      .updateTable('runs')
      .set({ holder: null, lease_until: null })
      .where('week', '=', week)
      .where('token', '=', token)
      .where('holder', 'is not', null)
      .execute();
    await finishRuns(trx, now);
  });
}

type OpenDeliveries = SelectQueryBuilder<Tables, 'deliveries', object>;

/** The open deliveries of a run, in a range of ids. */
const openIn = (db: Kysely<Tables>, week: string, { first, last }: Range = {}): OpenDeliveries =>
  db
    .selectFrom('deliveries')
    .where('week', '=', week)
    .where(isOpen)
    .$if(first !== undefined, query => query.where('id', '>=', first ?? 0))
    .$if(last !== undefined, query => query.where('id', '<=', last ?? 0));

async function listDue(deliveries: OpenDeliveries, now: Date, { after = 0, limit }: Page): Promise<OpenDelivery[]> {
  const rows = await deliveries
    .select(['id', 'language', 'domain', 'attempts', 'first_tried_at'])
    .where('id', '>', after)
    .where('state', 'in', ['queued', 'deferred'])
    .where(isDueAt(now))
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(({ first_tried_at, ...row }) =>
    first_tried_at === null ? row : { ...row, firstTriedAt: first_tried_at },
  );
}

/** When the first of deliveries is due; see `Ledger.nextDue`. */
async function soonest(deliveries: OpenDeliveries, now: Date): Promise<Date | undefined> {
  const row = await deliveries
    .select(sql<string | null>`min(${dueText(now)})`.as('due'))
    .where('state', 'in', ['queued', 'deferred'])
    .executeTakeFirst();
  return row?.due == null ? undefined : new Date(row.due || 0);
}

const toRun = (row: Selectable<RunRow>): Run => ({
  week: row.week,
  startedAt: row.started_at,
  finishedAt: row.finished_at ?? undefined,
  contentHash: row.content_hash,
  holder: row.holder === null || row.lease_until === null ? undefined : { name: row.holder, until: row.lease_until },
});
