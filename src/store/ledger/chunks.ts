import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import { inTransaction } from '../database/transaction.ts';
import { isOpen, type Tables } from '../schema.ts';
import type { ChunkJobs } from './chunk-jobs.ts';
import { type Chunks, finishRuns, type HeldChunk, leaseChunk, releaseChunk } from './chunk-lease.ts';

const noJobs: Pick<ChunkJobs, 'of'> = { of: () => Promise.reject(new Error('only PostgreSQL hands out chunks')) };

/** The chunks of a database. @param jobs undefined in SQLite, where every method that needs jobs throws */
export function makeChunks(db: Kysely<Tables>, jobs: Pick<ChunkJobs, 'of'> = noJobs): Chunks {
  const weeks = async (): Promise<string[]> => {
    const rows = await db.selectFrom('chunks').select('week').distinct().orderBy('week').execute();
    return rows.map(row => row.week);
  };
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

    async cut(week, size) {
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

    async wake(week) {
      const boss = await jobs.of(week);
      const { buriedQueue } = await import('./chunk-jobs.ts');
      await boss.redrive(buriedQueue, { sourceName: week });
      await boss.deleteQueuedJobs(week);
      await addMissingJobs(week);
    },

    async take(from, holder, now) {
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

    async recover(isDead, now) {
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

    async renew({ week, job }) {
      const boss = await jobs.of(week);
      return touched.parse(await boss.touch(week, job)).affected === 1;
    },

    async release(chunk, now, notBefore = new Date(0)) {
      const { week, number, job } = chunk;
      const rest = await releaseChunk(db, chunk, now);
      if (rest === undefined) return;
      const boss = await jobs.of(week);
      if (rest.open === 0) await finishRuns(db, now, week);
      await boss.complete(week, job);
      const due = new Date(Math.max(new Date(rest.due || 0).getTime(), notBefore.getTime()));
      if (rest.open > 0) await boss.insert(week, [{ ...jobOf(number), startAfter: due }]);
    },

    async held(week) {
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
