import { type Kysely, sql } from 'kysely';
import type { PgBoss } from 'pg-boss';
import type { ExecuteSql } from '../database/dialect.ts';
import type { Tables } from '../schema.ts';

/** The PostgreSQL schema of pg-boss's tables. */
const schema = 'hebdo_jobs';
const [jobs, queues] = [sql.table(`${schema}.job`), sql.table(`${schema}.queue`)];
/** The queue of jobs that failed more than `retryLimit` times: the chunk is likely at fault, and a person has to look. */
export const buriedQueue = 'buried';

/** Seconds for which a finished job is kept, and for which one may wait. */
const keepSeconds = 600;
const retentionSeconds = 60 * 86_400;

/**
 * Starts pg-boss, which decides which worker gets which job, when a waiting job is available, and when a silent worker loses its job.
 * It looks for silent workers only when it is told to (`supervise`).
 */
export async function startJobs(executeSql: ExecuteSql): Promise<PgBoss> {
  const { PgBoss } = await import('pg-boss');
  const boss = new PgBoss({
    db: { executeSql },
    schema,
    supervise: false,
    monitorIntervalSeconds: 5,
    maintenanceIntervalSeconds: keepSeconds,
    schedule: false,
    registerInstance: false,
    reindex: false,
    monitorVacuum: false,
  });
  // A background failure occurs again in the next call, which throws it.
  boss.on('error', () => undefined);
  return boss.start();
}

/** Creates the queue of a week, unless it exists. A worker that is silent for `heartbeatSeconds` loses its chunk's lease. */
export async function openWeek(boss: PgBoss, week: string): Promise<void> {
  await boss.createQueue(buriedQueue, { retentionSeconds });
  await boss.createQueue(week, {
    policy: 'exclusive',
    heartbeatSeconds: 60,
    // The longest that pg-boss allows: a worker that is alive may take its time.
    expireInSeconds: 86_399,
    retryLimit: 19,
    retentionSeconds,
    deleteAfterSeconds: keepSeconds,
    deadLetter: buriedQueue,
  });
}

/** The condition that a job is still with the worker that made this attempt. */
export const isActive = (week: string, { id, retryCount }: { id: string; retryCount: number }) => sql`exists (
  select 1 from ${jobs} where name = ${week} and id = ${id} and retry_count = ${retryCount} and state = 'active')`;

/** The job of a chunk. A queue has one job with a key at most. */
export const jobOf = ({ number }: { number: number }) => ({ data: { number }, singletonKey: String(number) });

/**
 * Gives a job to each chunk of a week that has none and was not buried. What was written before the database's clock was set back is
 * mended first: jobs of the future would wait until that moment, and silent workers would be looked for only then.
 */
export async function addMissingJobs(boss: PgBoss, db: Kysely<Tables>, week: string): Promise<void> {
  await sql`delete from ${jobs} where name = ${week} and state < 'active' and created_on > now()`.execute(db);
  await sql`update ${jobs} set heartbeat_on = now()
    where name = ${week} and state = 'active' and heartbeat_on > now()`.execute(db);
  await sql`update ${queues} set monitor_claim_on = null, monitor_on = null
    where name = ${week} and greatest(monitor_claim_on, monitor_on) > now()`.execute(db);
  const { rows } = await sql<{ number: number }>`
    select number from chunks c where week = ${week}
      and not exists (select 1 from ${jobs} j where j.name = ${week} and coalesce(j.singleton_key, '') = c.number::text
        and j.state <= 'active' and j.policy = 'exclusive')
      and not exists (select 1 from ${jobs} b where b.name = ${buriedQueue} and b.source_name = ${week}
        and b.singleton_key = c.number::text and b.state < 'active')`.execute(db);
  if (rows.length > 0) await boss.insert(week, rows.map(jobOf));
}
