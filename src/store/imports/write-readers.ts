import type { Transaction } from 'kysely';
import { addressKey, domainOf } from '../address.ts';
import { rowsOf } from '../database/rows.ts';
import { Collision } from '../database/transaction.ts';
import type { Tables } from '../schema.ts';
import { fieldColumns, recordOf } from '../subscribers/fields.ts';
import { languageOf } from './entry.ts';
import type { Reader } from './known-readers.ts';

/** The columns of the table of fields, as `rowsOf` takes them. */
const fieldTypes = recordOf(fieldColumns, column => [column, 'text' as const]);

const newColumns = {
  address: 'text',
  address_key: 'text',
  domain: 'text',
  ...fieldTypes,
  status: 'text',
  created_at: 'text',
  updated_at: 'text',
} as const;

/**
 * Inserts the new readers, in their order, and sets their ids; with the proof of consent where an entry has one.
 * @throws Collision if one of them has a row meanwhile
 */
export async function insertNew(
  trx: Transaction<Tables>,
  readers: ReadonlyMap<string, Reader>,
  started: string,
): Promise<void> {
  const rows = [...readers].flatMap(([address_key, { entry, columns, status }]) => {
    if (entry === undefined) return [];
    const { address, since = started } = entry;
    const domain = domainOf(address_key);
    return [{ address, address_key, domain, ...columns, status, created_at: since, updated_at: started }];
  });
  if (rows.length === 0) return;
  const columns = ['address', 'address_key', 'domain', ...fieldColumns, 'status', 'created_at', 'updated_at'] as const;
  const inserted = await trx
    .insertInto('subscribers')
    .columns(columns)
    .expression(
      trx
        .selectFrom(rowsOf(trx, newColumns, rows).as('given'))
        .select(columns)
        .where(eb => eb.lit(true))
        .orderBy('position'),
    )
    .onConflict(conflict => conflict.column('address_key').doNothing())
    .returning(['id', 'address_key'])
    .execute();
  if (inserted.length < rows.length) throw new Collision();
  for (const { id, address_key } of inserted) {
    const reader = readers.get(address_key);
    if (reader !== undefined) reader.id = id;
  }
  const agreed = [...readers.values()].flatMap(({ id, entry }) =>
    entry?.consent === undefined || entry.since === undefined
      ? []
      : [{ id, ...entry, language: languageOf(entry), page: entry.consent }],
  );
  await keepConsents(trx, agreed);
}

/** Keeps the proofs of consent of entries as confirmations that were given. */
async function keepConsents(
  trx: Transaction<Tables>,
  agreed: readonly { id: number | undefined; address: string; language: string; page: string; since?: string }[],
): Promise<void> {
  if (agreed.length === 0) return;
  const shape = { id: 'number', address: 'text', key: 'text', language: 'text', page: 'text', since: 'text' } as const;
  const rows = agreed.map(row => ({ ...row, key: addressKey(row.address) }));
  await trx
    .insertInto('confirmations')
    .columns([
      'kind',
      'address',
      'address_key',
      'language',
      'subscriber_id',
      'page',
      'asked_at',
      'expires_at',
      'mail',
      'confirmed_at',
    ])
    .expression(
      trx
        .selectFrom(rowsOf(trx, shape, rows).as('given'))
        .select(eb => [
          eb.val('import').as('kind'),
          'address',
          'key',
          'language',
          'id',
          'page',
          'since as asked_at',
          'since as expires_at',
          eb.val('sent').as('mail'),
          'since as confirmed_at',
        ])
        .orderBy('position'),
    )
    .execute();
}

/** Writes the changes of known readers. */
export async function updateKnown(
  trx: Transaction<Tables>,
  readers: readonly Reader[],
  started: string,
): Promise<void> {
  // A reader may be in the list twice, under the present address and a former one.
  const known = [...new Set(readers)].filter(({ entry }) => entry === undefined);
  const changed = known.filter(({ write }) => write.columns);
  if (changed.length > 0)
    await trx
      .updateTable('subscribers')
      .from(
        rowsOf(
          trx,
          { id: 'number', ...fieldTypes },
          changed.map(({ id, columns }) => ({ id, ...columns })),
        ).as('given'),
      )
      .set(eb => ({
        ...recordOf(fieldColumns, column => [column, eb.ref(`given.${column}`)]),
        updated_at: started,
      }))
      .whereRef('subscribers.id', '=', 'given.id')
      .execute();
  const left = known.filter(({ write }) => write.left);
  if (left.length > 0)
    await trx
      .updateTable('subscribers')
      .set({ status: 'unsubscribed', updated_at: started })
      .where('id', 'in', trx.selectFrom(rowsOf(trx, { id: 'number' }, left).as('given')).select('given.id'))
      .execute();
}

/** Adds tags to subscribers. Tags that they have stay. */
export async function addTags(
  trx: Transaction<Tables>,
  tags: readonly { id: number | undefined; tag: string }[],
): Promise<void> {
  if (tags.length === 0) return;
  await trx
    .insertInto('tags')
    .columns(['subscriber_id', 'tag'])
    .expression(
      trx
        .selectFrom(rowsOf(trx, { id: 'number', tag: 'text' }, tags).as('given'))
        .select(['id', 'tag'])
        .where(eb => eb.lit(true))
        .orderBy('id'),
    )
    .onConflict(conflict => conflict.columns(['tag', 'subscriber_id']).doNothing())
    .execute();
}
