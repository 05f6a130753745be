import { type Kysely, type Selectable, type SelectQueryBuilder, sql } from 'kysely';
import { batched } from './batch.ts';
import { type ClaimRequest, type ClaimResult, claimRun } from './claim.ts';
import { type LedgerViews, ledgerViews } from './ledger-views.ts';
import { isOpen, type RunRow, type Tables } from './schema.ts';
import type { Step, StepAnswer } from './steps.ts';

/** A delivery that is to be made now. */
export type OpenDelivery = { id: number; language: string; domain: string; attempts: number };

/** Who a delivery goes to, looked up at the moment of sending; or why it goes nowhere any more. */
export type Addressee = { id: number; address: string; name?: string } | { skip: string };

/** How a delivery ended, for now. */
export type Settlement =
  | { state: 'accepted' | 'skipped' | 'uncertain'; code?: number; words?: string }
  /** Begun, and not tried after all. */
  | { state: 'queued'; code?: undefined; words?: undefined }
  /** `suppress`: this address does not exist, and is not to be mailed again; written in the same moment. */
  | { state: 'failed'; code?: number; words?: string; suppress?: { address: string; reason: string } }
  | { state: 'deferred'; code?: number; words?: string; dueAt: Date };

export type Run = {
  week: string;
  startedAt: string;
  finishedAt?: string;
  contentHash: string;
  /** The process that sends all of it, until when it may be silent. */
  holder?: { name: string; until: string };
};
/**
 * The durable record of every delivery. Each step stands in it before the step is taken, and each is refused to a
 * process that no longer holds the run: whoever was thought dead and wakes up can send nothing.
 */
export type Ledger = LedgerViews & {
  claim(request: ClaimRequest): Promise<ClaimResult>;
  /** Keeps the run; false if another process has it now. */
  renew(week: string, holder: string, until: Date): Promise<boolean>;
  /** Gives the run back, finished where nothing is left to do. */
  release(week: string, holder: string, now: Date): Promise<void>;
  run(week: string): Promise<Run | undefined>;
  runs(): Promise<Run[]>;

  /** Deliveries that are due, with a higher number than `after`, in the order of their numbers. */
  open(week: string, now: Date, after: number, limit: number): Promise<OpenDelivery[]>;
  /** When the next delivery that is still to be made is due, if there is one: a moment long past where one is now. */
  nextDue(week: string): Promise<Date | undefined>;
  /**
   * `sending`: from here on a connection has it. Who it goes to, or why it goes nowhere any more, is looked up in the
   * same moment; undefined if it is not ours to send.
   */
  begin(delivery: number, holder: string, now: Date): Promise<Addressee | undefined>;
  /**
   * `committing`: the final dot goes out next. False if it is not ours to send; or why it goes nowhere, should its reader
   * have left since it was begun.
   */
  commit(delivery: number, holder: string, now: Date): Promise<boolean | { skip: string }>;
  settle(delivery: number, settlement: Settlement, now: Date): Promise<void>;
};

/** Who writes the steps of deliveries: all that come together in one transaction, or none of them. */
export type StepTaker = {
  take(steps: readonly Step[]): Promise<readonly StepAnswer[]>;
  /** How many transactions it takes at the same time; one unless it says so. */
  atOnce?: number;
  close(): Promise<void>;
};

export function makeLedger(db: Kysely<Tables>, steps: StepTaker): Ledger {
  // The steps of all connections that come together are written together: one transaction, one commit to disk.
  const step = batched(steps.take, steps.atOnce);

  return {
    ...ledgerViews(db),
    claim: request => claimRun(db, request),
    async renew(week, holder, until) {
      const { numUpdatedRows } = await db
        .updateTable('runs')
        .set({ lease_until: until.toISOString() })
        .where('week', '=', week)
        .where('holder', '=', holder)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },
    async release(week, holder, now) {
      await db
        .updateTable('runs')
        .set({
          holder: null,
          lease_until: null,
          finished_at: sql<
            string | null
          >`case when exists (select 1 from deliveries where week = ${week} and ${isOpen}) then null else coalesce(finished_at, ${now.toISOString()}) end`,
        })
        .where('week', '=', week)
        .where('holder', '=', holder)
        .execute();
    },
    async run(week) {
      const row = await db.selectFrom('runs').selectAll().where('week', '=', week).executeTakeFirst();
      return row && toRun(row);
    },
    async runs() {
      const rows = await db.selectFrom('runs').selectAll().orderBy('week', 'desc').execute();
      return rows.map(toRun);
    },

    open: (week, now, after, limit) =>
      db
        .selectFrom('deliveries')
        .select(['id', 'language', 'domain', 'attempts'])
        .where('week', '=', week)
        .where('id', '>', after)
        .where(isOpen)
        .where('state', 'in', ['queued', 'deferred'])
        .where(eb => eb.or([eb('due_at', 'is', null), eb('due_at', '<=', now.toISOString())]))
        .orderBy('id')
        .limit(limit)
        .execute(),
    async nextDue(week) {
      return soonest(db.selectFrom('deliveries').where('week', '=', week).where(isOpen));
    },
    async begin(id, holder, now) {
      const answer = await step({ kind: 'begin', id, holder, now });
      return typeof answer === 'object' ? answer : undefined;
    },
    async commit(id, holder, now) {
      const answer = await step({ kind: 'commit', id, holder, now });
      return typeof answer === 'object' && 'skip' in answer ? answer : answer === true;
    },
    async settle(id, settlement, now) {
      await step({ kind: 'settle', id, settlement, now });
    },
  };
}

/** When the soonest of deliveries is due: a moment long past where one is now, nothing where there is none. */
export async function soonest(of: SelectQueryBuilder<Tables, 'deliveries', object>): Promise<Date | undefined> {
  const row = await of
    .select(sql<string | null>`min(coalesce(due_at, ''))`.as('due'))
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
