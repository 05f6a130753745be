import { type Kysely, sql } from 'kysely';
import type { Tables } from '../schema.ts';
import { clockOf, isSqlite } from './dialect.ts';

/** Milliseconds between two looks at the database's clock. */
const syncEveryMs = 15_000;

/**
 * The clock of the store, by which leases, due times and days of a warm-up go. A PostgreSQL is shared by machines whose clocks
 * differ: there it is the database's clock, looked up from time to time and counted on by a clock of ours that never goes back.
 * A SQLite file has the clock of its one machine.
 */
export type StoreClock = { now(): Date; stop(): void };

/** @throws what the database says, if it cannot be asked the first time */
export async function storeClock(db: Kysely<Tables>): Promise<StoreClock> {
  if (isSqlite(db)) return { now: () => new Date(), stop: () => undefined };
  /** What is to be added to `performance.now()`. */
  let offset = 0;
  const sync = async (): Promise<void> => {
    const asked = performance.now();
    const { rows } = await sql<{ at: number }>`select ${clockOf(db)} as at`.execute(db);
    const answered = performance.now();
    if (rows[0] !== undefined) offset = rows[0].at - (asked + answered) / 2;
  };
  await sync();
  // A database that does not answer is told of by whoever needs it next.
  const timer = setInterval(() => void sync().catch(() => undefined), syncEveryMs).unref();
  return { now: () => new Date(performance.now() + offset), stop: () => clearInterval(timer) };
}
