import { setTimeout as pause } from 'node:timers/promises';
import type { Kysely, Transaction } from 'kysely';
import type { Tables } from '../schema.ts';
import { isSqlite } from './dialect.ts';
import { inTransaction } from './transaction.ts';

/** Takes one short transaction of many after another. */
export type ShortTransactions = <Result>(work: (trx: Transaction<Tables>) => Promise<Result>) => Promise<Result>;

/**
 * Many transactions in a row that leave room for others. SQLite has one lock and no queue: who waits for it looks now and then,
 * after pauses of up to 100 ms (sqlite.org/c3ref/busy_timeout.html). It is left free for as long as it was held, so that one look in two finds
 * it free. PostgreSQL locks rows only, and has queues.
 */
export function shortTransactions(db: Kysely<Tables>): ShortTransactions {
  let rest = Promise.resolve();
  return async work => {
    await rest;
    let began = 0;
    const result = await inTransaction(db, trx => {
      began = performance.now();
      return work(trx);
    });
    if (isSqlite(db)) rest = pause(performance.now() - began);
    return result;
  };
}
