import type { Kysely, Transaction } from 'kysely';
import { addressKey } from '../address.ts';
import { batched } from '../database/batch.ts';
import { isSqlite } from '../database/dialect.ts';
import { inTransaction } from '../database/transaction.ts';
import type { EntryOutcome, SubscriberEntry } from '../imports/entry.ts';
import type { Imports } from '../imports/imports.ts';
import { addTags } from '../imports/write-readers.ts';
import type { ChangeKind, SubscriberStatus, Tables } from '../schema.ts';
import { type ColumnValues, type FieldColumns, fieldColumns, valuesOf } from './fields.ts';
import { type SubscriberCounts, subscriberCounts } from './subscriber-counts.ts';

/** A subscriber as stored. Of the time zone an IANA name; the publication's holds where it is undefined. */
export type Subscriber = ColumnValues & {
  id: number;
  address: string;
  status: SubscriberStatus;
  pausedUntil?: string;
  since: string;
  /** In alphabetical order. */
  tags: string[];
};

/** A change that a reader made, and the issue whose link they used. */
type Change = { kind: ChangeKind; week?: string; detail?: string };

/** The columns that a reader may change. */
type ChangedColumns = Partial<FieldColumns & { status: SubscriberStatus; paused_until: string | null }>;

/** The list of subscribers. */
export type Subscribers = SubscriberCounts & {
  /**
   * Inserts or updates entries, all or none; see `Imports.run`. An entry without a name leaves a known name as it is.
   * @param each gets the outcome of each entry, in their order
   */
  upsert(entries: AsyncIterable<SubscriberEntry>, now: Date, each: (outcome: EntryOutcome) => void): Promise<void>;
  find(address: string): Promise<Subscriber | undefined>;
  byNumber(id: number): Promise<Subscriber | undefined>;
  /**
   * Unsubscribes a reader and records it, both or neither. Calls at the same moment share one transaction. One who has
   * unsubscribed already stays so.
   * @returns whether there was an active subscriber
   */
  leave(id: number, week: string, now: Date): Promise<boolean>;
  /** Sets columns as a reader asked, and records the change, both or neither. Does nothing for an unknown id. */
  change(id: number, columns: ChangedColumns, change: Change, now: Date): Promise<void>;
  /** What a reader changed, the oldest first. */
  changes(id: number): Promise<(Change & { at: string })[]>;
  /** The addresses that a reader had before, in lower case, and until when. */
  formerAddresses(id: number): Promise<{ address: string; until: string }[]>;
  /** Every subscriber in the order of ids, read in pages: the list is never in memory. */
  all(): AsyncIterable<Subscriber>;
  /** Adds and removes tags of a subscriber. Does nothing for an unknown id. */
  tag(id: number, add: readonly string[], remove: readonly string[]): Promise<void>;
};

/** Subscribers read in one query. */
const pageSize = 1_000;

/** The subscribers in a database. */
export function makeSubscribers(db: Kysely<Tables>, imports: Imports): Subscribers {
  const leave = batched((calls: readonly Leave[]) => inTransaction(db, trx => leaveTogether(trx, calls)));
  return {
    ...subscriberCounts(db),
    upsert: (entries, now, each) =>
      imports.run({ kind: 'subscribers', entries, keyOf: ({ address }) => addressKey(address), now, each }),
    find: address => findOne(db, 'address_key', addressKey(address)),
    byNumber: id => findOne(db, 'id', id),
    leave: (id, week, now) => leave({ id, week, now }),
    change: (id, columns, change, now) => inTransaction(db, trx => changeOne(trx, { id, columns, change, now })),
    changes: id => changesOf(db, id),
    formerAddresses: id =>
      db
        .selectFrom('former_addresses')
        .select(['address_key as address', 'moved_at as until'])
        .where('subscriber_id', '=', id)
        .orderBy('moved_at')
        .execute(),
    all: () => allOf(db),
    tag: (id, add, remove) => inTransaction(db, trx => tagOne(trx, { id, add, remove })),
  };
}

const select = (db: Kysely<Tables>) =>
  db.selectFrom('subscribers').select(['id', 'address', 'status', 'paused_until', 'created_at', ...fieldColumns]);

async function findOne(
  db: Kysely<Tables>,
  column: 'id' | 'address_key',
  value: number | string,
): Promise<Subscriber | undefined> {
  const row = await select(db).where(column, '=', value).executeTakeFirst();
  return row && (await withTags(db, [row]))[0];
}

