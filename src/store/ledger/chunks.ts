import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import { inTransaction } from '../database/transaction.ts';
import { isOpen, type Tables } from '../schema.ts';
import type { ChunkJobs } from './chunk-jobs.ts';
import { type Chunk, finishRuns, leaseChunk, releaseChunk } from './chunk-lease.ts';

/** A chunk that is worked on, its holder, its deliveries, and how many of them are open. */
export type HeldChunk = { number: number; holder: string; total: number; open: number };

export type Chunks = ReturnType<typeof makeChunks>;

const noJobs: Pick<ChunkJobs, 'of'> = { of: () => Promise.reject(new Error('only PostgreSQL hands out chunks')) };

/**
 * A run cut into chunks, which many processes work on. Jobs (chunk-jobs.ts) decide which worker gets which chunk, and when. The
 * ledger decides what is sent: a chunk is leased under a fencing token, and its former worker can take no further step. A job
 * that runs twice or late does no harm, and a chunk without a job is found and given one.
 *
 * @param jobs undefined in SQLite, where every method that needs jobs throws
 * @example
 * await chunks.cut('2026-W48', 5_000);
 * const chunk = await chunks.take(['2026-W48'], holder, now);
 * // … the worker delivers chunk.first to chunk.last under chunk.token, and renews the lease meanwhile …
 * if (chunk !== undefined && (await chunks.renew(chunk))) await chunks.release(chunk, now);
 */
export function makeChunks(db: Kysely<Tables>, jobs: Pick<ChunkJobs, 'of'> = noJobs) {
  /** The runs that have chunks, the oldest first. */
  const weeks = async (): Promise<string[]> => {
    const rows = await db.selectFrom('chunks').select('week').distinct().orderBy('week').execute();
    return rows.map(row => row.week);
  };
  /** How many chunks of a run are not done. */
  const left = async (week: string, on = db): Promise<number> => {
    const { rows } = await sql<{ n: number }>`select count(*) as n from chunks where week = ${week}`.execute(on);
    return Number(rows[0]?.n);
  };
  /** Gives a job to each chunk that has none. */
  const addMissingJobs = async (week: string): Promise<void> => {
    const boss = await jobs.of(week);
    const { chunksWithoutJob } = await import('./chunk-jobs.ts');
    const numbers = await chunksWithoutJob(db, week);
    if (numbers.length > 0) await boss.insert(week, numbers.map(jobOf));
  };

  return {
    weeks,
    left,

    /** Cuts a run's open deliveries into chunks of `size`, unless it is cut already. @returns how many chunks are not done */
    async cut(week: string, size: number): Promise<number> {
      const boss = await jobs.of(week);
      const { fromKysely } = await import('pg-boss');
      return inTransaction(db, async trx => {
        // Of two processes that cut at once the second waits for this lock, and then finds the chunks.
        await trx.selectFrom('runs').select('week').where('week', '=', week).forUpdate().execute();
        const waiting = await left(week, trx);
        if (waiting > 0) return waiting;
        // By the number of open deliveries, not by their ids: two deliveries far apart may be one chunk.
        const { rows } = await sql<{ number: number }>`
          insert into chunks (week, number, first_id, last_id)
          select ${week}, part, min(id), max(id) from (
            select id, (row_number() over (order by id) - 1) / ${size}::int as part
            from deliveries where week = ${week} and ${isOpen}) as numbered
          group by part order by part returning number`.execute(trx);
        await boss.insert(
          week,
          rows.map(({ number }) => jobOf(number)),
          { db: fromKysely(trx) },
        );
        return rows.length;
      });
    },

    /** Makes all waiting chunks of a run available at once, and also those set aside after too many dead workers. */
    async wake(week: string): Promise<void> {
      const boss = await jobs.of(week);
      const { buriedQueue } = await import('./chunk-jobs.ts');
      await boss.redrive(buriedQueue, { sourceName: week });
      await boss.deleteQueuedJobs(week);
      await addMissingJobs(week);
    },

    /**
     * Leases a chunk of one of the weeks that has no worker, or whose worker is silent. Its interrupted deliveries are recovered:
     * see recover-interrupted.ts.
     */
    async take(from: readonly string[], holder: string, now: Date): Promise<Chunk | undefined> {
      for (const week of from) {
        const boss = await jobs.of(week);
        for (let [job] = await boss.fetch<JobData>(week); job !== undefined; [job] = await boss.fetch<JobData>(week)) {
          const lease = await leaseChunk(db, { week, number: job.data.number }, holder, now);
          if (lease !== undefined) return { ...lease, job: { id: job.id, retryCount: job.retryCount } };
          await boss.complete(week, job);
        }
      }
      return undefined;
    },

    /** Repairs what a dead process leaves: chunks without a job, jobs of silent or dead workers, runs whose last chunk is done. */
    async recover(isDead: (holder: string) => boolean, now: Date): Promise<void> {
      await finishRuns(db, now);
      const leased = db.selectFrom('chunks').select(['week', 'number', 'holder']).where('holder', 'is not', null);
      for (const { week, number, holder } of await leased.execute()) {
        if (holder === null || !isDead(holder)) continue;
        const boss = await jobs.of(week);
        for (const job of await boss.findJobs(week, { key: String(number) }))
          if (job.state === 'active') await boss.fail(week, job, { reason: 'its worker died' });
      }
      for (const week of await weeks()) {
        await (await jobs.of(week)).supervise(week);
        await addMissingJobs(week);
      }
    },

    /** Renews the lease of a chunk. @returns false if another worker has it */
    async renew({ week, job }: Chunk): Promise<boolean> {
      const boss = await jobs.of(week);
      return touched.parse(await boss.touch(week, job)).affected === 1;
    },

    /**
     * Gives a chunk back until its next delivery is due. A chunk without open deliveries is done; with the last one its run is
     * finished. @param notBefore when it may be taken again, if that is later
     */
    async release(chunk: Chunk, now: Date, notBefore = new Date(0)): Promise<void> {
      const { week, number, job } = chunk;
      const rest = await releaseChunk(db, chunk, now);
      if (rest === undefined) return;
      const boss = await jobs.of(week);
      if (rest.open === 0) await finishRuns(db, now, week);
      await boss.complete(week, job);
      const due = new Date(Math.max(new Date(rest.due || 0).getTime(), notBefore.getTime()));
      if (rest.open > 0) await boss.insert(week, [{ ...jobOf(number), startAfter: due }]);
    },

    /** The chunks of a run that are worked on, and their progress. */
    async held(week: string): Promise<HeldChunk[]> {
      const { rows } = await sql<HeldChunk>`
        select c.number, c.holder, c.last_id - c.first_id + 1 as total,
          (select count(*) from deliveries d
           where d.week = c.week and d.id between c.first_id and c.last_id and ${isOpen}) as open
        from chunks c where c.week = ${week} and c.holder is not null order by c.holder`.execute(db);
      return rows;
    },
  };
}

type JobData = { number: number };

/** The answer of a call that changes jobs. */
const touched = z.object({ affected: z.number() });

const jobOf = (number: number) => ({ data: { number }, singletonKey: String(number) });

/**
 * The number of deliveries in a chunk of a run: some seconds of work, so that a dead worker delays few; fewer in a small run, so that
 * every worker gets some.
 * @param due deliveries of the run
 */
export const chunkSize = (due: number): number => Math.min(500, Math.max(20, Math.ceil(due / 20)));
