import type { Kysely, Transaction } from 'kysely';
import { addressKey } from './address.ts';
import { batched } from './batch.ts';
import { addTags, putOne } from './put.ts';
import type { ChangeKind, SubscriberStatus, Tables } from './schema.ts';
import { type SubscriberCounts, subscriberCounts } from './subscriber-counts.ts';

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

/** What one puts in: an address that was checked, and what goes with it. */
export type SubscriberEntry = {
  address: string;
  name?: string;
  language: string;
  /** An IANA name; a known one is left as it is without. */
  timeZone?: string;
  /** One who has unsubscribed. */
  left?: boolean;
  /** Added to those they have. */
  tags?: readonly string[];
  /** Why the address must not be mailed. */
  suppress?: string;
  /** When they joined; now if it is not known. */
  since?: string;
  /** Where they agreed to be mailed, at that time: kept as a proof. */
  consent?: string;
  /** The keyed hashes of their address, to look for among those erased. */
  hashes?: readonly string[];
};

/** What became of an entry. One who left stays away, and one who was erased stays unknown, whatever an import says. */
export type EntryOutcome = 'added' | 'updated' | 'unchanged' | 'unsubscribed' | 'erased';

export type Subscribers = SubscriberCounts & {
  /**
   * Puts entries in, all or none. An entry without a name leaves a known name as it is.
   * @returns what became of each, in their order
   */
  put(entries: AsyncIterable<SubscriberEntry>, now: Date, each: (outcome: EntryOutcome) => void): Promise<void>;
  find(address: string): Promise<Subscriber | undefined>;
  byNumber(id: number): Promise<Subscriber | undefined>;
  /**
   * Takes a reader off the list and records it, both or neither; those who leave in the same moment in one transaction. One
   * who has left already stays off.
   * @returns whether there was somebody to leave
   */
  leave(id: number, week: string, now: Date): Promise<boolean>;
  /** Fulfils a reader's wish and records it, both or neither. */
  change(id: number, wish: Wish, change: Change, now: Date): Promise<void>;
  /** What a reader changed, the oldest first. */
  changes(id: number): Promise<(Change & { at: string })[]>;
  /** Every subscriber by number, read in pages: the list never stands in memory. */
  all(): AsyncIterable<Subscriber>;
  setStatus(id: number, status: SubscriberStatus, now: Date): Promise<void>;
  /** Sets and takes away tags. */
  tag(id: number, add: readonly string[], remove: readonly string[]): Promise<void>;
};

const pageSize = 1_000;

export function makeSubscribers(db: Kysely<Tables>): Subscribers {
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
  const leave = batched((calls: readonly Leave[]) => db.transaction().execute(trx => leaveTogether(trx, calls)));
  return {
    ...subscriberCounts(db),
    async put(entries, now, each) {
      await db.transaction().execute(async trx => {
        for await (const entry of entries) each(await putOne(trx, entry, now));
      });
    },
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
      await db.transaction().execute(async trx => {
        await trx
          .updateTable('subscribers')
          .set({ ...wish, updated_at: now.toISOString() })
          .where('id', '=', id)
          .execute();
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
      await db.updateTable('subscribers').set({ status, updated_at: now.toISOString() }).where('id', '=', id).execute();
    },
    tag: (id, add, remove) =>
      db.transaction().execute(async trx => {
        await addTags(trx, id, add);
        if (remove.length > 0)
          await trx.deleteFrom('tags').where('subscriber_id', '=', id).where('tag', 'in', remove).execute();
      }),
  };
}

type Leave = { id: number; week: string; now: Date };

async function leaveTogether(trx: Transaction<Tables>, calls: readonly Leave[]): Promise<boolean[]> {
  const byNumber = new Map(calls.map(call => [call.id, call]));
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
