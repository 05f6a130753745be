import { type Kysely, sql } from 'kysely';
import { inTransaction } from '../database/transaction.ts';
import { isOpen, type Tables } from '../schema.ts';
import { type Chunk, finishRuns, leaseChunk, releaseChunk } from './chunk-lease.ts';
import type { ChunkQueue } from './chunk-queue.ts';

/** A chunk that is worked on, its holder, its deliveries, and how many of them are open. */
export type HeldChunk = { number: number; holder: string; total: number; open: number };

/**
 * A run cut into chunks, which many processes work on. Jobs (chunk-queue.ts) decide which worker gets which chunk, and when. The
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
  /** How many chunks of a run are not done. */
  left(week: string): Promise<number>;
};

/** The chunks of a database. @param queue their jobs; undefined in SQLite, where every method that needs jobs throws */
export function makeChunks(db: Kysely<Tables>, queue: ChunkQueue | undefined): Chunks {
  const jobs = (): ChunkQueue => {
    if (queue === undefined) throw new Error('only PostgreSQL hands out chunks');
    return queue;
  };
  return {
    cut: (week, size) => cut(db, jobs(), week, size),
    wake: week => wake(db, jobs(), week),
    weeks: () => weeksOf(db),
    take: (weeks, holder, now) => take(db, jobs(), { weeks, holder, now }),
    recover: (isDead, now) => recover(db, jobs(), isDead, now),
    renew: ({ week, job }) => jobs().touch(week, job),
    release: (chunk, now, notBefore) => release(db, jobs(), { chunk, now, notBefore }),
    held: week => held(db, week),
    left: week => countLeft(db, week),
  };
}

/** Chunks are cut by the number of open deliveries, not by their ids: two deliveries far apart may be one chunk. */
async function cut(db: Kysely<Tables>, jobs: ChunkQueue, week: string, size: number): Promise<number> {
  await jobs.open(week);
  const { fromKysely } = await import('pg-boss');
  return inTransaction(db, async trx => {
    // Of two processes that cut at once the second waits for this lock, and then finds the chunks.
    await trx.selectFrom('runs').select('week').where('week', '=', week).forUpdate().execute();
    const waiting = await countLeft(trx, week);
    if (waiting > 0) return waiting;
    const { rows } = await sql<{ number: number }>`
      insert into chunks (week, number, first_id, last_id)
      select ${week}, part, min(id), max(id) from (
        select id, (row_number() over (order by id) - 1) / ${size}::int as part
        from deliveries where week = ${week} and ${isOpen}) as numbered
      group by part order by part returning number`.execute(trx);
    const numbers = rows.map(({ number }) => number);
    await jobs.add(week, numbers, { db: fromKysely(trx) });
    return rows.length;
  });
}

async function wake(db: Kysely<Tables>, jobs: ChunkQueue, week: string): Promise<void> {
  await jobs.unbury(week);
  await jobs.clear(week);
  await addMissingJobs(db, jobs, week);
}

/** Gives a job to each chunk that has none. */
async function addMissingJobs(db: Kysely<Tables>, jobs: ChunkQueue, week: string): Promise<void> {
  const numbers = await jobs.missing(week, db);
  if (numbers.length > 0) await jobs.add(week, numbers);
}

type TakeRequest = { weeks: readonly string[]; holder: string; now: Date };

async function take(
  db: Kysely<Tables>,
  jobs: ChunkQueue,
  { weeks, holder, now }: TakeRequest,
): Promise<Chunk | undefined> {
  for (const week of weeks)
    for (let job = await jobs.fetch(week); job !== undefined; job = await jobs.fetch(week)) {
      const chunk = await leaseChunk(db, { week, job, holder, now });
      if (chunk !== undefined) return chunk;
      await jobs.complete(week, job);
    }
  return undefined;
}

async function recover(
  db: Kysely<Tables>,
  jobs: ChunkQueue,
  isDead: (holder: string) => boolean,
  now: Date,
): Promise<void> {
  await finishRuns(db, now);
  const leased = await db
    .selectFrom('chunks')
    .select(['week', 'number', 'holder'])
    .where('token', 'is not', null)
    .execute();
  const orphaned = Map.groupBy(
    leased.filter(({ holder }) => holder !== null && isDead(holder)),
    ({ week }) => week,
  );
  for (const [week, chunks] of orphaned) {
    const numbers = chunks.map(({ number }) => number);
    await jobs.failActive(week, numbers);
  }
  for (const week of await weeksOf(db)) {
    await jobs.expire(week);
    await addMissingJobs(db, jobs, week);
  }
}

type Release = { chunk: Chunk; now: Date; notBefore: Date | undefined };

async function release(db: Kysely<Tables>, jobs: ChunkQueue, { chunk, now, notBefore }: Release): Promise<void> {
  const { week, job } = chunk;
  const rest = await releaseChunk(db, chunk, now);
  if (rest === undefined) return;
  if (rest.open === 0) await finishRuns(db, now, week);
  await jobs.complete(week, job);
  if (rest.open === 0) return;
  const due = new Date(rest.due || 0);
  const at = notBefore !== undefined && notBefore > due ? notBefore : due;
  await jobs.add(week, [chunk.number], { at });
}

async function weeksOf(db: Kysely<Tables>): Promise<string[]> {
  const rows = await db.selectFrom('chunks').select('week').distinct().orderBy('week').execute();
  return rows.map(({ week }) => week);
}

async function held(db: Kysely<Tables>, week: string): Promise<HeldChunk[]> {
  const rows = await db
    .selectFrom('chunks')
    .select(eb => [
      'number',
      'holder',
      eb('last_id', '-', eb.ref('first_id')).as('span'),
      eb
        .selectFrom('deliveries')
        .select(inner => inner.fn.countAll().as('n'))
        .where('deliveries.week', '=', week)
        .whereRef('deliveries.id', '>=', 'first_id')
        .whereRef('deliveries.id', '<=', 'last_id')
        .where(isOpen)
        .as('open'),
    ])
    .where('week', '=', week)
    .where('token', 'is not', null)
    .orderBy('holder')
    .execute();
  return rows.map(({ number, holder, span, open }) => ({
    number,
    holder: holder ?? '',
    total: Number(span) + 1,
    open: Number(open),
  }));
}

async function countLeft(db: Kysely<Tables>, week: string): Promise<number> {
  const row = await db
    .selectFrom('chunks')
    .select(eb => eb.fn.countAll().as('n'))
    .where('week', '=', week)
    .executeTakeFirstOrThrow();
  return Number(row.n);
}

/**
 * The number of deliveries in a chunk of a run: some seconds of work, so that a dead worker delays few; fewer in a small run, so that
 * every worker gets some.
 * @param due deliveries of the run
 */
export const chunkSize = (due: number): number => Math.min(500, Math.max(20, Math.ceil(due / 20)));
