import { type Kysely, sql } from 'kysely';
import { retried } from '../database/transaction.ts';
import { dueText, isOpen, type Tables } from '../schema.ts';
import type { ChunkJob } from './chunk-queue.ts';
import { isInterrupted, recoveredColumns } from './recover-interrupted.ts';

/** A range of a run's deliveries, leased to one worker under a fencing token. */
export type Chunk = { week: string; number: number; first: number; last: number; token: number; job: ChunkJob };

/** The chunk of a job, and the worker that asks for it. */
type LeaseRequest = { week: string; job: ChunkJob; holder: string; now: Date };

/**
 * Leases a chunk under a new token, and recovers the interrupted deliveries of its last worker.
 * @returns undefined if the chunk is done
 */
export async function leaseChunk(
  db: Kysely<Tables>,
  { week, job, holder, now }: LeaseRequest,
): Promise<Chunk | undefined> {
  const leasing = sql<{ first_id: number; last_id: number; token: number }>`
    with taken as (
      update chunks set holder = ${holder}, token = nextval('fencing_tokens')
      where week = ${week} and number = ${job.number} returning first_id, last_id, token
    ), recovered as (
      update deliveries d set ${recoveredColumns(sql.ref('taken.token'), now)}
      from taken where d.week = ${week} and d.id between taken.first_id and taken.last_id and ${isInterrupted}
    )
    select first_id, last_id, token from taken`;
  const [row] = (await retried(() => leasing.execute(db))).rows;
  return row && { week, number: job.number, first: row.first_id, last: row.last_id, token: row.token, job };
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
  const releasing = sql<{ open: number; due: string | null; own: boolean }>`
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
    select open, due, exists (select 1 from done) or exists (select 1 from kept) as own from rest`;
  const [row] = (await retried(() => releasing.execute(db))).rows;
  return row?.own === true ? row : undefined;
}

/** Marks runs as finished that have neither chunks nor open deliveries. @param week one run; all unleased runs without it */
export async function finishRuns(db: Kysely<Tables>, now: Date, week?: string): Promise<void> {
  await db
    .updateTable('runs')
    .set({ finished_at: now.toISOString() })
    .where('finished_at', 'is', null)
    .where('holder', 'is', null)
    .$if(week !== undefined, query => query.where('week', '=', week ?? ''))
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('chunks').select('number').whereRef('chunks.week', '=', 'runs.week'))),
    )
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('deliveries').select('id').whereRef('deliveries.week', '=', 'runs.week').where(isOpen))),
    )
    .execute();
}
