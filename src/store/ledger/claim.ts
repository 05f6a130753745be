import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import { isSqlite } from '../database/dialect.ts';
import { inTransaction } from '../database/transaction.ts';
import { isOpen, type RunRow, type Tables } from '../schema.ts';
import { isDue } from '../subscribers/subscriber-counts.ts';
import { nextToken } from './fencing-token.ts';
import { queueUncertain, recoverInterrupted } from './recover-interrupted.ts';

/** A request of a process to send an issue. */
export type ClaimRequest = {
  week: string;
  /** The hash of the content that it would send. */
  contentHash: string;
  /** Continue although the issue changed after its sending began: a person decided. */
  acceptChanges?: boolean;
  /** Put uncertain deliveries back into the queue: a person decided. */
  resendUncertain?: boolean;
  holder: string;
  now: Date;
  /** When the lease ends, if it begins at `now`. */
  until: Date;
  /** Whether a holder is known to be dead; its lease then does not count. */
  isDead(holder: string): boolean;
  /** The edition for a subscriber of this language. */
  editionFor(language: string): string;
  audience?: Audience;
  /**
   * When the readers of a time zone are due, for an issue sent at their local times; `undefined` is for readers without one.
   * Without this function all are due now, also those of an earlier run who still wait.
   */
  dueIn?(timeZone: string | undefined): Date;
  /** The run is cut into chunks for workers. Chunks may be in progress: nothing of them is recovered here. */
  handOut?: boolean;
};

/** The audience of an issue: readers with any of the tags who get any of the editions; an empty list means all. */
export type Audience = { tags: readonly string[]; languages: readonly string[] };

/** Whether the audience includes the readers of this edition. */
export const isMeant = (audience: Audience | undefined, edition: string): boolean =>
  audience === undefined || audience.languages.length === 0 || audience.languages.includes(edition);

/** `started`: the audience is frozen now; `resumed`: it was before. `token` is the fencing token of the lease. */
export type ClaimResult =
  | { kind: 'started' | 'resumed'; token: number }
  | { kind: 'held'; until: string }
  /** Workers hold chunks of the run. */
  | { kind: 'handed-out' }
  | { kind: 'changed'; startedAt: string };

/**
 * Leases an issue's run to one process, all or nothing. A new run freezes its audience: one queued delivery for each active
 * subscriber. An interrupted run is recovered; see recover-interrupted.ts.
 */
export function claimRun(db: Kysely<Tables>, request: ClaimRequest): Promise<ClaimResult> {
  const began = performance.now();
  // One snapshot: the audience is that of one moment, unaffected by concurrent changes.
  return inTransaction(db, trx => claimIn(trx, request, began), isSqlite(db) ? undefined : 'repeatable read');
}

async function claimIn(trx: Transaction<Tables>, request: ClaimRequest, began: number): Promise<ClaimResult> {
  const { week, contentHash, now } = request;
  // The write comes first: it makes two concurrent claims run one after the other.
  const inserted = await trx
    .insertInto('runs')
    .values({ week, content_hash: contentHash, started_at: now.toISOString() })
    .onConflict(conflict => conflict.column('week').doNothing())
    .executeTakeFirst();
  if (inserted.numInsertedOrUpdatedRows === 1n) {
    await freezeAudience(trx, request);
    return { kind: 'started', token: await lease(trx, request, began) };
  }
  // PostgreSQL locks the row, so that of two concurrent claims the second sees the first. SQLite has locked the whole database.
  const run = await trx
    .selectFrom('runs')
    .selectAll()
    .where('week', '=', week)
    .$if(!isSqlite(trx), query => query.forUpdate())
    .executeTakeFirstOrThrow();
  const chunk = await trx.selectFrom('chunks').select('number').where('week', '=', week).limit(1).executeTakeFirst();
  // Uncertain deliveries may be in chunks that are done: they are put back only when all chunks are.
  if (chunk !== undefined && (request.handOut !== true || request.resendUncertain === true))
    return { kind: 'handed-out' };
  if (chunk === undefined && isLeased(run, request)) return { kind: 'held', until: run.lease_until ?? '' };
  const sends = chunk !== undefined || run.finished_at === null || request.resendUncertain === true;
  if (sends && run.content_hash !== contentHash && request.acceptChanges !== true)
    return { kind: 'changed', startedAt: run.started_at };
  if (sends)
    await trx
      .updateTable('runs')
      .set({ content_hash: contentHash, finished_at: null })
      .where('week', '=', week)
      .execute();
  if (request.dueIn === undefined) await endWaits(trx, week);
  if (chunk !== undefined) return { kind: 'resumed', token: run.token };
  const token = await lease(trx, request, began);
  await recoverInterrupted(trx, week, token, now);
  if (request.resendUncertain) await queueUncertain(trx, week, now);
  return { kind: 'resumed', token };
}

