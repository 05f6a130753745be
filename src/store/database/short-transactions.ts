import { setTimeout as pause } from 'node:timers/promises';
import type { Kysely, Transaction } from 'kysely';
import type { Tables } from '../schema.ts';
import { isSqlite } from './dialect.ts';
import { inTransaction } from './transaction.ts';

/** Runs one of many short transactions, one after another. */
export type ShortTransactions = <Result>(work: (trx: Transaction<Tables>) => Promise<Result>) => Promise<Result>;

/**
 * A runner for many transactions in a row that leaves time for other writers. SQLite has one lock and no queue: a waiting process
 * retries after pauses of up to 100 ms (sqlite.org/c3ref/busy_timeout.html). The lock is left free for as long as it was held, so that
 * every second retry succeeds. PostgreSQL locks rows only, and has queues.
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
