import { type Kysely, sql } from 'kysely';
import type { PgBoss } from 'pg-boss';
import { z } from 'zod';
import type { ExecuteSql } from '../database/dialect.ts';
import { inTransaction, retried } from '../database/transaction.ts';
import { dueText, isOpen, type Tables } from '../schema.ts';
import { addMissingJobs, buriedQueue, isActive, jobOf, openWeek, startJobs } from './chunk-jobs.ts';
import { finishRuns } from './finish-runs.ts';
import { isInterrupted, recoveredColumns } from './recover-interrupted.ts';

/** An attempt to work on a chunk, as its job has it. */
type Attempt = { id: string; retryCount: number };

/** A range of a run's deliveries, leased to one worker under a fencing token. */
export type Chunk = { week: string; number: number; first: number; last: number; token: number; job: Attempt };

/** A chunk that is worked on, its holder, its deliveries, and how many of them are open. */
export type HeldChunk = { number: number; holder: string; total: number; open: number };

/**
 * The number of deliveries in a chunk of a run: some seconds of work, so that a dead worker delays few; fewer in a small run, so that
 * every worker gets some.
 * @param due deliveries of the run
 */
export const chunkSize = (due: number): number => Math.min(500, Math.max(20, Math.ceil(due / 20)));

/** See `makeChunks`. */
export type Chunks = ReturnType<typeof makeChunks>;

/**
 * A run cut into chunks, which many processes work on. Jobs (chunk-jobs.ts) decide which worker gets which chunk, and when. The
 * ledger decides what is sent: a chunk is leased under a fencing token, and its former worker can take no further step. A job
 * that runs twice or late does no harm, and a chunk without a job is found and given one.
 *
 * @param executeSql undefined in SQLite, where no run is cut, and every method that needs jobs throws
 * @example
 * await chunks.cut('2026-W48', claim.token, 500);
 * const chunk = await chunks.take(['2026-W48'], holder, now);
 * // … the worker delivers chunk.first to chunk.last under chunk.token, and renews the lease meanwhile …
 * if (chunk !== undefined && (await chunks.renew(chunk))) await chunks.release(chunk, now);
 */
