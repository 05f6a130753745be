import { type Kysely, sql, type Transaction } from 'kysely';
import { inTransaction, retried } from '../database/transaction.ts';
import { dueText, isOpen, type Tables } from '../schema.ts';
import type { ChunkJob, ChunkQueue } from './chunk-queue.ts';
import { cutOffWords } from './recover-interrupted.ts';

/** A range of a run's deliveries, leased to one worker under a fencing token. */
export type Chunk = { week: string; number: number; first: number; last: number; token: number; job: ChunkJob };

/** A chunk with whom it is, its deliveries, and how many of them are still to be made. */
export type HeldChunk = { number: number; holder: string; total: number; open: number };

/**
 * A run in chunks, which many processes work on. Jobs (chunk-queue.ts) say which chunk goes to whom, and when; the ledger's rows
 * decide what is sent: a chunk is taken under a fencing token, and whoever had it before can take no step any more. A job that
 * runs twice or late does no harm, and a chunk without a job is found and given one.
 */
export type Chunks = {
  /** Cuts what is open of a run into chunks of so many deliveries; nothing where it is cut already. @returns how many wait */
  cut(week: string, size: number): Promise<number>;
  /** Wakes all chunks of a run that wait, and those that were set aside because their workers died. */
  wake(week: string): Promise<void>;
  /** The runs that have chunks, the oldest first. */
  weeks(): Promise<string[]>;
  /**
   * Takes a chunk of one of the weeks that nobody works on, or whose worker is silent. What of it had not reached the final
   * dot goes back into the queue, what had is uncertain.
   */
  take(weeks: readonly string[], holder: string, now: Date): Promise<Chunk | undefined>;
  /**
   * Finds what nobody works on though it could be: chunks without a job, jobs of workers that are silent or known to be dead,
   * runs whose last chunk is done.
   */
  recover(isDead: (holder: string) => boolean, now: Date): Promise<void>;
  /** Keeps a chunk; false if another has it now. */
  renew(chunk: Chunk): Promise<boolean>;
  /**
   * Gives a chunk back, until its next delivery is due. One of which nothing is open is done; with the last one its run is
   * finished. @param notBefore when it may be taken again, if that is later
   */
  release(chunk: Chunk, now: Date, notBefore?: Date): Promise<void>;
  /** The chunks of a run that are worked on now, and how far each is. */
  held(week: string): Promise<HeldChunk[]>;
  /** Chunks that are not done. */
  left(week: string): Promise<number>;
};

/** @param queue hands chunks out; a store that one machine has to itself has none */
export function makeChunks(db: Kysely<Tables>, queue: ChunkQueue | undefined): Chunks {
  const jobs = (): ChunkQueue => {
    if (queue === undefined) throw new Error('only PostgreSQL hands out chunks');
    return queue;
  };
  return {
    cut: (week, size) => cut(db, jobs(), week, size),
    async wake(week) {
      await jobs().unbury(week);
      await jobs().clear(week);
      await giveJobs(db, jobs(), week);
    },
    async weeks() {
      const rows = await db.selectFrom('chunks').select('week').distinct().orderBy('week').execute();
      return rows.map(({ week }) => week);
    },
    async take(weeks, holder, now) {
      for (const week of weeks)
        for (let job = await jobs().fetch(week); job !== undefined; job = await jobs().fetch(week)) {
          const chunk = await takeOne(db, week, job, holder, now);
          if (chunk !== undefined) return chunk;
          await jobs().complete(week, job);
        }
      return undefined;
    },
    async recover(isDead, now) {
      await finishRuns(db, now);
      const rows = await db
        .selectFrom('chunks')
        .select(['week', 'number', 'holder'])
        .where('token', 'is not', null)
        .execute();
      const dead = Map.groupBy(
        rows.filter(({ holder }) => holder !== null && isDead(holder)),
        ({ week }) => week,
      );
      for (const [week, own] of dead)
        await jobs().failActive(
          week,
          own.map(({ number }) => number),
        );
      const weeks = await db.selectFrom('chunks').select('week').distinct().execute();
      for (const { week } of weeks) {
        await jobs().expire(week);
        await giveJobs(db, jobs(), week);
      }
    },
    renew: ({ week, job }) => jobs().touch(week, job),
    async release(chunk, now, notBefore) {
      const { week, job } = chunk;
      const end = await releaseOne(db, chunk, now);
      if (end === undefined) return;
      if (end.open === 0) await finishRuns(db, now, week);
      await jobs().complete(week, job);
      if (end.open === 0) return;
      const due = new Date(end.due || 0);
      await jobs().add(week, [chunk.number], notBefore !== undefined && notBefore > due ? notBefore : due);
    },
    async held(week) {
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
    },
    left: week => left(db, week),
  };
}

