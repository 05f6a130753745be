import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import { inTransaction, retried } from '../database/transaction.ts';
import { dueText, isOpen, type Tables } from '../schema.ts';
import { buriedQueue, type ChunkJobs, chunksWithoutJob } from './chunk-jobs.ts';
import type { Chunk, Chunks, HeldChunk } from './chunks.ts';
import { isInterrupted, recoveredColumns } from './recover-interrupted.ts';

const noJobs = () => Promise.reject(new Error('only PostgreSQL hands out chunks'));

/** The chunks of a database. @param jobs undefined in SQLite, where no run is cut, and every method that needs jobs throws */
export function makeChunks(db: Kysely<Tables>, { jobsOf }: Pick<ChunkJobs, 'jobsOf'> = { jobsOf: noJobs }): Chunks {
  const left = async (week: string, on = db): Promise<number> => {
    const { rows } = await sql<{ n: number }>`select count(*) as n from chunks where week = ${week}`.execute(on);
    return Number(rows[0]?.n);
  };
  const weeks = async (): Promise<string[]> => {
    const { rows } = await sql<{ week: string }>`select distinct week from chunks order by week`.execute(db);
    return rows.map(row => row.week);
  };
  /** Gives a job to each chunk that has none. */
  const addMissingJobs = async (week: string): Promise<void> => {
    const numbers = await chunksWithoutJob(db, week);
    if (numbers.length > 0) await (await jobsOf(week)).insert(week, numbers.map(jobOf));
  };

  return {
    weeks,
    left,

    async cut(week, size) {
      const boss = await jobsOf(week);
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
        const jobs = rows.map(({ number }) => jobOf(number));
        await boss.insert(week, jobs, { db: fromKysely(trx) });
        return rows.length;
      });
    },

    async wake(week) {
      const boss = await jobsOf(week);
      await boss.redrive(buriedQueue, { sourceName: week });
      await boss.deleteQueuedJobs(week);
      await addMissingJobs(week);
    },

    async take(from, holder, now) {
      for (const week of from) {
        const boss = await jobsOf(week);
        for (let [job] = await boss.fetch<JobData>(week); job !== undefined; [job] = await boss.fetch<JobData>(week)) {
          const { id, retryCount } = job;
          const leasing = sql<Omit<Chunk, 'job'>>`
            with taken as (
              update chunks set holder = ${holder}, token = nextval('fencing_tokens')
              where week = ${week} and number = ${job.data.number} returning week, number, first_id, last_id, token
            ), recovered as (
              update deliveries d set ${recoveredColumns(sql.ref('taken.token'), now)}
              from taken where d.week = ${week} and d.id between taken.first_id and taken.last_id and ${isInterrupted}
            )
            select week, number, first_id as first, last_id as last, token from taken`;
          const [lease] = (await retried(() => leasing.execute(db))).rows;
          if (lease !== undefined) return { ...lease, job: { id, retryCount } };
          // The chunk is done.
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
        const boss = await jobsOf(week);
        for (const job of await boss.findJobs(week, { key: String(number) }))
          if (job.state === 'active') await boss.fail(week, job, { reason: 'its worker died' });
      }
      for (const week of await weeks()) {
        await (await jobsOf(week)).supervise(week);
        await addMissingJobs(week);
      }
    },

    async renew({ week, job }) {
      return touched.parse(await (await jobsOf(week)).touch(week, job)).affected === 1;
    },

    async release({ week, number, first, last, token, job }, now, notBefore = new Date(0)) {
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
      const [rest] = (await retried(() => releasing.execute(db))).rows;
      // Without a row another worker has the lease.
      if (rest === undefined) return;
      if (rest.open === 0) await finishRuns(db, now, week);
      const boss = await jobsOf(week);
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

/** Marks runs as finished that have neither chunks nor open deliveries. @param week one run; all unleased runs without it */
async function finishRuns(db: Kysely<Tables>, now: Date, week?: string): Promise<void> {
  await sql`
    update runs set finished_at = ${now.toISOString()}
    where finished_at is null and holder is null and (${week ?? null}::text is null or week = ${week ?? null})
      and not exists (select 1 from chunks c where c.week = runs.week)
      and not exists (select 1 from deliveries d where d.week = runs.week and ${isOpen})`.execute(db);
}