/**
 * Whether another process holds the run. A lease that ends later than any given now is from before the clock was set back: a live
 * holder would have renewed it since, so that it does not count.
 */
function isLeased(
  { holder, lease_until }: Pick<RunRow, 'holder' | 'lease_until'>,
  { holder: mine, now, until, isDead }: ClaimRequest,
): boolean {
  if (holder === null || holder === mine || lease_until === null || isDead(holder)) return false;
  const latestEnd = new Date(2 * until.getTime() - now.getTime());
  return lease_until > now.toISOString() && lease_until <= latestEnd.toISOString();
}

/** Leases the run under a new token, from now on: freezing the audience may have taken longer than a lease lasts. */
async function lease(trx: Transaction<Tables>, { week, holder, until }: ClaimRequest, began: number): Promise<number> {
  const seconds = Math.floor((performance.now() - began) / 1_000);
  const lease_until = new Date(until.getTime() + seconds * 1_000).toISOString();
  const { token } = await trx
    .updateTable('runs')
    .set({ holder, lease_until, token: nextToken(trx) })
    .where('week', '=', week)
    .returning('token')
    .executeTakeFirstOrThrow();
  return Number(token);
}

/** Queues the deliveries in the order of the subscribers, so that no language is sent before another. */
async function freezeAudience(
  trx: Transaction<Tables>,
  { week, now, editionFor, audience, dueIn }: ClaimRequest,
): Promise<void> {
  const known = await trx.selectFrom('subscribers').select('language').distinct().execute();
  const languages = known.map(({ language }) => language).filter(language => isMeant(audience, editionFor(language)));
  if (languages.length === 0) return;
  const dueAt: RawBuilder<string | null> = dueIn === undefined ? sql<string | null>`null` : await dueByZone(trx, dueIn);
  const edition = languages.map(language => sql`when ${language} then ${editionFor(language)}`);
  await trx
    .insertInto('deliveries')
    .columns(['week', 'subscriber_id', 'language', 'domain', 'state', 'due_at', 'updated_at'])
    .expression(
      trx
        .selectFrom('subscribers')
        .select(eb => [
          eb.val(week).as('week'),
          'id',
          sql<string>`case language ${sql.join(edition, sql` `)} end`.as('edition'),
          'domain',
          eb.val('queued' as const).as('state'),
          dueAt.as('due_at'),
          eb.val(now.toISOString()).as('updated_at'),
        ])
        .where(isDue(now, audience?.tags))
        .where('language', 'in', languages)
        .orderBy('id'),
    )
    .execute();
}

/** When each subscriber is due, by their time zone, as an expression. */
async function dueByZone(
  trx: Transaction<Tables>,
  dueIn: (timeZone: string | undefined) => Date,
): Promise<RawBuilder<string | null>> {
  const named = await trx.selectFrom('subscribers').select('time_zone').distinct().execute();
  const zones = named.flatMap(({ time_zone }) => time_zone ?? []);
  const fallback = dueIn(undefined).toISOString();
  if (zones.length === 0) return sql`${fallback}`;
  const cases = zones.map(zone => sql`when ${zone} then ${dueIn(zone).toISOString()}`);
  return sql`case time_zone ${sql.join(cases, sql` `)} else ${fallback} end`;
}

/** Makes deliveries due now that wait for their readers' local time. */
async function endWaits(trx: Transaction<Tables>, week: string): Promise<void> {
  await trx
    .updateTable('deliveries')
    .set({ due_at: null })
    .where('week', '=', week)
    .where(isOpen)
    .where('state', '=', 'queued')
    .where('due_at', 'is not', null)
    .execute();
}
