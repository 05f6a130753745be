import { type Kysely, sql } from 'kysely';
import { retried } from '../database/transaction.ts';
import { dueText, isOpen, type Tables } from '../schema.ts';
import { isInterrupted, recoveredColumns } from './recover-interrupted.ts';

/** The job of a chunk, as given to a worker. `retryCount` identifies the attempt. */
type ChunkJob = { id: string; retryCount: number };

/** A range of a run's deliveries, leased to one worker under a fencing token. */
export type Chunk = { week: string; number: number; first: number; last: number; token: number; job: ChunkJob };

/** A chunk that is worked on, its holder, its deliveries, and how many of them are open. */
export type HeldChunk = { number: number; holder: string; total: number; open: number };

/**
 * A run cut into chunks, which many processes work on. Jobs (chunk-jobs.ts) decide which worker gets which chunk, and when. The
 * ledger decides what is sent: a chunk is leased under a fencing token, and its former worker can take no further step. A job
 * that runs twice or late does no harm, and a chunk without a job is found and given one.
 *
 * @example
 * await chunks.cut('2026-W48', 5_000);
 * const chunk = await chunks.take(['2026-W48'], holder, now);
 * // … the worker delivers chunk.first to chunk.last under chunk.token, and renews the lease meanwhile …
 * if (chunk !== undefined && (await chunks.renew(chunk))) await chunks.release(chunk, now);
 */
export type Chunks = {
  /** Cuts a run's open deliveries into chunks of `size`, unless it is cut already. @returns how many chunks are not done */
  cut(week: string, size: number): Promise<number>;
  /** Makes all waiting chunks of a run available at once, and also those set aside after too many dead workers. */
  wake(week: string): Promise<void>;
  /** The runs that have chunks, the oldest first. */
  weeks(): Promise<string[]>;
  /** How many chunks of a run are not done. */
  left(week: string): Promise<number>;
  /**
   * Leases a chunk of one of the weeks that has no worker, or whose worker is silent. Its interrupted deliveries are recovered:
   * see recover-interrupted.ts.
   */
  take(weeks: readonly string[], holder: string, now: Date): Promise<Chunk | undefined>;
  /** Repairs what a dead process leaves: chunks without a job, jobs of silent or dead workers, runs whose last chunk is done. */
  recover(isDead: (holder: string) => boolean, now: Date): Promise<void>;
  /** Renews the lease of a chunk. @returns false if another worker has it */
  renew(chunk: Chunk): Promise<boolean>;
  /**
   * Gives a chunk back until its next delivery is due. A chunk without open deliveries is done; with the last one its run is
   * finished. @param notBefore when it may be taken again, if that is later
   */
  release(chunk: Chunk, now: Date, notBefore?: Date): Promise<void>;
  /** The chunks of a run that are worked on, and their progress. */
  held(week: string): Promise<HeldChunk[]>;
};

/**
 * Leases a chunk under a new token, and recovers the interrupted deliveries of its last worker.
 * @returns undefined if the chunk is done
 */
export async function leaseChunk(
  db: Kysely<Tables>,
  { week, number }: Pick<Chunk, 'week' | 'number'>,
  holder: string,
  now: Date,
): Promise<Omit<Chunk, 'job'> | undefined> {
  const leasing = sql<Omit<Chunk, 'job'>>`
    with taken as (
      update chunks set holder = ${holder}, token = nextval('fencing_tokens')
      where week = ${week} and number = ${number} returning week, number, first_id, last_id, token
    ), recovered as (
      update deliveries d set ${recoveredColumns(sql.ref('taken.token'), now)}
      from taken where d.week = ${week} and d.id between taken.first_id and taken.last_id and ${isInterrupted}
    )
    select week, number, first_id as first, last_id as last, token from taken`;
  return (await retried(() => leasing.execute(db))).rows[0];
}

/**
 * Ends the lease of a chunk. A chunk without open deliveries is deleted.
 * @returns how many of its deliveries are open, and when the next is due; undefined if another worker has the lease
 */
export async function releaseChunk(
  db: Kysely<Tables>,
  { week, number, first, last, token }: Chunk,
  now: Date,
): Promise<{ open: number; due: string | null } | undefined> {
  const releasing = sql<{ open: number; due: string | null }>`
    with rest as (
      select count(*) as open, min(case when state in ('queued', 'deferred') then ${dueText(now)} end) as due
      from deliveries where week = ${week} and id between ${first} and ${last} and ${isOpen}
    ), done as (
      delete from chunks c using rest
      where c.week = ${week} and c.number = ${number} and c.token = ${token} and rest.open = 0 returning 1
    ), kept as (
      update chunks c set holder = null, token = null from rest
      where c.week = ${week} and c.number = ${number} and c.token = ${token} and rest.open > 0 returning 1
    )
    select open, due from rest where exists (select 1 from done union all select 1 from kept)`;
  return (await retried(() => releasing.execute(db))).rows[0];
}

/** Marks runs as finished that have neither chunks nor open deliveries. @param week one run; all unleased runs without it */
export async function finishRuns(db: Kysely<Tables>, now: Date, week?: string): Promise<void> {
  await sql`
    update runs set finished_at = ${now.toISOString()}
    where finished_at is null and holder is null and (${week ?? null}::text is null or week = ${week ?? null})
      and not exists (select 1 from chunks c where c.week = runs.week)
      and not exists (select 1 from deliveries d where d.week = runs.week and ${isOpen})`.execute(db);
}
