import { setTimeout as pause } from 'node:timers/promises';
import { type IsolationLevel, type Kysely, sql, type Transaction } from 'kysely';
import { t } from '../../wording/wording.ts';
import type { Tables } from '../schema.ts';
import { isSqlite } from './dialect.ts';

const maxAttempts = 10;
/** No attempt begins later than so long after the first. */
const retryWithinMs = 10_000;
/** The longest pause before the second attempt, doubled before each further one. */
const firstPauseMs = 10;

/**
 * Repeats work that the database rolled back because of a concurrent transaction: serialization failures and deadlocks of PostgreSQL
 * (SQLSTATE 40001, 40P01), a locked SQLite. Attempts are limited in number and time, with random pauses, so that two transactions
 * do not collide again.
 * @param work a whole transaction, or one statement: if it fails, nothing of it may last
 * @throws the error of the last attempt, and any other error at once
 */
export async function retried<Result>(work: () => Promise<Result>): Promise<Result> {
  const started = performance.now();
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (cause) {
      const isLast = attempt === maxAttempts || performance.now() - started > retryWithinMs;
      if (isLast || !isCollision(cause)) throw cause;
    }
    await pause(Math.random() * firstPauseMs * 2 ** (attempt - 1));
  }
}

/**
 * Runs a transaction, and repeats it when it collides with another; see `retried`.
 * @param work may be called several times, each time in a transaction of its own
 * @param isolation for PostgreSQL, by default read committed; SQLite ignores it
 */
export const inTransaction = <Tables, Result>(
  db: Kysely<Tables>,
  work: (trx: Transaction<Tables>) => Promise<Result>,
  isolation?: IsolationLevel,
): Promise<Result> =>
  retried(() => {
    const begun = db.transaction();
    return (isolation === undefined ? begun : begun.setIsolationLevel(isolation)).execute(work);
  });

/**
 * Lets a transaction end before it is on the disk (PostgreSQL, `synchronous_commit`), for a step that is done again if it is lost. A later
 * transaction that waits for the disk brings this one there too: the log is written in order.
 */
export async function endBeforeDisk(trx: Transaction<Tables>): Promise<void> {
  if (!isSqlite(trx)) await sql`set local synchronous_commit to off`.execute(trx);
}

/** Thrown inside a transaction that finds a concurrent change: the transaction is rolled back and repeated. */
export class Collision extends Error {
  constructor() {
    super(t('another transaction came in between each time'));
  }
}

/** SQLITE_BUSY and SQLITE_LOCKED (sqlite.org/rescode.html); the upper bits of `errcode` are the extended code. */
const busyCodes = [5, 6];

/** Whether an error means that a transaction was rolled back because of another. */
function isCollision(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false;
  if (cause instanceof Collision) return true;
  if ('errcode' in cause && typeof cause.errcode === 'number') return busyCodes.includes(cause.errcode & 0xff);
  return 'code' in cause && (cause.code === '40001' || cause.code === '40P01');
}
