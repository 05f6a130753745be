import type { Transaction } from 'kysely';
import { addressKey } from '../address.ts';
import { isSqlite } from '../database/dialect.ts';
import { rowsOf } from '../database/rows.ts';
import type { SubscriberStatus, Tables } from '../schema.ts';
import { type FieldColumns, fieldColumns } from '../subscribers/fields.ts';
import type { SubscriberEntry } from './entry.ts';

/** A subscriber as a batch of entries finds and leaves them. */
export type Reader = {
  /** Undefined for a new reader, who has no row yet. */
  id: number | undefined;
  /** The entry of a new reader. */
  entry?: SubscriberEntry;
  columns: FieldColumns;
  status: SubscriberStatus;
  /** Whether the reader has changed something since the import began. */
  hasChanged: boolean;
  tags: Set<string>;
  newTags: string[];
  /** What is to be written of a known reader. */
  write: { columns: boolean; left: boolean };
};

/** The known readers of the entries by address key, their rows locked in the order of their ids. */
export async function knownReaders(
  trx: Transaction<Tables>,
  entries: readonly SubscriberEntry[],
  started: string,
): Promise<Map<string, Reader>> {
  const keys = entries.map(({ address }) => ({ key: addressKey(address) }));
  const moved = await movedAmong(trx, keys);
  const rows = await trx
    .selectFrom('subscribers')
    .select(['id', 'address_key', 'status', ...fieldColumns])
    .where(eb =>
      eb.or([
        eb('address_key', 'in', trx.selectFrom(rowsOf(trx, { key: 'text' }, keys).as('wanted')).select('wanted.key')),
        ...(moved.size === 0 ? [] : [eb('id', 'in', [...moved.values()])]),
      ]),
    )
    .orderBy('id')
    .$if(!isSqlite(trx), query => query.forUpdate())
    .execute();
  if (rows.length === 0) return new Map();
  const those = trx.selectFrom(rowsOf(trx, { id: 'number' }, rows).as('wanted')).select('wanted.id');
  const changed = await trx
    .selectFrom('changes')
    .select('subscriber_id')
    .where('subscriber_id', 'in', those)
    .where('created_at', '>', started)
    .execute();
  const tags = entries.some(entry => (entry.tags ?? []).length > 0)
    ? await trx.selectFrom('tags').selectAll().where('subscriber_id', 'in', those).execute()
    : [];
  const tagsOf = Map.groupBy(tags, ({ subscriber_id }) => subscriber_id);
  const hasChanged = new Set(changed.map(({ subscriber_id }) => subscriber_id));
  const readers = new Map<string, Reader>();
  const byId = new Map<number, Reader>();
  for (const { address_key, id, status, ...columns } of rows) {
    const reader: Reader = {
      id,
      columns,
      status,
      hasChanged: hasChanged.has(id),
      tags: new Set(tagsOf.get(id)?.map(({ tag }) => tag)),
      newTags: [],
      write: { columns: false, left: false },
    };
    readers.set(address_key, reader);
    byId.set(id, reader);
  }
  for (const [key, id] of moved) {
    const reader = byId.get(id);
    if (reader === undefined || readers.has(key)) continue;
    // The list is older than their change of address: of its entry only that they have unsubscribed is taken over.
    reader.hasChanged = true;
    readers.set(key, reader);
  }
  return readers;
}

/** Which of these addresses readers have moved away from, and the ids of those readers. */
async function movedAmong(trx: Transaction<Tables>, keys: { key: string }[]): Promise<Map<string, number>> {
  if (keys.length === 0) return new Map();
  const rows = await trx
    .selectFrom('former_addresses')
    .select(['address_key', 'subscriber_id'])
    .where('address_key', 'in', trx.selectFrom(rowsOf(trx, { key: 'text' }, keys).as('wanted')).select('wanted.key'))
    .execute();
  return new Map(rows.map(({ address_key, subscriber_id }) => [address_key, subscriber_id]));
}

/** Which hashes of the entries are those of erased people. */
export async function erasedAmong(trx: Transaction<Tables>, entries: readonly SubscriberEntry[]): Promise<Set<string>> {
  const asked = entries.flatMap(({ hashes = [] }) => hashes.map(hash => ({ hash })));
  if (asked.length === 0) return new Set();
  const rows = await trx
    .selectFrom('erasures')
    .select('hash')
    .where('hash', 'in', trx.selectFrom(rowsOf(trx, { hash: 'text' }, asked).as('wanted')).select('wanted.hash'))
    .execute();
  return new Set(rows.map(({ hash }) => hash));
}
