import type { Kysely, Transaction } from 'kysely';
import { addressKey } from '../address.ts';
import { batched } from '../database/batch.ts';
import { isSqlite } from '../database/dialect.ts';
import { inTransaction, retried } from '../database/transaction.ts';
import type { ChangeKind, SubscriberStatus, Tables } from '../schema.ts';
import type { EntryOutcome, SubscriberEntry } from './entry.ts';
import type { Imports } from './imports.ts';
import type { StagedEntry } from './stage.ts';
import { type SubscriberCounts, subscriberCounts } from './subscriber-counts.ts';
import { addTags } from './upsert-rows.ts';

/** A subscriber as the store knows them. */
export type Subscriber = {
  id: number;
  address: string;
  name?: string;
  language: string;
  /** An IANA name; that of the publication where none is known. */
  timeZone?: string;
  status: SubscriberStatus;
  pausedUntil?: string;
  since: string;
  /** In the order of the alphabet. */
  tags: string[];
};

/** What a reader changes by themselves, and the issue whose link they used. */
export type Change = { kind: ChangeKind; week?: string; detail?: string };

/** The columns that a reader may change. */
export type Wish = Partial<{
  status: SubscriberStatus;
  language: string;
  name: string | null;
  time_zone: string | null;
  paused_until: string | null;
}>;

export type Subscribers = SubscriberCounts & {
  /**
   * Puts entries in, all or none; see `Imports.run`. An entry without a name leaves a known name as it is.
   * @param each is told what became of every one, in their order
   */
  upsert(entries: AsyncIterable<SubscriberEntry>, now: Date, each: (outcome: EntryOutcome) => void): Promise<void>;
  find(address: string): Promise<Subscriber | undefined>;
  byNumber(id: number): Promise<Subscriber | undefined>;
  /**
   * Takes a reader off the list and records it, both or neither; those who leave in the same moment in one transaction. One
   * who has left already stays off.
   * @returns whether there was somebody to leave
   */
  leave(id: number, week: string, now: Date): Promise<boolean>;
  /** Fulfils a reader's wish and records it, both or neither: nothing of one who is not there any more. */
  change(id: number, wish: Wish, change: Change, now: Date): Promise<void>;
  /** What a reader changed, the oldest first. */
  changes(id: number): Promise<(Change & { at: string })[]>;
  /** Every subscriber by number, read in pages: the list never stands in memory. */
  all(): AsyncIterable<Subscriber>;
  setStatus(id: number, status: SubscriberStatus, now: Date): Promise<void>;
  /** Sets and takes away tags of one who is there. */
  tag(id: number, add: readonly string[], remove: readonly string[]): Promise<void>;
};

const pageSize = 1_000;

