import { type Kysely, sql } from 'kysely';
import type { Tables } from '../schema.ts';
import { clockOf, isSqlite } from './dialect.ts';

/** Milliseconds between two readings of the database's clock. */
const syncEveryMs = 15_000;

/**
 * The clock of the store, for leases, due times and days of a warm-up. PostgreSQL is shared by machines whose clocks may differ:
 * there it is the database's clock, read from time to time, and in between advanced by a local clock that is never set back. For a
 * SQLite file it is the machine's clock.
 */
type StoreClock = { now(): Date; stop(): void };

/** Starts the clock of a store. @throws the database's error, if the first reading fails */
export async function storeClock(db: Kysely<Tables>): Promise<StoreClock> {
  if (isSqlite(db)) return { now: () => new Date(), stop: () => undefined };
  /** The difference between the database's clock and `performance.now()`. */
  let offset = 0;
  const sync = async (): Promise<void> => {
    const asked = performance.now();
    const { rows } = await sql<{ at: number }>`select ${clockOf(db)} as at`.execute(db);
    const answered = performance.now();
    if (rows[0] !== undefined) offset = rows[0].at - (asked + answered) / 2;
  };
  await sync();
  // A failed reading is ignored: the next statement reports a database that does not answer.
  const timer = setInterval(() => void sync().catch(() => undefined), syncEveryMs).unref();
  return { now: () => new Date(performance.now() + offset), stop: () => clearInterval(timer) };
}
