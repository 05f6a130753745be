import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import { isSqlite } from '../database/dialect.ts';
import { inTransaction } from '../database/transaction.ts';
import { isOpen, type RunRow, type Tables } from '../schema.ts';
import { isDue } from '../subscribers/subscriber-counts.ts';
import { queueUncertain, recoverInterrupted } from './recover-interrupted.ts';
import { nextToken } from './token.ts';

/** A process that wants to work on an issue's run. */
export type ClaimRequest = {
  week: string;
  /** The hash of what it would send. */
  contentHash: string;
  /** Go on although the issue changed after its sending began: a person decided. */
  acceptChanges?: boolean;
  /** Put what is uncertain back into the queue: a person decided. */
  resendUncertain?: boolean;
  holder: string;
  now: Date;
  /** Until when the run is ours without a word from us, counted from the moment it is. */
  until: Date;
  /** Whether a holder is known to be dead, so that its lease need not be waited out. */
  isDead(holder: string): boolean;
  /** The edition a subscriber of this language gets. */
  editionFor(language: string): string;
  audience?: Audience;
  /**
   * When the readers of a time zone are due, where an issue goes by their clocks; none for those who named none. Without it
   * all are due now, those who were to wait, too.
   */
  dueIn?(timeZone: string | undefined): Date;
  /** For chunks that workers take, which may be under way already: nothing of them is recovered here. */
  handOut?: boolean;
};

/** Whom an issue is meant for: those with any of the tags who get any of the editions; where none is named, everybody. */
export type Audience = { tags: readonly string[]; languages: readonly string[] };

/** Whether those who get this edition are meant. */
export const isMeant = (audience: Audience | undefined, edition: string): boolean =>
  audience === undefined || audience.languages.length === 0 || audience.languages.includes(edition);

/** `started`: the audience is frozen now; `resumed`: it was before. `token` names the lease in all that follows. */
export type ClaimResult =
  | { kind: 'started' | 'resumed'; token: number }
  | { kind: 'held'; until: string }
  /** Workers have chunks of it. */
  | { kind: 'handed-out' }
  | { kind: 'changed'; startedAt: string };

/**
 * Takes an issue's run for one process, all or nothing. A first run freezes its audience: one queued delivery for
 * each active subscriber. One that was cut off is recovered: what had not reached the final dot goes back into
 * the queue, what had is uncertain.
 */
export function claimRun(db: Kysely<Tables>, request: ClaimRequest): Promise<ClaimResult> {
  const began = performance.now();
  // In one snapshot: an audience is frozen as it is at one moment, whoever changes meanwhile.
  return inTransaction(db, trx => claimIn(trx, request, began), isSqlite(db) ? undefined : 'repeatable read');
}

async function claimIn(trx: Transaction<Tables>, request: ClaimRequest, began: number): Promise<ClaimResult> {
  const { week, contentHash, now } = request;
  // A write first: two processes that come here at once go one after the other.
  const inserted = await trx
    .insertInto('runs')
    .values({ week, content_hash: contentHash, started_at: now.toISOString() })
    .onConflict(conflict => conflict.column('week').doNothing())
    .executeTakeFirst();
  if (inserted.numInsertedOrUpdatedRows === 1n) {
    await freezeAudience(trx, request);
    return { kind: 'started', token: await lease(trx, request, began) };
  }
  // SQLite's transaction has locked all by now; PostgreSQL locks the row: one of two that resume at once sees the other.
  const run = await trx
    .selectFrom('runs')
    .selectAll()
    .where('week', '=', week)
    .$if(!isSqlite(trx), query => query.forUpdate())
    .executeTakeFirstOrThrow();
  const chunk = await trx.selectFrom('chunks').select('number').where('week', '=', week).limit(1).executeTakeFirst();
  // What is uncertain lies in chunks that may be done: it is put back when all are.
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
 * Whether another process has the run. A lease that ends later than any that is given now is from before the clock went back:
 * its holder has renewed it since, or is not there any more.
 */
function isLeased(
  { holder, lease_until }: Pick<RunRow, 'holder' | 'lease_until'>,
  { holder: mine, now, until, isDead }: ClaimRequest,
): boolean {
  if (holder === null || holder === mine || lease_until === null || isDead(holder)) return false;
  const longest = new Date(2 * until.getTime() - now.getTime());
  return lease_until > now.toISOString() && lease_until <= longest.toISOString();
}

/** Leases the run under a new token, from now on: freezing an audience may have taken longer than a lease lasts. */
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

/** In the order of the subscribers, so that no language is served before another. */
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

/** When each subscriber is due, by their time zone. */
async function dueByZone(
  trx: Transaction<Tables>,
  dueIn: (timeZone: string | undefined) => Date,
): Promise<RawBuilder<string | null>> {
  const named = await trx.selectFrom('subscribers').select('time_zone').distinct().execute();
  const zones = named.flatMap(({ time_zone }) => time_zone ?? []);
  const usual = dueIn(undefined).toISOString();
  if (zones.length === 0) return sql`${usual}`;
  const cases = zones.map(zone => sql`when ${zone} then ${dueIn(zone).toISOString()}`);
  return sql`case time_zone ${sql.join(cases, sql` `)} else ${usual} end`;
}

/** Lets those go now who were to wait for their clocks. */
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
