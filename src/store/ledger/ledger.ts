import { type Kysely, type Selectable, type SelectQueryBuilder, sql } from 'kysely';
import { batched } from '../database/batch.ts';
import { dueText, isDueAt, isOpen, type RunRow, type Tables } from '../schema.ts';
import { type ClaimRequest, type ClaimResult, claimRun } from './claim.ts';
import type { Addressee, OpenDelivery, Settlement } from './delivery.ts';
import { type LedgerViews, ledgerViews } from './ledger-views.ts';
import type { StepTaker } from './steps.ts';

export type Run = {
  week: string;
  startedAt: string;
  finishedAt?: string;
  contentHash: string;
  /** The process that sends all of it, until when it may be silent. */
  holder?: { name: string; until: string };
};

/** The deliveries of a run whose numbers lie between; all of them where none is named. */
export type Range = { first?: number; last?: number };

/**
 * The durable record of every delivery. Each step stands in it before the step is taken, and is taken only for who holds the
 * lease of the run or the chunk, named by its fencing token, and only from a state that it may follow: a sender that was thought
 * dead and wakes up changes nothing any more. Only that a message was accepted is written whatever the row says, for it has
 * happened; and nothing is written over it.
 *
 * @example
 * const claim = await ledger.claim({ week, contentHash, holder, now, until, isDead, editionFor });
 * if (claim.kind !== 'started' && claim.kind !== 'resumed') return claim;
 * const [{ id }] = await ledger.open(week, now, 0, 1);
 * const to = await ledger.begin(id, claim.token, now);
 * // … all of the message but its final dot is sent …
 * if ((await ledger.commit(id, claim.token, now)) === true)
 *   // … the dot is sent, and the server answers …
 *   await ledger.settle(id, claim.token, { state: 'accepted', code: 250, words: 'ok' }, now);
 */
export type Ledger = LedgerViews & {
  claim(request: ClaimRequest): Promise<ClaimResult>;
  /** Keeps the run; false if another process has it now. */
  renew(week: string, token: number, until: Date): Promise<boolean>;
  /** Gives the run back, finished where nothing is left to do. @param notBefore when it, or its chunk, may be taken again */
  release(week: string, token: number, now: Date, notBefore?: Date): Promise<void>;
  run(week: string): Promise<Run | undefined>;
  runs(): Promise<Run[]>;

  /** Deliveries that are due, with a higher number than `after`, in the order of their numbers. */
  open(week: string, now: Date, after: number, limit: number, range?: Range): Promise<OpenDelivery[]>;
  /** When the next delivery that is still to be made is due, if there is one: a moment long past where one is now. */
  nextDue(week: string, now: Date, range?: Range): Promise<Date | undefined>;
  /**
   * `sending`: from here on a connection has it. Who it goes to, or why it goes nowhere any more, is looked up in the
   * same moment; undefined if it is not ours to send.
   */
  begin(delivery: number, token: number, now: Date): Promise<Addressee | undefined>;
  /**
   * `committing`: the final dot goes out next. False if it is not ours to send; or why it goes nowhere, should its reader
   * have left since it was begun.
   */
  commit(delivery: number, token: number, now: Date): Promise<boolean | { skip: string }>;
  /** How a delivery that was begun ended. @returns false if it is not ours any more: nothing was written */
  settle(delivery: number, token: number, settlement: Settlement, now: Date): Promise<boolean>;
};

/** @param patient connections for what takes as long as the audience is large */
export function makeLedger(db: Kysely<Tables>, patient: Kysely<Tables>, steps: StepTaker): Ledger {
  // The steps of all connections that come together are written together: one transaction, one commit to disk.
  const step = batched(steps.take, steps.atOnce);
  const openOf = (week: string, { first, last }: Range = {}) =>
    db
      .selectFrom('deliveries')
      .where('week', '=', week)
      .where(isOpen)
      .$if(first !== undefined, query => query.where('id', '>=', first ?? 0))
      .$if(last !== undefined, query => query.where('id', '<=', last ?? 0));

  return {
    ...ledgerViews(db),
    claim: request => claimRun(patient, request),
    async renew(week, token, until) {
      const { numUpdatedRows } = await db
        .updateTable('runs')
        .set({ lease_until: until.toISOString() })
        .where('week', '=', week)
        .where('token', '=', token)
        .where('holder', 'is not', null)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },
    async release(week, token, now) {
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
        .where('token', '=', token)
        .where('holder', 'is not', null)
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

    async open(week, now, after, limit, range) {
      const rows = await openOf(week, range)
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
    },
    nextDue: (week, now, range) => soonest(openOf(week, range), now),
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

/** When the soonest of deliveries is due: a moment long past where one is now, nothing where there is none. */
async function soonest(of: SelectQueryBuilder<Tables, 'deliveries', object>, now: Date): Promise<Date | undefined> {
  const row = await of
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
