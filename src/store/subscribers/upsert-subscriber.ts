import type { Transaction } from 'kysely';
import { addressKey } from '../address.ts';
import type { Tables } from '../schema.ts';
import type { EntryOutcome, SubscriberEntry } from './entry.ts';
import { addTags, erasedAmong, insertNew, knownReaders, type Reader, updateKnown } from './upsert-rows.ts';
import { suppressAll } from './upsert-suppressions.ts';

/**
 * Puts entries in, new or over what is known, with a few statements for all of them; see `Subscribers.upsert`. A status is written
 * only where it becomes `unsubscribed`, a pause never.
 * @param started when the import began: what readers changed since by themselves is newer than the list, and stays
 * @returns what became of each entry, in their order: of several with one address the last one counts
 * @throws Collision if one who is new has signed up in the same moment
 */
export async function putAll(
  trx: Transaction<Tables>,
  entries: readonly SubscriberEntry[],
  started: string,
): Promise<EntryOutcome[]> {
  const readers = await knownReaders(trx, entries, started);
  const erased = await erasedAmong(trx, entries);
  const outcomes: EntryOutcome[] = [];
  const suppressed = new Map<string, string>();
  for (const entry of entries) {
    const key = addressKey(entry.address);
    const reader = readers.get(key);
    const isErased = reader === undefined && entry.hashes?.some(hash => erased.has(hash)) === true;
    if (!isErased && entry.suppress !== undefined && !suppressed.has(key)) suppressed.set(key, entry.suppress);
    if (reader === undefined && !isErased) readers.set(key, newReader(entry));
    outcomes.push(isErased ? 'erased' : reader === undefined ? 'added' : putOver(reader, entry));
  }
  const reasons = [...suppressed].map(([address_key, reason]) => ({ addressKey: address_key, reason }));
  await suppressAll(trx, reasons, started);
  await insertNew(trx, readers, started);
  await updateKnown(trx, [...readers.values()], started);
  await addTags(
    trx,
    [...readers.values()].flatMap(({ id, newTags }) => newTags.map(tag => ({ id, tag }))),
  );
  return outcomes;
}

const newReader = (entry: SubscriberEntry): Reader => ({
  id: undefined,
  entry,
  name: entry.name ?? null,
  language: entry.language,
  time_zone: entry.timeZone ?? null,
  status: entry.left === true ? 'unsubscribed' : 'active',
  hasChanged: false,
  tags: new Set(entry.tags),
  newTags: [...new Set(entry.tags)],
  write: { fields: false, left: false },
});

/** Puts an entry over a reader, in memory. One who left stays as they are. */
function putOver(reader: Reader, { name, language, timeZone, left = false, tags = [] }: SubscriberEntry): EntryOutcome {
  if (reader.status === 'unsubscribed') return 'unsubscribed';
  const newTags = [...new Set(tags)].filter(tag => !reader.tags.has(tag));
  for (const tag of newTags) reader.tags.add(tag);
  reader.newTags.push(...newTags);
  const isSame =
    reader.language === language &&
    (name === undefined || reader.name === name) &&
    (timeZone === undefined || reader.time_zone === timeZone);
  const fields = !isSame && !reader.hasChanged;
  if (fields) Object.assign(reader, { language, name: name ?? reader.name, time_zone: timeZone ?? reader.time_zone });
  if (left) reader.status = 'unsubscribed';
  reader.write.fields ||= fields;
  reader.write.left ||= left;
  return fields || left || newTags.length > 0 ? 'updated' : 'unchanged';
}
