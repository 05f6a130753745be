import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backUpStore, copyStore, openStore, type Store, storeStatus } from '../../../src/store/store.ts';
import { hebdo } from '../../helpers/hebdo.ts';
import { emptyFolder, sampleNewsletter } from '../../helpers/newsletter.ts';
import { type Postgres, startPostgres } from '../../helpers/postgres.ts';

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
}, 60_000);
afterAll(() => postgres.stop(), 120_000);

const now = new Date('2026-11-27T08:00:00Z');
const people = 2_500;

/** Something in every table, more than a page of some. */
async function fill(url: string): Promise<void> {
  const store = await openStore(url);
  async function* entries() {
    for (let i = 0; i < people; i++)
      yield {
        address: `R${i}.é@example.com`,
        name: i % 7 === 0 ? `Zoé "${i}"\u202f!` : undefined,
        language: 'fr',
        tags: i % 5 === 0 ? ['press', 'été'] : [],
      };
  }
  await store.subscribers.upsert(entries(), now, () => undefined);
  const token = await claim(store);
  for (let id = 1; id <= 40; id++) {
    await store.ledger.begin(id, token, now);
    await store.ledger.commit(id, token, now);
    await store.ledger.settle(id, token, { state: 'accepted', code: 250, words: '2.0.0 ok' }, now);
  }
  if (url.startsWith('postgres:')) await store.chunks.cut('2026-W48', token, 1_000);
  await store.ledger.release('2026-W48', token, now);
  await store.suppressions.add('x@example.com', 'a reason', now);
  await store.suppressions.add('y@example.com', 'another', now);
  await store.suppressions.remove('y@example.com', 'a mistake', now);
  const consent = { version: 'v', text: 'Oui.' };
  await store.confirmations.ask(
    { kind: 'sign_up', address: 'n@example.com', language: 'fr', page: 'p', consent },
    1e9,
    { between: 0, perDay: 9 },
    now,
  );
  await store.confirmations.ask(
    { kind: 'address', subscriber: 2, address: 'moved@example.com', language: 'fr', page: 'p' },
    1e9,
    { between: 0, perDay: 9 },
    now,
  );
  await store.confirmations.confirm(2, 'network', [], now);
  await store.bounces.record(
    { key: 'k', subscriber: 1, week: '2026-W48', kind: 'soft', source: 'mailbox' },
    { count: 9, within: 1 },
    now,
  );
  await store.sent.keep('2026-W48', ['hash']);
  await store.statistics.countClick('2026-W48', 'fr', 'https://example.com/', now);
  await store.subscribers.leave(3, '2026-W48', now);
  await store.erasures.erase(people, () => 'hash', now);
  await store.close();
}

const claim = async (store: Store) => {
  const claimed = await store.ledger.claim({
    week: '2026-W48',
    contentHash: 'x',
    holder: 'me',
    now,
    until: new Date(now.getTime() + 60_000),
    isDead: () => false,
    editionFor: language => language,
  });
  if (!('token' in claimed)) throw new Error(claimed.kind);
  return claimed.token;
};

const copy = (from: string, to: string) => copyStore(from, to, now, () => undefined);

