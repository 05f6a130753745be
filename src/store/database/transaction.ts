import { setTimeout as pause } from 'node:timers/promises';
import type { IsolationLevel, Kysely, Transaction } from 'kysely';

/** How often a piece of work is tried, and until when the last attempt may begin, in milliseconds after the first. */
const maxAttempts = 10;
const patienceMs = 10_000;
/** Milliseconds before the second attempt, at most; doubled with each that follows. */
const firstPauseMs = 10;

/**
 * Does a piece of work again where the database says that it collided with another and was undone: serialization failures and
 * deadlocks of PostgreSQL (SQLSTATE 40001, 40P01), a locked SQLite. Bounded in number and time, with random pauses, so that
 * two that collided do not meet again.
 * @param work a whole transaction, or one statement: nothing of it may last when it fails
 * @throws what the last attempt threw, and at once whatever is no collision
 */
export async function retried<Result>(work: () => Promise<Result>): Promise<Result> {
  const started = performance.now();
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (cause) {
      const isLast = attempt === maxAttempts || performance.now() - started > patienceMs;
      if (isLast || !isCollision(cause)) throw cause;
    }
    await pause(Math.random() * firstPauseMs * 2 ** (attempt - 1));
  }
}

/**
 * A transaction that is tried again when it collides with another; see `retried`.
 * @param work may be called several times, each time in a transaction of its own
 * @param isolation of PostgreSQL; its default (read committed) where none is named, and no matter in SQLite
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

/** Thrown by a transaction that finds that another came in between: it is undone, and done again. */
export class Collision extends Error {
  constructor() {
    super('another transaction came in between each time');
  }
}

/** SQLITE_BUSY and SQLITE_LOCKED (sqlite.org/rescode.html); the upper bits of `errcode` say more. */
const busy = [5, 6];

/** Whether an error says that a transaction was undone for the sake of another. */
function isCollision(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false;
  if (cause instanceof Collision) return true;
  if ('errcode' in cause && typeof cause.errcode === 'number') return busy.includes(cause.errcode & 0xff);
  return 'code' in cause && (cause.code === '40001' || cause.code === '40P01');
}
