import { type Kysely, sql } from 'kysely';
import type { Pool, QueryResult } from 'pg';
import { PgBoss } from 'pg-boss';
import { z } from 'zod';
import type { Tables } from '../schema.ts';

/** Its tables are apart from ours. */
const schema = 'hebdo_jobs';
/** Jobs whose workers died again and again: see `maxRetries`. */
const buriedQueue = 'buried';

/** Seconds for which a worker may be silent, and after which that is looked for. */
const heartbeatSeconds = 60;
const superviseSeconds = 5;
/** How often a chunk is given out again whose worker died on it. More often it is not the worker: a person has to look. */
const maxRetries = 20;
/** Seconds a finished job is kept, and between two clean-ups. */
const keepSeconds = 600;
const day = 86_400;

/** A chunk's job as a worker has it. `retryCount` tells its attempts apart. */
export type ChunkJob = { id: string; retryCount: number; number: number };

/** How many jobs a call has changed. */
const affected = z.object({ affected: z.number() }).transform(answer => answer.affected);

/** Of several statements in one text `pg` gives several results: the rows of all. */
const rowsOf = (result: QueryResult | QueryResult[]): unknown[] => [result].flat().flatMap(({ rows }) => rows);

/** A statement runner: the pool's, or a transaction's (`fromKysely`). */
type Db = { executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }> };

/**
 * The jobs of chunks, over pg-boss: who is given which, when one that waits is given out, what becomes of one whose worker is
 * silent. One queue a week, so that a worker asks only for what it can send; of a chunk there is one job at most.
 * A job is only a hint: what may be sent the ledger decides, by its fencing token.
 */
export class ChunkQueue {
  readonly #boss: PgBoss;
  readonly #queues = new Set<string>();
  #started: Promise<unknown> | undefined;

  constructor(pool: Pool) {
    this.#boss = new PgBoss({
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
    // What goes wrong in the background is met again by who asks next.
    this.#boss.on('error', () => undefined);
  }

  async #of(week: string): Promise<string> {
    this.#started ??= this.#boss.start();
    await this.#started.catch((cause: unknown) => {
      this.#started = undefined;
      throw cause;
    });
    if (this.#queues.has(week)) return week;
    await this.#boss.createQueue(buriedQueue);
    await this.#boss.createQueue(week, {
      policy: 'exclusive',
      heartbeatSeconds,
      expireInSeconds: day - 1,
      retryLimit: maxRetries,
      retentionSeconds: 60 * day,
      deleteAfterSeconds: keepSeconds,
      deadLetter: buriedQueue,
    });
    this.#queues.add(week);
    return week;
  }

  /** Makes the queue of a week. */
  async open(week: string): Promise<void> {
    await this.#of(week);
  }

  /** Adds jobs for chunks; one that has a job already keeps it. @param at when they may be taken; at once without it */
  async add(week: string, numbers: readonly number[], at?: Date, db?: Db): Promise<void> {
    const jobs = numbers.map(number => ({
      data: { week, number },
      singletonKey: String(number),
      ...(at === undefined ? {} : { startAfter: at }),
    }));
    await this.#boss.insert(await this.#of(week), jobs, db === undefined ? {} : { db });
  }

  /** The next job that waits. */
  async fetch(week: string): Promise<ChunkJob | undefined> {
    const [job] = await this.#boss.fetch<{ number: number }>(await this.#of(week));
    return job && { id: job.id, retryCount: job.retryCount, number: job.data.number };
  }

  /** Says that its worker is alive. @returns false if the job is another's by now */
  async touch(week: string, { id, retryCount }: ChunkJob): Promise<boolean> {
    return affected.parse(await this.#boss.touch(await this.#of(week), { id, retryCount })) === 1;
  }

  async complete(week: string, { id, retryCount }: ChunkJob): Promise<void> {
    await this.#boss.complete(await this.#of(week), { id, retryCount });
  }

  /**
   * Chunks without a job, but for those that were buried. A job from the time before the database's clock went back would wait
   * for as long: it is taken away, and its chunk is without one.
   */
  async missing(week: string, db: Kysely<Tables>): Promise<number[]> {
    const jobs = sql.table(`${schema}.job`);
    const name = await this.#of(week);
    await sql`delete from ${jobs} where name = ${name} and state < 'active' and created_on > now()`.execute(db);
    const { rows } = await sql<{ number: number }>`
      select number from chunks c where week = ${week}
        and not exists (select 1 from ${jobs} j where j.name = ${name} and coalesce(j.singleton_key, '') = c.number::text
          and j.state <= 'active' and j.policy = 'exclusive')
        and not exists (select 1 from ${jobs} b where b.name = ${buriedQueue} and b.source_name = ${name}
          and b.singleton_key = c.number::text and b.state < 'active')`.execute(db);
    return rows.map(({ number }) => number);
  }

  /** Gives out again at once what workers have that are known to be dead. */
  async failActive(week: string, numbers: readonly number[]): Promise<void> {
    const queue = await this.#of(week);
    for (const number of numbers)
      for (const { id, retryCount, state } of await this.#boss.findJobs(queue, { key: String(number) }))
        if (state === 'active') await this.#boss.fail(queue, { id, retryCount }, { reason: 'its worker died' });
  }

  /** Takes the jobs away that wait, so that they are added anew. */
  async clear(week: string): Promise<void> {
    await this.#boss.deleteQueuedJobs(await this.#of(week));
  }

  /** Takes those out again that were buried. @returns how many there were */
  async unbury(week: string): Promise<number> {
    await this.#of(week);
    return this.#boss.redrive(buriedQueue, { sourceName: week });
  }

  /** Jobs whose worker is silent are given to others from now on. */
  async expire(week: string): Promise<void> {
    await this.#boss.supervise(await this.#of(week));
  }

  async stop(): Promise<void> {
    if (this.#started === undefined) return;
    await this.#started.catch(() => undefined);
    await this.#boss.stop({ graceful: false, close: false }).catch(() => undefined);
  }
}