export function makeChunks(db: Kysely<Tables>, executeSql?: ExecuteSql) {
  let started: Promise<PgBoss> | undefined;
  const jobs = async (): Promise<PgBoss> => {
    if (executeSql === undefined) throw new Error('only PostgreSQL hands out chunks');
    started ??= startJobs(executeSql);
    // After a failure the next call tries again.
    started.catch(() => (started = undefined));
    return started;
  };
  const stop = async (): Promise<void> => {
    const boss = await started?.catch(() => undefined);
    started = undefined;
    await boss?.stop({ graceful: false, close: false });
  };
  const weeks = async (): Promise<string[]> =>
    (await db.selectFrom('chunks').select('week').distinct().orderBy('week').execute()).map(({ week }) => week);
  const held = async (week: string): Promise<HeldChunk[]> => {
    const { rows } = await sql<HeldChunk>`
      select c.number, c.holder, c.last_id - c.first_id + 1 as total,
        (select count(*) from deliveries d
         where d.week = c.week and d.id between c.first_id and c.last_id and ${isOpen}) as open
      from chunks c where c.week = ${week} and c.holder is not null order by c.holder`.execute(db);
    return rows;
  };

  return {
    /** The runs that have chunks, the oldest first. */
    weeks,
    /** The chunks of a run that are worked on, and their progress. */
    held,
    /** Ends the work of pg-boss. The database stays open. */
    stop,

    /** How many chunks of a run were set aside, because worker after worker died with them. */
    async setAside(week: string): Promise<number> {
      if (!(await weeks()).includes(week)) return 0;
      return (await (await jobs()).previewRedrive(buriedQueue, { sourceName: week })).total;
    },

    /**
     * Cuts a run's open deliveries into chunks of `size`, unless it is cut already.
     * @param token the fencing token of the run's lease
     * @returns how many chunks are not done; 0 also if another process has the lease by now
     */
    async cut(week: string, token: number, size: number): Promise<number> {
      const boss = await jobs();
      await openWeek(boss, week);
      await inTransaction(db, async trx => {
        // Of two processes that cut at once the second waits for this lock, and then finds the chunks.
        await trx.selectFrom('runs').select('week').where('week', '=', week).forUpdate().execute();
        // By the number of open deliveries, not by their ids: two deliveries far apart may be one chunk.
        await sql`
          insert into chunks (week, number, first_id, last_id)
          select ${week}, part, min(id), max(id) from (
            select id, (row_number() over (order by id) - 1) / ${size}::int as part
            from deliveries where week = ${week} and ${isOpen}) as numbered
          where not exists (select 1 from chunks where week = ${week})
            and exists (select 1 from runs where week = ${week} and token = ${token} and holder is not null)
          group by part`.execute(trx);
      });
      const waiting = await db.selectFrom('chunks').select('number').where('week', '=', week).execute();
      await addMissingJobs(boss, db, week);
      return waiting.length;
    },

    /** Makes all waiting chunks of a run available at once, and also those set aside after too many dead workers. */
    async wake(week: string): Promise<void> {
      const boss = await jobs();
      await boss.redrive(buriedQueue, { sourceName: week });
      await boss.deleteQueuedJobs(week);
      await addMissingJobs(boss, db, week);
    },

    /**
     * Leases a chunk of one of the weeks that has no worker, or whose worker is silent. Its interrupted deliveries are recovered:
     * see recover-interrupted.ts.
     */
    async take(from: readonly string[], holder: string, now: Date): Promise<Chunk | undefined> {
      const boss = await jobs();
      for (const week of from)
        for (;;) {
          const [job] = await boss.fetch<{ number: number }>(week);
          if (job === undefined) break;
          const { number } = job.data;
          const leasing = sql<Pick<Chunk, 'first' | 'last' | 'token'>>`
            with taken as (
              update chunks set holder = ${holder}, token = nextval('fencing_tokens')
              where week = ${week} and number = ${number} and ${isActive(week, job)} returning first_id as first, last_id as last, token
            ), recovered as (
              update deliveries d set ${recoveredColumns(sql.ref('taken.token'), now)}
              from taken where d.week = ${week} and d.id between taken.first and taken.last and ${isInterrupted}
            )
            select * from taken`;
          const [lease] = (await retried(() => leasing.execute(db))).rows;
          if (lease !== undefined) return { week, number, ...lease, job: { id: job.id, retryCount: job.retryCount } };
          // The chunk is done, or another worker has the job by now.
          await boss.complete(week, job);
        }
      return undefined;
    },

    /** Repairs what a dead process leaves: chunks without a job, jobs of silent or dead workers, runs whose last chunk is done. */
    async recover(isDead: (holder: string) => boolean, now: Date): Promise<void> {
      await finishRuns(db, now);
      try {
        const boss = await jobs();
        for (const week of await weeks()) {
          await openWeek(boss, week);
          for (const { number } of (await held(week)).filter(({ holder }) => isDead(holder)))
            for (const job of await boss.findJobs(week, { key: String(number) }))
              if (job.state === 'active') await boss.fail(week, job, { reason: 'its worker died' });
          await addMissingJobs(boss, db, week);
        }
        await boss.supervise();
      } catch (cause) {
        // The tables of pg-boss may be gone: its next start makes them.
        await stop();
        throw cause;
      }
    },

    /** Renews the lease of a chunk. @returns false if another worker has it */
    async renew({ week, job }: Chunk): Promise<boolean> {
      return one.safeParse(await (await jobs()).touch(week, job)).success;
    },

    /**
     * Gives a chunk back until its next delivery is due. A chunk without open deliveries is done; with the last one its run is
     * finished. @param notBefore when it may be taken again, if that is later
     */
    async release({ week, number, first, last, token, job }: Chunk, now: Date, notBefore = new Date(0)): Promise<void> {
      const isMine = sql`c.week = ${week} and c.number = ${number} and c.token = ${token}`;
      const releasing = sql<{ open: number; due: string | null }>`
        with rest as (
          select count(*) as open, min(case when state in ('queued', 'deferred') then ${dueText(now)} end) as due
          from deliveries where week = ${week} and id between ${first} and ${last} and ${isOpen}
        ), done as (delete from chunks c using rest where ${isMine} and rest.open = 0 returning 1),
        kept as (update chunks c set holder = null, token = null from rest where ${isMine} and rest.open > 0 returning 1)
        select open, due from rest where exists (select 1 from done union all select 1 from kept)`;
      const [rest] = (await retried(() => releasing.execute(db))).rows;
      // Without a row another worker has the lease.
      if (rest === undefined) return;
      if (rest.open === 0) await finishRuns(db, now);
      const boss = await jobs();
      await boss.complete(week, job);
      const due = new Date(Math.max(new Date(rest.due || 0).getTime(), notBefore.getTime()));
      if (rest.open > 0) await boss.insert(week, [{ ...jobOf({ number }), startAfter: due }]);
    },
  };
}

/** The answer of a call that changed one job. */
const one = z.object({ affected: z.literal(1) });