describe('copying a store', () => {
  it('carries everything from SQLite to PostgreSQL and back, and numbers go on where they were', async () => {
    const folder = await emptyFolder();
    const [first, last] = [`sqlite:${join(folder, 'a.db')}`, `sqlite:${join(folder, 'b.db')}`];
    const middle = await postgres.fresh();
    await fill(first);
    const copied = await copy(first, middle);
    expect(copied.every(({ table, rows }) => rows > 0 || table === 'chunks')).toBe(true);
    expect(copied.find(({ table }) => table === 'deliveries')?.rows).toBe(people);
    await copy(middle, last);
    const [before, after] = [new DatabaseSync(join(folder, 'a.db')), new DatabaseSync(join(folder, 'b.db'))];
    for (const { table } of copied) {
      const all = (db: DatabaseSync) => db.prepare(`select * from ${table} order by 1, 2`).all();
      expect(all(after)).toEqual(all(before));
    }
    before.close();
    after.close();
    const store = await openStore(middle);
    async function* one() {
      yield { address: 'new@example.com', language: 'fr' };
    }
    await store.subscribers.upsert(one(), now, () => undefined);
    // The last number was that of one who was erased: their links must never mean another.
    expect((await store.subscribers.find('new@example.com'))?.id).toBe(people + 1);
    await store.close();
    const back = await openStore(last);
    await back.subscribers.upsert(one(), now, () => undefined);
    expect((await back.subscribers.find('new@example.com'))?.id).toBe(people + 1);
    await back.close();
  });

  it('leaves the chunks of workers behind in SQLite, where one process sends the rest', async () => {
    const [from, to] = [await postgres.fresh(), `sqlite:${join(await emptyFolder(), 'a.db')}`];
    await fill(from);
    const copied = await copy(from, to);
    expect(copied.map(({ table }) => table)).not.toContain('chunks');
    const store = await openStore(to);
    expect(await claim(store)).toBeGreaterThan(0);
    expect((await store.ledger.open('2026-W48', now, { limit: people })).length).toBeGreaterThan(1_000);
    await store.close();
  });

  it('goes on where it was cut off, and can be done again', async () => {
    const folder = await emptyFolder();
    const from = `sqlite:${join(folder, 'a.db')}`;
    const to = await postgres.fresh();
    await fill(from);
    const cut = copyStore(from, to, now, (table, rows) => {
      if (table === 'subscribers' && rows === 2_000) throw new Error('pulled the plug');
    });
    await expect(cut).rejects.toThrow('pulled the plug');
    await copy(from, to);
    expect(await copy(from, to)).toEqual(expect.arrayContaining([{ table: 'subscribers', rows: people - 1 }]));
  });

  it('says so where the two are not the same in the end', async () => {
    const from = await postgres.fresh();
    const to = await postgres.fresh();
    const other = await openStore(to);
    await other.suppressions.add('here.before@example.com', 'x', now);
    await other.close();
    await expect(copy(from, to)).rejects.toThrow('suppressions has 0 rows here and 1 there');
  });

  it('of a backup is one, too: nothing is sent from it until a person says so', async () => {
    const folder = await emptyFolder();
    await (await openStore(`sqlite:${join(folder, 'a.db')}`)).close();
    await backUpStore(join(folder, 'a.db'), join(folder, 'b.db'), now);
    const to = await postgres.fresh();
    await copy(`sqlite:${join(folder, 'b.db')}`, to);
    const store = await openStore(to);
    expect(await store.backup.takenAt()).toBe(now.toISOString());
    await store.close();
  });

  it('is refused while an issue is being sent', async () => {
    const from = await postgres.fresh();
    const store = await openStore(from);
    await claim(store);
    await expect(copy(from, await postgres.fresh())).rejects.toThrow('2026-W48 is being sent');
    await store.close();
  });

  it('is refused while a worker has a chunk, and while an import is not finished', async () => {
    const from = await postgres.fresh();
    await fill(from);
    const store = await openStore(from);
    const chunk = await store.chunks.take(['2026-W48'], 'worker', now);
    await expect(copy(from, await postgres.fresh())).rejects.toThrow('2026-W48 is being sent');
    if (chunk !== undefined) await store.chunks.release(chunk, now);
    let refused: Promise<unknown> | undefined;
    async function* list() {
      for (let i = 0; i < 3_000; i++) yield { address: `i${i}@example.com`, language: 'fr' };
      refused = expect(copy(from, await postgres.fresh())).rejects.toThrow('import is not finished');
      await refused;
    }
    await store.subscribers.upsert(list(), now, () => undefined);
    expect(refused).toBeDefined();
    await store.close();
  });

  it.each(['SQLite', 'PostgreSQL'])(
    'of a %s that changes meanwhile fails, is not used, and can be done again',
    async kind => {
      const path = join(await emptyFolder(), 'a.db');
      const from = kind === 'SQLite' ? `sqlite:${path}` : await postgres.fresh();
      const to = kind === 'SQLite' ? await postgres.fresh() : `sqlite:${path}`;
      await fill(from);
      const store = await openStore(from);
      let left = false;
      const changing = copyStore(from, to, now, table => {
        if (table !== 'tags' || left) return;
        left = true;
        // Of those who were read already, one goes, and one of those who were not.
        leaving = Promise.all([7, 8].map(id => store.subscribers.leave(id, '2026-W48', now)));
      });
      let leaving: Promise<unknown> | undefined;
      await expect(changing).rejects.toThrow('The table subscribers was changed while it was copied');
      await leaving;
      await expect(openStore(to)).rejects.toThrow('incomplete copy');
      await copy(from, to);
      const copied = await openStore(to);
      expect((await copied.subscribers.byNumber(7))?.status).toBe('unsubscribed');
      await copied.close();
      await store.close();
    },
  );

  it('leaves a database usable that was in use before', async () => {
    const [from, to] = [await postgres.fresh(), await postgres.fresh()];
    const other = await openStore(to);
    await other.suppressions.add('here.before@example.com', 'x', now);
    await other.close();
    await expect(copy(from, to)).rejects.toThrow('suppressions has 0 rows here and 1 there');
    await (await openStore(to)).close();
  });
});

describe('hebdo store', () => {
  it('tells what is in a database, and copies it, by name or by variable', async () => {
    const folder = await sampleNewsletter();
    await hebdo(folder, ['subscribers', 'import', 'samples/subscribers.csv']);
    expect((await hebdo(folder, ['store', 'status'])).out).toMatch(/subscribers +21/);
    const to = await postgres.fresh();
    const copied = await hebdo(folder, ['store', 'copy', 'sqlite:.hebdo/hebdo.db', 'NEW_DATABASE'], {
      NEW_DATABASE: to,
    });
    expect([copied.code, copied.err]).toEqual([0, '']);
    expect(copied.out).toMatch(/subscribers +21/);
    expect((await storeStatus(to)).tables).toContainEqual({ table: 'subscribers', rows: 21 });
    expect((await hebdo(folder, ['subscribers', 'list'], { HEBDO_DATABASE_URL: to })).out).toMatch(/fr +active +11/);
    const missing = await hebdo(folder, ['store', 'copy', 'sqlite:typo.db', to]);
    expect([missing.code, missing.err.includes('no such database')]).toEqual([1, true]);
  });
});