export function makeSubscribers(db: Kysely<Tables>, imports: Imports): Subscribers {
  const columns = ['id', 'address', 'name', 'language', 'time_zone', 'status', 'paused_until', 'created_at'] as const;
  const withTags = async (rows: readonly Row[]): Promise<Subscriber[]> => {
    const ids = rows.map(({ id }) => id);
    const tags =
      ids.length === 0
        ? []
        : await db.selectFrom('tags').selectAll().where('subscriber_id', 'in', ids).orderBy('tag').execute();
    const of = Map.groupBy(tags, ({ subscriber_id }) => subscriber_id);
    return rows.map(row => toSubscriber(row, of.get(row.id)?.map(({ tag }) => tag) ?? []));
  };
  const leave = batched((calls: readonly Leave[]) => inTransaction(db, trx => leaveTogether(trx, calls)));
  return {
    ...subscriberCounts(db),
    upsert: (entries, now, each) => imports.run('subscribers', staged(entries), now, each),
    async find(address) {
      const row = await db
        .selectFrom('subscribers')
        .select(columns)
        .where('address_key', '=', addressKey(address))
        .executeTakeFirst();
      return row && (await withTags([row]))[0];
    },
    async byNumber(id) {
      const row = await db.selectFrom('subscribers').select(columns).where('id', '=', id).executeTakeFirst();
      return row && (await withTags([row]))[0];
    },
    leave: (id, week, now) => leave({ id, week, now }),
    async change(id, wish, { kind, week, detail }, now) {
      await inTransaction(db, async trx => {
        const who = await trx
          .updateTable('subscribers')
          .set({ ...wish, updated_at: now.toISOString() })
          .where('id', '=', id)
          .returning('id')
          .executeTakeFirst();
        if (who === undefined) return;
        await trx
          .insertInto('changes')
          .values({
            subscriber_id: id,
            kind,
            week: week ?? null,
            detail: detail ?? null,
            created_at: now.toISOString(),
          })
          .execute();
      });
    },
    async changes(id) {
      const rows = await db.selectFrom('changes').selectAll().where('subscriber_id', '=', id).orderBy('id').execute();
      return rows.map(({ kind, week, detail, created_at }) => ({
        kind,
        week: week ?? undefined,
        detail: detail ?? undefined,
        at: created_at,
      }));
    },
    async *all() {
      for (let last = 0; ; ) {
        const rows = await db
          .selectFrom('subscribers')
          .select(columns)
          .where('id', '>', last)
          .orderBy('id')
          .limit(pageSize)
          .execute();
        yield* await withTags(rows);
        const end = rows.at(-1);
        if (end === undefined) return;
        last = end.id;
      }
    },
    async setStatus(id, status, now) {
      const set = { status, updated_at: now.toISOString() };
      await retried(() => db.updateTable('subscribers').set(set).where('id', '=', id).execute());
    },
    tag: (id, add, remove) =>
      inTransaction(db, async trx => {
        if (!(await lock(trx, [id])).includes(id)) return;
        await addTags(
          trx,
          add.map(tag => ({ id, tag })),
        );
        if (remove.length > 0)
          await trx.deleteFrom('tags').where('subscriber_id', '=', id).where('tag', 'in', remove).execute();
      }),
  };
}

async function* staged(entries: AsyncIterable<SubscriberEntry>): AsyncGenerator<StagedEntry> {
  for await (const entry of entries) yield { key: addressKey(entry.address), entry: JSON.stringify(entry) };
}

/**
 * Locks subscribers in the order of their numbers, as all do who lock several: then nobody waits for one who waits for them.
 * @returns those who are there
 */
async function lock(trx: Transaction<Tables>, ids: readonly number[]): Promise<number[]> {
  const rows = await trx
    .selectFrom('subscribers')
    .select('id')
    .where('id', 'in', ids)
    .orderBy('id')
    // SQLite has locked all.
    .$if(!isSqlite(trx), query => query.forUpdate())
    .execute();
  return rows.map(({ id }) => id);
}

type Leave = { id: number; week: string; now: Date };

async function leaveTogether(trx: Transaction<Tables>, calls: readonly Leave[]): Promise<boolean[]> {
  const byNumber = new Map(calls.map(call => [call.id, call]));
  await lock(trx, [...byNumber.keys()]);
  const left = await trx
    .updateTable('subscribers')
    .set({ status: 'unsubscribed', updated_at: calls[0]?.now.toISOString() })
    .where('id', 'in', [...byNumber.keys()])
    .where('status', '=', 'active')
    .returning('id')
    .execute();
  const changes = left.flatMap(({ id }) => {
    const call = byNumber.get(id);
    return call === undefined
      ? []
      : [{ subscriber_id: id, kind: 'left' as const, week: call.week, created_at: call.now.toISOString() }];
  });
  if (changes.length > 0) await trx.insertInto('changes').values(changes).execute();
  const numbers = new Set(left.map(({ id }) => id));
  return calls.map(({ id }) => numbers.has(id));
}

type Row = {
  id: number;
  address: string;
  name: string | null;
  language: string;
  time_zone: string | null;
  status: SubscriberStatus;
  paused_until: string | null;
  created_at: string;
};

const toSubscriber = (
  { id, address, name, language, time_zone, status, paused_until, created_at }: Row,
  tags: string[],
): Subscriber => ({
  id,
  address,
  name: name ?? undefined,
  language,
  timeZone: time_zone ?? undefined,
  status,
  pausedUntil: paused_until ?? undefined,
  since: created_at,
  tags,
});
