import type { Transaction } from 'kysely';
import { isOpen, type Tables } from './schema.ts';

/** The deliveries of a run, or those of them whose numbers lie between. */
type Part = { week: string; between?: { first: number; last: number } };

/**
 * Puts in order what a process that is gone left half done: what had not reached the final dot goes back into the queue,
 * what had is uncertain.
 */
export async function putInOrder(trx: Transaction<Tables>, { week, between }: Part, now: Date): Promise<void> {
  const updated_at = now.toISOString();
  const run = trx.updateTable('deliveries').where('week', '=', week).where(isOpen);
  const part = between ? run.where('id', '>=', between.first).where('id', '<=', between.last) : run;
  await part.set({ state: 'queued', words: null, updated_at }).where('state', '=', 'sending').execute();
  const words = 'cut off between the final dot and the answer';
  await part.set({ state: 'uncertain', is_open: 0, words, updated_at }).where('state', '=', 'committing').execute();
}

/** Puts what is uncertain back into the queue: a person decided to risk a second copy. */
export async function queueUncertain(trx: Transaction<Tables>, week: string, now: Date): Promise<void> {
  await trx
    .updateTable('deliveries')
    .set({ state: 'queued', is_open: 1, words: null, updated_at: now.toISOString() })
    .where('week', '=', week)
    .where('state', '=', 'uncertain')
    .execute();
}
