import { type Kysely, type SqlBool, sql, type Transaction } from 'kysely';
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
  paused_until: string | null;
}>;

/** What one puts in: an address that was checked, and what goes with it. */
export type SubscriberEntry = {
  address: string;
  name?: string;
  language: string;
  /** One who has unsubscribed. */
  left?: boolean;
  /** Added to those they have. */
  tags?: readonly string[];
  /** Why the address must not be mailed. */
  suppress?: string;
  /** When and where they agreed to be mailed. */
  consent?: { at: string; page: string };
  /** The keyed hashes of their address, to look for among those erased. */
  hashes?: readonly string[];
};

/** What became of an entry. One who left stays away, and one who was erased stays unknown, whatever an import says. */
export type EntryOutcome = 'added' | 'updated' | 'unchanged' | 'unsubscribed' | 'erased';

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
  /** Sets and takes away tags. */
  tag(id: number, add: readonly string[], remove: readonly string[]): Promise<void>;
  /** How many would get an issue whose run starts now, by language. @param tags those with any of them; all if none is named */
  countDue(now: Date, tags?: readonly string[]): Promise<{ language: string; count: number }[]>;
  countByLanguage(): Promise<{ language: string; status: SubscriberStatus; count: number }[]>;
  countByTag(): Promise<{ tag: string; count: number }[]>;
};

/** A subscriber with any of these tags; everybody where none is named. */
export const isTagged = (tags: readonly string[] = []) =>
  tags.length === 0
    ? sql<SqlBool>`1 = 1`
    : sql<SqlBool>`exists (select 1 from tags where tags.subscriber_id = subscribers.id and tags.tag in (${sql.join(tags)}))`;

/** An address as it is compared. Providers that tell upper from lower case before the @ are not known to exist. */
export const addressKey = (address: string): string => address.toLowerCase();

/** What stands behind the @. */
export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);

const pageSize = 1_000;

export function makeSubscribers(db: Kysely<Tables>): Subscribers {
  const columns = ['id', 'address', 'name', 'language', 'status', 'paused_until', 'created_at'] as const;
  const withTags = async (rows: readonly Row[]): Promise<Subscriber[]> => {
    const ids = rows.map(({ id }) => id);
    const tags =
      ids.length === 0
        ? []
        : await db.selectFrom('tags').selectAll().where('subscriber_id', 'in', ids).orderBy('tag').execute();
    const of = Map.groupBy(tags, ({ subscriber_id }) => subscriber_id);
    return rows.map(row => toSubscriber(row, of.get(row.id)?.map(({ tag }) => tag) ?? []));
  };
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
      return row && (await withTags([row]))[0];
    },
    async byNumber(id) {
      const row = await db.selectFrom('subscribers').select(columns).where('id', '=', id).executeTakeFirst();
      return row && (await withTags([row]))[0];
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
    async countDue(now, tags) {
      const rows = await db
        .selectFrom('subscribers')
        .select(['language', eb => eb.fn.countAll().as('count')])
        .where('status', '=', 'active')
        .where(isNotPaused(now))
        .where(isTagged(tags))
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
    async countByTag() {
      const rows = await db
        .selectFrom('tags')
        .select(['tag', eb => eb.fn.countAll().as('count')])
        .groupBy('tag')
        .orderBy('tag')
        .execute();
      return rows.map(({ tag, count }) => ({ tag, count: Number(count) }));
    },
  };
}

async function addTags(trx: Transaction<Tables>, subscriber_id: number, tags: readonly string[] = []): Promise<number> {
  if (tags.length === 0) return 0;
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('tags')
    .values(tags.map(tag => ({ subscriber_id, tag })))
    .onConflict(conflict => conflict.columns(['tag', 'subscriber_id']).doNothing())
    .executeTakeFirst();
  return Number(numInsertedOrUpdatedRows);
}

async function putOne(trx: Transaction<Tables>, entry: SubscriberEntry, now: string): Promise<EntryOutcome> {
  const key = addressKey(entry.address);
  const known = await trx
    .selectFrom('subscribers')
    .select(['id', 'name', 'language', 'status'])
    .where('address_key', '=', key)
    .executeTakeFirst();
  const { address, name, language, left = false, hashes = [] } = entry;
  if (known === undefined) {
    if (hashes.length > 0) {
      const erased = await trx.selectFrom('erasures').select('hash').where('hash', 'in', hashes).executeTakeFirst();
      if (erased !== undefined) return 'erased';
    }
    const { id } = await trx
      .insertInto('subscribers')
      .values({
        address,
        address_key: key,
        domain: domainOf(key),
        name: name ?? null,
        language,
        status: left ? 'unsubscribed' : 'active',
        created_at: entry.consent?.at ?? now,
        updated_at: now,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await addTags(trx, id, entry.tags);
    await putProofs(trx, id, entry, now);
    return 'added';
  }
  if (entry.suppress !== undefined) await suppress(trx, key, entry.suppress, now);
  if (known.status === 'unsubscribed') return 'unsubscribed';
  const tagged = await addTags(trx, known.id, entry.tags);
  const same = known.language === language && (name === undefined || known.name === name);
  if (same && !left) return tagged > 0 ? 'updated' : 'unchanged';
  await trx
    .updateTable('subscribers')
    .set({ name: name ?? known.name, language, status: left ? 'unsubscribed' : known.status, updated_at: now })
    .where('id', '=', known.id)
    .execute();
  return 'updated';
}

/** What another list knew: that one agreed, and when; or that their address is of no use. */
async function putProofs(trx: Transaction<Tables>, id: number, entry: SubscriberEntry, now: string): Promise<void> {
  const { address, language, consent } = entry;
  const key = addressKey(address);
  if (entry.suppress !== undefined) await suppress(trx, key, entry.suppress, now);
  if (consent === undefined) return;
  await trx
    .insertInto('confirmations')
    .values({
      kind: 'import',
      address,
      address_key: key,
      name: null,
      language,
      subscriber_id: id,
      page: consent.page,
      text_version: null,
      network: null,
      asked_at: consent.at,
      expires_at: consent.at,
      mail: 'sent',
      due_at: null,
      confirmed_at: consent.at,
      confirmed_network: null,
    })
    .execute();
}

const suppress = (trx: Transaction<Tables>, address_key: string, reason: string, created_at: string) =>
  trx
    .insertInto('suppressions')
    .values({ address_key, reason, created_at })
    .onConflict(conflict => conflict.column('address_key').doNothing())
    .execute();

type Row = {
  id: number;
  address: string;
  name: string | null;
  language: string;
  status: SubscriberStatus;
  paused_until: string | null;
  created_at: string;
};

const toSubscriber = (
  { id, address, name, language, status, paused_until, created_at }: Row,
  tags: string[],
): Subscriber => ({
  id,
  address,
  name: name ?? undefined,
  language,
  status,
  pausedUntil: paused_until ?? undefined,
  since: created_at,
  tags,
});
