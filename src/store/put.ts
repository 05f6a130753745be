import type { Transaction } from 'kysely';
import { addressKey, domainOf } from './address.ts';
import type { Tables } from './schema.ts';
import type { EntryOutcome, SubscriberEntry } from './subscribers.ts';
import { suppress } from './suppressions.ts';

/** Puts one entry in, new or over what is known; see `Subscribers.put`. */
export async function putOne(trx: Transaction<Tables>, entry: SubscriberEntry, now: Date): Promise<EntryOutcome> {
  const key = addressKey(entry.address);
  const known = await trx
    .selectFrom('subscribers')
    .select(['id', 'name', 'language', 'time_zone', 'status'])
    .where('address_key', '=', key)
    .executeTakeFirst();
  if (known === undefined && (await wasErased(trx, entry.hashes))) return 'erased';
  if (entry.suppress !== undefined) await suppress(trx, key, entry.suppress, now);
  if (known === undefined) {
    await insert(trx, entry, key, now);
    return 'added';
  }
  if (known.status === 'unsubscribed') return 'unsubscribed';
  const tagged = await addTags(trx, known.id, entry.tags);
  const { name, language, timeZone, left = false } = entry;
  const same =
    known.language === language &&
    (name === undefined || known.name === name) &&
    (timeZone === undefined || known.time_zone === timeZone);
  if (same && !left) return tagged > 0 ? 'updated' : 'unchanged';
  await trx
    .updateTable('subscribers')
    .set({
      name: name ?? known.name,
      language,
      time_zone: timeZone ?? known.time_zone,
      status: left ? 'unsubscribed' : known.status,
      updated_at: now.toISOString(),
    })
    .where('id', '=', known.id)
    .execute();
  return 'updated';
}

/** @returns how many of the tags are new to the subscriber */
export async function addTags(
  trx: Transaction<Tables>,
  subscriber_id: number,
  tags: readonly string[] = [],
): Promise<number> {
  if (tags.length === 0) return 0;
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('tags')
    .values(tags.map(tag => ({ subscriber_id, tag })))
    .onConflict(conflict => conflict.columns(['tag', 'subscriber_id']).doNothing())
    .executeTakeFirst();
  return Number(numInsertedOrUpdatedRows);
}

async function wasErased(trx: Transaction<Tables>, hashes: readonly string[] = []): Promise<boolean> {
  if (hashes.length === 0) return false;
  const row = await trx.selectFrom('erasures').select('hash').where('hash', 'in', hashes).executeTakeFirst();
  return row !== undefined;
}

async function insert(trx: Transaction<Tables>, entry: SubscriberEntry, key: string, now: Date): Promise<void> {
  const { address, name, language, timeZone, left, consent } = entry;
  const since = entry.since ?? now.toISOString();
  const { id } = await trx
    .insertInto('subscribers')
    .values({
      address,
      address_key: key,
      domain: domainOf(key),
      name,
      language,
      time_zone: timeZone,
      status: left === true ? 'unsubscribed' : 'active',
      created_at: since,
      updated_at: now.toISOString(),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await addTags(trx, id, entry.tags);
  if (consent === undefined || entry.since === undefined) return;
  await trx
    .insertInto('confirmations')
    .values({
      kind: 'import',
      address,
      address_key: key,
      language,
      subscriber_id: id,
      page: consent,
      asked_at: since,
      expires_at: since,
      mail: 'sent',
      confirmed_at: since,
    })
    .execute();
}
