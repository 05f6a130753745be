import type { Kysely, Transaction } from 'kysely';
import { type ChangeKind, isNotPaused, type SubscriberStatus, type Tables } from './schema.ts';

/** A subscriber as the store knows them. */
export type Subscriber = {
  id: number;
  address: string;
  name?: string;
  language: string;
  status: SubscriberStatus;
  pausedUntil?: string;
  since: string;
};

/** What a reader changes by themselves, and the issue whose link they used. */
export type Change = { kind: ChangeKind; week?: string; detail?: string };

/** The columns that a reader may change. */
export type Wish = Partial<{
  status: SubscriberStatus;
  language: string;
  name: string | null;
  paused_until: string | null;
}>;

/** What one puts in: an address that was checked, and what goes with it. `left` marks one who has unsubscribed. */
export type SubscriberEntry = { address: string; name?: string; language: string; left?: boolean };

/** What became of an entry. One who left stays away, whatever an import says. */
export type EntryOutcome = 'added' | 'updated' | 'unchanged' | 'unsubscribed';

export type Subscribers = {
  /**
   * Puts entries in, all or none. An entry without a name leaves a known name as it is.
   * @returns what became of each, in their order
   */
  put(entries: AsyncIterable<SubscriberEntry>, now: Date, each: (outcome: EntryOutcome) => void): Promise<void>;
  find(address: string): Promise<Subscriber | undefined>;
  byNumber(id: number): Promise<Subscriber | undefined>;
  /** Fulfils a reader's wish and records it, both or neither. */
  change(id: number, wish: Wish, change: Change, now: Date): Promise<void>;
  /** What a reader changed, the oldest first. */
  changes(id: number): Promise<(Change & { at: string })[]>;
  /** Every subscriber by number, read in pages: the list never stands in memory. */
  all(): AsyncIterable<Subscriber>;
  setStatus(id: number, status: SubscriberStatus, now: Date): Promise<void>;
  /** How many would get an issue whose run starts now, by language. */
  countDue(now: Date): Promise<{ language: string; count: number }[]>;
  countByLanguage(): Promise<{ language: string; status: SubscriberStatus; count: number }[]>;
};

/** An address as it is compared. Providers that tell upper from lower case before the @ are not known to exist. */
export const addressKey = (address: string): string => address.toLowerCase();

/** What stands behind the @. */
export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);

const pageSize = 1_000;

export function makeSubscribers(db: Kysely<Tables>): Subscribers {
  const columns = ['id', 'address', 'name', 'language', 'status', 'paused_until', 'created_at'] as const;
  return {
    async put(entries, now, each) {
      await db.transaction().execute(async trx => {
        for await (const entry of entries) each(await putOne(trx, entry, now.toISOString()));
      });
    },
    async find(address) {
      const row = await db
        .selectFrom('subscribers')
        .select(columns)
        .where('address_key', '=', addressKey(address))
        .executeTakeFirst();
      return row && toSubscriber(row);
    },
    async byNumber(id) {
      const row = await db.selectFrom('subscribers').select(columns).where('id', '=', id).executeTakeFirst();
      return row && toSubscriber(row);
    },
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
        yield* rows.map(toSubscriber);
        const end = rows.at(-1);
        if (end === undefined) return;
        last = end.id;
      }
    },
    async setStatus(id, status, now) {
      await db.updateTable('subscribers').set({ status, updated_at: now.toISOString() }).where('id', '=', id).execute();
    },
    async countDue(now) {
      const rows = await db
        .selectFrom('subscribers')
        .select(['language', eb => eb.fn.countAll().as('count')])
        .where('status', '=', 'active')
        .where(isNotPaused(now))
        .groupBy('language')
        .execute();
      return rows.map(({ language, count }) => ({ language, count: Number(count) }));
    },
    async countByLanguage() {
      const rows = await db
        .selectFrom('subscribers')
        .select(['language', 'status', eb => eb.fn.countAll().as('count')])
        .groupBy(['language', 'status'])
        .orderBy('language')
        .execute();
      return rows.map(({ language, status, count }) => ({ language, status, count: Number(count) }));
    },
  };
}

async function putOne(trx: Transaction<Tables>, entry: SubscriberEntry, now: string): Promise<EntryOutcome> {
  const key = addressKey(entry.address);
  const known = await trx
    .selectFrom('subscribers')
    .select(['id', 'name', 'language', 'status'])
    .where('address_key', '=', key)
    .executeTakeFirst();
  const { address, name, language } = entry;
  if (known === undefined) {
    await trx
      .insertInto('subscribers')
      .values({
        address,
        address_key: key,
        domain: domainOf(key),
        name: name ?? null,
        language,
        status: entry.left === true ? 'unsubscribed' : 'active',
        created_at: now,
        updated_at: now,
      })
      .execute();
    return 'added';
  }
  if (known.status === 'unsubscribed') return 'unsubscribed';
  const same = known.language === language && (name === undefined || known.name === name);
  if (same && entry.left !== true) return 'unchanged';
  await trx
    .updateTable('subscribers')
    .set({
      name: name ?? known.name,
      language,
      status: entry.left === true ? 'unsubscribed' : known.status,
      updated_at: now,
    })
    .where('id', '=', known.id)
    .execute();
  return 'updated';
}

type Row = {
  id: number;
  address: string;
  name: string | null;
  language: string;
  status: SubscriberStatus;
  paused_until: string | null;
  created_at: string;
};

const toSubscriber = ({ id, address, name, language, status, paused_until, created_at }: Row): Subscriber => ({
  id,
  address,
  name: name ?? undefined,
  language,
  status,
  pausedUntil: paused_until ?? undefined,
  since: created_at,
});