async function* allOf(db: Kysely<Tables>): AsyncGenerator<Subscriber> {
  for (let last = 0; ; ) {
    const rows = await select(db).where('id', '>', last).orderBy('id').limit(pageSize).execute();
    yield* await withTags(db, rows);
    const end = rows.at(-1);
    if (end === undefined) return;
    last = end.id;
  }
}

type Row = FieldColumns & {
  id: number;
  address: string;
  status: SubscriberStatus;
  paused_until: string | null;
  created_at: string;
};

async function withTags(db: Kysely<Tables>, rows: readonly Row[]): Promise<Subscriber[]> {
  const ids = rows.map(({ id }) => id);
  const tags =
    ids.length === 0
      ? []
      : await db.selectFrom('tags').selectAll().where('subscriber_id', 'in', ids).orderBy('tag').execute();
  const tagsOf = Map.groupBy(tags, ({ subscriber_id }) => subscriber_id);
  return rows.map(row => toSubscriber(row, tagsOf.get(row.id)?.map(({ tag }) => tag) ?? []));
}

const toSubscriber = (row: Row, tags: string[]): Subscriber => ({
  id: row.id,
  address: row.address,
  ...valuesOf(row),
  status: row.status,
  pausedUntil: row.paused_until ?? undefined,
  since: row.created_at,
  tags,
});

/** Locks subscribers in the order of their ids, as every transaction does that locks several: this excludes deadlocks. */
async function lock(trx: Transaction<Tables>, ids: readonly number[]): Promise<number[]> {
  const rows = await trx
    .selectFrom('subscribers')
    .select('id')
    .where('id', 'in', ids)
    .orderBy('id')
    // SQLite has locked the whole database.
    .$if(!isSqlite(trx), query => query.forUpdate())
    .execute();
  return rows.map(({ id }) => id);
}

type Leave = { id: number; week: string; now: Date };

async function leaveTogether(trx: Transaction<Tables>, calls: readonly Leave[]): Promise<boolean[]> {
  const byId = new Map(calls.map(call => [call.id, call]));
  await lock(trx, [...byId.keys()]);
  const left = await trx
    .updateTable('subscribers')
    .set({ status: 'unsubscribed', updated_at: calls[0]?.now.toISOString() })
    .where('id', 'in', [...byId.keys()])
    .where('status', '=', 'active')
    .returning('id')
    .execute();
  const changes = left.flatMap(({ id }) => {
    const call = byId.get(id);
    return call === undefined
      ? []
      : [{ subscriber_id: id, kind: 'left' as const, week: call.week, created_at: call.now.toISOString() }];
  });
  if (changes.length > 0) await trx.insertInto('changes').values(changes).execute();
  const ids = new Set(left.map(({ id }) => id));
  return calls.map(({ id }) => ids.has(id));
}

type ChangeRequest = { id: number; columns: ChangedColumns; change: Change; now: Date };

async function changeOne(trx: Transaction<Tables>, { id, columns, change, now }: ChangeRequest): Promise<void> {
  const at = now.toISOString();
  const changed = await trx
    .updateTable('subscribers')
    .set({ ...columns, updated_at: at })
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst();
  if (changed === undefined) return;
  const { kind, week = null, detail = null } = change;
  await trx.insertInto('changes').values({ subscriber_id: id, kind, week, detail, created_at: at }).execute();
}

async function changesOf(db: Kysely<Tables>, id: number): Promise<(Change & { at: string })[]> {
  const rows = await db.selectFrom('changes').selectAll().where('subscriber_id', '=', id).orderBy('id').execute();
  return rows.map(({ kind, week, detail, created_at }) => ({
    kind,
    week: week ?? undefined,
    detail: detail ?? undefined,
    at: created_at,
  }));
}

type TagRequest = { id: number; add: readonly string[]; remove: readonly string[] };

async function tagOne(trx: Transaction<Tables>, { id, add, remove }: TagRequest): Promise<void> {
  if (!(await lock(trx, [id])).includes(id)) return;
  const added = add.map(tag => ({ id, tag }));
  await addTags(trx, added);
  if (remove.length > 0)
    await trx.deleteFrom('tags').where('subscriber_id', '=', id).where('tag', 'in', remove).execute();
}
