import type { Transaction } from 'kysely';
import { rowsOf } from '../database/rows.ts';
import type { Tables } from '../schema.ts';
import type { EntryOutcome, SuppressionEntry } from './entry.ts';

/** Suppresses addresses; the first reason of each stays. @returns the outcome of each, in their order */
export async function suppressAll(
  trx: Transaction<Tables>,
  entries: readonly SuppressionEntry[],
  at: string,
): Promise<EntryOutcome[]> {
  if (entries.length === 0) return [];
  const columns = ['address_key', 'reason'] as const;
  const rows = entries.map(({ addressKey: address_key, reason }) => ({ address_key, reason }));
  const inserted = await trx
    .insertInto('suppressions')
    .columns([...columns, 'created_at'])
    .expression(
      trx
        .selectFrom(rowsOf(trx, { address_key: 'text', reason: 'text' }, rows).as('given'))
        .select(eb => [...columns, eb.val(at).as('created_at')])
        .where(eb => eb.lit(true))
        .orderBy('position'),
    )
    .onConflict(conflict => conflict.column('address_key').doNothing())
    .returning('address_key')
    .execute();
  const added = new Set(inserted.map(({ address_key }) => address_key));
  return rows.map(({ address_key }) => (added.delete(address_key) ? 'added' : 'unchanged'));
}
