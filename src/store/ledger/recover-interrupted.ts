import { type RawBuilder, type SqlBool, sql, type Transaction } from 'kysely';
import { t } from '../../wording/wording.ts';
import { isOpen, type Tables } from '../schema.ts';

/** The words of a delivery whose connection or process ended between the final dot and the answer. */
const interruptedWords = t('cut off between the final dot and the answer');

/** Deliveries that a sender has begun and not settled. */
export const isInterrupted = sql<SqlBool>`${isOpen} and state in ('sending', 'committing')`;

/**
 * The assignments of an `update deliveries` that recovers interrupted deliveries: `sending` goes back to `queued`, because the
 * final dot was not sent; `committing` becomes `uncertain`, because it may have been.
 * @param token the fencing token of the new lease: a number, or a column of the statement
 */
export const recoveredColumns = (token: number | RawBuilder<number>, now: Date) => sql`
  state = case when state = 'sending' then 'queued' else 'uncertain' end,
  is_open = case when state = 'sending' then 1 else 0 end,
  words = case when state = 'sending' then null else ${interruptedWords} end,
  token = ${token}, updated_at = ${now.toISOString()}`;

/**
 * Recovers the deliveries of a run that a dead sender has left interrupted. One statement: a concurrent step of the old sender
 * either precedes it, or is refused.
 */
export const recoverInterrupted = (trx: Transaction<Tables>, week: string, token: number, now: Date) =>
  sql`update deliveries set ${recoveredColumns(token, now)} where week = ${week} and ${isInterrupted}`.execute(trx);

/** Puts uncertain deliveries back into the queue. A person decided to risk second copies. */
export const queueUncertain = (trx: Transaction<Tables>, week: string, now: Date) =>
  sql`update deliveries set state = 'queued', is_open = 1, words = null, updated_at = ${now.toISOString()}
    where week = ${week} and state = 'uncertain'`.execute(trx);
