import { type Kysely, sql } from 'kysely';
import type { Pool, QueryResult } from 'pg';
import type { PgBoss } from 'pg-boss';
import type { Tables } from '../schema.ts';

/** The PostgreSQL schema of pg-boss's tables. */
const schema = 'hebdo_jobs';
/** The queue of jobs that failed more than `retryLimit` times: the chunk is likely at fault, and a person has to look. */
export const buriedQueue = 'buried';

/** Seconds between two checks for silent workers, and for which a finished job is kept. */
const superviseSeconds = 5;
const keepSeconds = 600;
const daySeconds = 86_400;

/** The queue of a week. A worker that is silent for `heartbeatSeconds` loses its chunk's lease. */
const queueOptions = {
  policy: 'exclusive',
  heartbeatSeconds: 60,
  expireInSeconds: daySeconds - 1,
  retryLimit: 20,
  retentionSeconds: 60 * daySeconds,
  deleteAfterSeconds: keepSeconds,
  deadLetter: buriedQueue,
} as const;

/** See `chunkJobs`. */
export type ChunkJobs = ReturnType<typeof chunkJobs>;

/**
 * The jobs of chunks in a PostgreSQL database, over pg-boss, which decides which worker gets which job, when a waiting job is available,
 * and when a silent worker loses its job. Each week has a queue of its own, so that a worker asks only for what it can send; a chunk has
 * one job at most. A job is only a hint: the ledger decides what may be sent, by its fencing token.
 */
export function chunkJobs(pool: Pool) {
  // For a text of several statements `pg` returns several results.
  const rowsOf = (result: QueryResult | QueryResult[]): unknown[] => [result].flat().flatMap(({ rows }) => rows);
  const started = async (): Promise<PgBoss> => {
    const { PgBoss } = await import('pg-boss');
    const boss = new PgBoss({
      db: { executeSql: async (text, values) => ({ rows: rowsOf(await pool.query(text, values)) }) },
      schema,
      schedule: false,
      superviseIntervalSeconds: superviseSeconds,
      monitorIntervalSeconds: superviseSeconds,
      maintenanceIntervalSeconds: keepSeconds,
      registerInstance: false,
      reindex: false,
      monitorVacuum: false,
      openTelemetry: { enabled: false },
    });
    // A background failure occurs again in the next call, which throws it.
    boss.on('error', () => undefined);
    await boss.start();
    await boss.createQueue(buriedQueue);
    return boss;
  };
  const queues = new Map<string, Promise<PgBoss>>();
  /** Keeps what a step gives under a name, and takes the step again after a failure. */
  const once = (name: string, step: () => Promise<PgBoss>): Promise<PgBoss> => {
    const kept = queues.get(name) ?? step();
    queues.set(name, kept);
    kept.catch(() => queues.delete(name));
    return kept;
  };
  return {
    /** pg-boss, with the queue of a week, whose name is the week. */
    jobsOf: (week: string): Promise<PgBoss> =>
      once(week, async () => {
        const boss = await once(buriedQueue, started);
        await boss.createQueue(week, queueOptions);
        return boss;
      }),
    /** Stops pg-boss. The pool stays open. */
    async stop(): Promise<void> {
      await queues
        .get(buriedQueue)
        ?.then(boss => boss.stop({ graceful: false, close: false }))
        .catch(() => undefined);
    },
  };
}

/**
 * The numbers of a week's chunks that have no job and were not buried. Jobs created in the future, before the database's clock was
 * set back, are deleted first: they would wait until that moment.
 */
export async function chunksWithoutJob(db: Kysely<Tables>, week: string): Promise<number[]> {
  const jobs = sql.table(`${schema}.job`);
  await sql`delete from ${jobs} where name = ${week} and state < 'active' and created_on > now()`.execute(db);
  const { rows } = await sql<{ number: number }>`
    select number from chunks c where week = ${week}
      and not exists (select 1 from ${jobs} j where j.name = ${week} and coalesce(j.singleton_key, '') = c.number::text
        and j.state <= 'active' and j.policy = 'exclusive')
      and not exists (select 1 from ${jobs} b where b.name = ${buriedQueue} and b.source_name = ${week}
        and b.singleton_key = c.number::text and b.state < 'active')`.execute(db);
  return rows.map(({ number }) => number);
}
