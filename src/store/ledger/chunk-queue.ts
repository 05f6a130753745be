import { type Kysely, sql } from 'kysely';
import type { Pool, QueryResult } from 'pg';
import { PgBoss } from 'pg-boss';
import { z } from 'zod';
import type { Tables } from '../schema.ts';

/** The PostgreSQL schema of pg-boss's tables. */
const schema = 'hebdo_jobs';
/** The queue of jobs that failed more than `maxRetries` times. */
const buriedQueue = 'buried';

/** Seconds after which a silent worker loses its chunk's lease, and between two checks for silent workers. */
const chunkLeaseSeconds = 60;
const superviseSeconds = 5;
/** How often the job of a dead worker is given to another. After that the chunk is likely at fault, and a person has to look. */
const maxRetries = 20;
/** Seconds for which a finished job is kept, and between two clean-ups. */
const keepSeconds = 600;
const daySeconds = 86_400;

/** The job of a chunk, as given to a worker. `retryCount` identifies the attempt. */
export type ChunkJob = { id: string; retryCount: number; number: number };

/** The number of jobs that a call changed. */
const affected = z.object({ affected: z.number() }).transform(answer => answer.affected);

/** The rows of all results: for a text of several statements `pg` returns several. */
const rowsOf = (result: QueryResult | QueryResult[]): unknown[] => [result].flat().flatMap(({ rows }) => rows);

/** Runs statements, through the pool or in a transaction (`fromKysely` of pg-boss). */
type Db = { executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }> };

/**
 * The jobs of chunks, over pg-boss, which decides which worker gets which job, when a waiting job is available, and when a silent
 * worker loses its job. Each week has a queue of its own, so that a worker asks only for what it can send; a chunk has one job at
 * most. A job is only a hint: the ledger decides what may be sent, by its fencing token.
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
    // A background failure occurs again in the next call, which throws it.
    this.#boss.on('error', () => undefined);
  }

  async #queueOf(week: string): Promise<string> {
    this.#started ??= this.#boss.start();
    await this.#started.catch((cause: unknown) => {
      this.#started = undefined;
      throw cause;
    });
    if (this.#queues.has(week)) return week;
    await this.#boss.createQueue(buriedQueue);
    await this.#boss.createQueue(week, {
      policy: 'exclusive',
      heartbeatSeconds: chunkLeaseSeconds,
      expireInSeconds: daySeconds - 1,
      retryLimit: maxRetries,
      retentionSeconds: 60 * daySeconds,
      deleteAfterSeconds: keepSeconds,
      deadLetter: buriedQueue,
    });
    this.#queues.add(week);
    return week;
  }

  /** Creates the queue of a week, if it is not there. */
  async open(week: string): Promise<void> {
    await this.#queueOf(week);
  }

  /**
   * Adds jobs for chunks. A chunk that has a job keeps it.
   * @param options `at`: when the jobs become available, at once without it; `db`: the transaction to add them in
   */
  async add(week: string, numbers: readonly number[], { at, db }: { at?: Date; db?: Db } = {}): Promise<void> {
    const jobs = numbers.map(number => ({
      data: { week, number },
      singletonKey: String(number),
      ...(at === undefined ? {} : { startAfter: at }),
    }));
    await this.#boss.insert(await this.#queueOf(week), jobs, db === undefined ? {} : { db });
  }

  /** Takes the next available job. */
  async fetch(week: string): Promise<ChunkJob | undefined> {
    const [job] = await this.#boss.fetch<{ number: number }>(await this.#queueOf(week));
    return job && { id: job.id, retryCount: job.retryCount, number: job.data.number };
  }

  /** Renews a job: its worker is alive. @returns false if another worker has the job */
  async touch(week: string, { id, retryCount }: ChunkJob): Promise<boolean> {
    return affected.parse(await this.#boss.touch(await this.#queueOf(week), { id, retryCount })) === 1;
  }

  /** Ends a job. */
  async complete(week: string, { id, retryCount }: ChunkJob): Promise<void> {
    await this.#boss.complete(await this.#queueOf(week), { id, retryCount });
  }

  /**
   * The numbers of chunks that have no job and were not buried. Jobs created in the future, before the database's clock was set
   * back, are deleted first: they would wait until that moment.
   */
  async missing(week: string, db: Kysely<Tables>): Promise<number[]> {
    const jobs = sql.table(`${schema}.job`);
    const name = await this.#queueOf(week);
    await sql`delete from ${jobs} where name = ${name} and state < 'active' and created_on > now()`.execute(db);
    const { rows } = await sql<{ number: number }>`
      select number from chunks c where week = ${week}
        and not exists (select 1 from ${jobs} j where j.name = ${name} and coalesce(j.singleton_key, '') = c.number::text
          and j.state <= 'active' and j.policy = 'exclusive')
        and not exists (select 1 from ${jobs} b where b.name = ${buriedQueue} and b.source_name = ${name}
          and b.singleton_key = c.number::text and b.state < 'active')`.execute(db);
    return rows.map(({ number }) => number);
  }

  /** Makes the jobs of dead workers available at once. */
  async failActive(week: string, numbers: readonly number[]): Promise<void> {
    const queue = await this.#queueOf(week);
    for (const number of numbers)
      for (const { id, retryCount, state } of await this.#boss.findJobs(queue, { key: String(number) }))
        if (state === 'active') await this.#boss.fail(queue, { id, retryCount }, { reason: 'its worker died' });
  }

  /** Deletes the waiting jobs of a week, so that they can be added anew. */
  async clear(week: string): Promise<void> {
    await this.#boss.deleteQueuedJobs(await this.#queueOf(week));
  }

  /** Makes buried jobs available again. @returns how many there were */
  async unbury(week: string): Promise<number> {
    await this.#queueOf(week);
    return this.#boss.redrive(buriedQueue, { sourceName: week });
  }

  /** Makes the jobs of silent workers available. */
  async expire(week: string): Promise<void> {
    await this.#boss.supervise(await this.#queueOf(week));
  }

  /** Stops pg-boss. The pool stays open. */
  async stop(): Promise<void> {
    if (this.#started === undefined) return;
    await this.#started.catch(() => undefined);
    await this.#boss.stop({ graceful: false, close: false }).catch(() => undefined);
  }
}
