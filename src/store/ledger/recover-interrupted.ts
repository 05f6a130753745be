import { sql, type Transaction } from 'kysely';
import { isOpen, type Tables } from '../schema.ts';

/** What the ledger says of a delivery whose connection or process went between the final dot and the answer. */
export const cutOffWords = 'cut off between the final dot and the answer';

/**
 * Recovers what a sender that is gone left half done: what had not reached the final dot goes back into the queue, what had is
 * uncertain. One statement: a step of the old sender that comes at the same moment either precedes it, or is refused.
 */
export async function recoverInterrupted(
  trx: Transaction<Tables>,
  week: string,
  token: number,
  now: Date,
): Promise<void> {
  const wasSending = sql`state = 'sending'`;
  await trx
    .updateTable('deliveries')
    .set({
      state: sql`case when ${wasSending} then 'queued' else 'uncertain' end`,
      is_open: sql<number>`case when ${wasSending} then 1 else 0 end`,
      words: sql<string | null>`case when ${wasSending} then null else ${cutOffWords} end`,
      token,
      updated_at: now.toISOString(),
    })
    .where('week', '=', week)
    .where(isOpen)
    .where('state', 'in', ['sending', 'committing'])
    .execute();
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
