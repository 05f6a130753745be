import type { Transaction } from 'kysely';
import { addressKey } from '../address.ts';
import type { Tables } from '../schema.ts';
import { withDeclared } from '../subscribers/declared-values.ts';
import { columnFields, columnsOf } from '../subscribers/fields.ts';
import { type EntryOutcome, languageOf, type SubscriberEntry } from './entry.ts';
import { erasedAmong, knownReaders, type Reader } from './known-readers.ts';
import { suppressAll } from './upsert-suppressions.ts';
import { addTags, insertNew, updateKnown } from './write-readers.ts';

/**
 * Inserts or updates entries, with a few statements for all of them; see `Subscribers.upsert`. A status is written only where it
 * becomes `unsubscribed`, a pause never.
 * @param started when the import began: changes that readers have made since are newer than the list, and stay
 * @returns the outcome of each entry, in their order; of several with one address the last one counts
 * @throws Collision if a new subscriber has signed up at the same moment
 */
export async function upsertEntries(
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
    outcomes.push(isErased ? 'erased' : reader === undefined ? 'added' : merge(reader, entry));
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
  columns: columnsOf({ ...entry, language: languageOf(entry) }),
  status: entry.left === true ? 'unsubscribed' : 'active',
  hasChanged: false,
  tags: new Set(entry.tags),
  newTags: [...new Set(entry.tags)],
  write: { columns: false, left: false },
});

/** Merges an entry into a known reader, in memory. A reader who has unsubscribed stays as they are. */
function merge(reader: Reader, entry: SubscriberEntry): EntryOutcome {
  if (reader.status === 'unsubscribed') return 'unsubscribed';
  const newTags = [...new Set(entry.tags)].filter(tag => !reader.tags.has(tag));
  for (const tag of newTags) reader.tags.add(tag);
  reader.newTags.push(...newTags);
  const isChanged = !reader.hasChanged && mergeColumns(reader, entry);
  const hasLeft = entry.left === true;
  if (hasLeft) reader.status = 'unsubscribed';
  reader.write.columns ||= isChanged;
  reader.write.left ||= hasLeft;
  return isChanged || hasLeft || newTags.length > 0 ? 'updated' : 'unchanged';
}

/** Takes over the columns that the entry has. @returns whether any of them differs */
function mergeColumns({ columns }: Reader, entry: SubscriberEntry): boolean {
  let isChanged = false;
  for (const { name, column } of columnFields) {
    const value = entry[name];
    if (value === undefined || value === columns[column]) continue;
    columns[column] = value;
    isChanged = true;
  }
  const fields = withDeclared(columns.fields, entry.fields);
  if (fields !== columns.fields) isChanged = true;
  columns.fields = fields;
  return isChanged;
}