async function left(on: Kysely<Tables>, week: string): Promise<number> {
  const row = await on
    .selectFrom('chunks')
    .select(eb => eb.fn.countAll().as('n'))
    .where('week', '=', week)
    .executeTakeFirstOrThrow();
  return Number(row.n);
}

/** By what is open, not by its numbers: two deliveries far apart are one chunk. */
async function cut(db: Kysely<Tables>, jobs: ChunkQueue, week: string, size: number): Promise<number> {
  await jobs.open(week);
  const { fromKysely } = await import('pg-boss');
  return inTransaction(db, async trx => {
    // Of two that cut at once the second waits here, and finds it done.
    await trx.selectFrom('runs').select('week').where('week', '=', week).forUpdate().execute();
    const waiting = await left(trx, week);
    if (waiting > 0) return waiting;
    const { rows } = await sql<{ number: number }>`
      insert into chunks (week, number, first_id, last_id)
      select ${week}, part, min(id), max(id) from (
        select id, (row_number() over (order by id) - 1) / ${size}::int as part
        from deliveries where week = ${week} and ${isOpen}) as numbered
      group by part order by part returning number`.execute(trx);
    await jobs.add(
      week,
      rows.map(({ number }) => number),
      undefined,
      fromKysely(trx),
    );
    return rows.length;
  });
}

/** Gives a job to each chunk that has none. */
async function giveJobs(db: Kysely<Tables>, jobs: ChunkQueue, week: string): Promise<void> {
  const numbers = await jobs.missing(week, db);
  if (numbers.length > 0) await jobs.add(week, numbers);
}

/** Leases a chunk under a new token, and recovers what its last worker left half done. See recover-interrupted.ts. */
async function takeOne(
  db: Kysely<Tables>,
  week: string,
  job: ChunkJob,
  holder: string,
  now: Date,
): Promise<Chunk | undefined> {
  const taking = sql<{ first_id: number; last_id: number; token: number }>`
    with taken as (
      update chunks set holder = ${holder}, token = nextval('fencing_tokens')
      where week = ${week} and number = ${job.number} returning first_id, last_id, token
    ), recovered as (
      update deliveries d set token = taken.token, updated_at = ${now.toISOString()},
        state = case when d.state = 'sending' then 'queued' else 'uncertain' end,
        is_open = case when d.state = 'sending' then 1 else 0 end,
        words = case when d.state = 'sending' then null else ${cutOffWords} end
      from taken where d.week = ${week} and d.id between taken.first_id and taken.last_id
        and d.is_open = 1 and d.state in ('sending', 'committing')
    )
    select first_id, last_id, token from taken`;
  const { rows } = await retried(() => taking.execute(db));
  const [row] = rows;
  return row && { week, number: job.number, first: row.first_id, last: row.last_id, token: row.token, job };
}

/** @returns what is open of it, and when the next is due; nothing where it is another's by now */
async function releaseOne(
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

/** Finishes runs of which nothing is left: that of a week, or all that nobody has. */
async function finishRuns(db: Kysely<Tables> | Transaction<Tables>, now: Date, week?: string): Promise<void> {
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
