import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { personalLinks } from '../../../src/message/personal-links.ts';
import type { EntryOutcome, SubscriberEntry } from '../../../src/store/imports/entry.ts';
import { openStore, type Store } from '../../../src/store/store.ts';
import { exportSubscribers } from '../../../src/subscribers/export.ts';
import { secret, start } from '../../helpers/hebdo.ts';
import { emptyFolder, sampleNewsletter } from '../../helpers/newsletter.ts';
import { type Postgres, startPostgres } from '../../helpers/postgres.ts';
import { pages, start as then, week } from '../../helpers/site.ts';

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
}, 60_000);
afterAll(() => postgres.stop());

const now = new Date('2026-11-24T10:00:00.000Z');
const kinds = ['SQLite', 'PostgreSQL'] as const;
const urlOf = async (kind: (typeof kinds)[number]) =>
  kind === 'SQLite' ? `sqlite:${join(await emptyFolder(), 'hebdo.db')}` : postgres.fresh();

async function opened(url: string): Promise<Store> {
  const store = await openStore(url);
  onTestFinished(() => store.close());
  return store;
}

async function put(store: Store, entries: Iterable<SubscriberEntry> | AsyncIterable<SubscriberEntry>, at = now) {
  async function* all() {
    yield* entries;
  }
  const outcomes: EntryOutcome[] = [];
  await store.subscribers.upsert(all(), at, outcome => outcomes.push(outcome));
  return outcomes;
}

async function listOf({ subscribers }: Store): Promise<string> {
  let text = '';
  for await (const line of exportSubscribers(subscribers, 'csv')) text += line;
  return text;
}

const reader = (i: number, more: Partial<SubscriberEntry> = {}): SubscriberEntry => ({
  address: `r${i}@example.com`,
  language: 'fr',
  ...more,
});
const readers = (count: number, more: Partial<SubscriberEntry> = {}) =>
  Array.from({ length: count }, (_, i) => reader(i, more));

describe('many entries together', { timeout: 90_000 }, () => {
  it('come to the same as one after another, whatever they say', async () => {
    const entry = fc.record(
      {
        address: fc.constantFrom('a@example.com', 'A@example.com', 'b@example.com', 'c@example.com'),
        language: fc.constantFrom('fr', 'en'),
        name: fc.constantFrom('Ann', 'Zoé "é"', ''),
        timeZone: fc.constantFrom('Europe/Paris', 'Asia/Tokyo'),
        left: fc.boolean(),
        tags: fc.array(fc.constantFrom('x', 'y', 'été'), { maxLength: 2 }),
        suppress: fc.constantFrom('bounced', 'spam'),
        since: fc.constant('2020-01-01T00:00:00.000Z'),
        consent: fc.constant('import from x'),
      },
      { requiredKeys: ['address', 'language'] },
    );
    const all = async (store: Store) => {
      const people = [];
      for await (const one of store.subscribers.all())
        people.push({ ...one, consents: await store.confirmations.consents(one.id) });
      const suppressed = [];
      for await (const one of store.suppressions.all()) suppressed.push(one);
      return { people, suppressed };
    };
    await fc.assert(
      fc.asyncProperty(
        fc.array(entry, { maxLength: 4 }),
        fc.array(entry, { maxLength: 9 }),
        async (before, entries) => {
          const [together, apart] = [await openStore('sqlite::memory:'), await openStore('sqlite::memory:')];
          for (const store of [together, apart]) for (const one of before) await put(store, [one]);
          const outcomes = [];
          for (const one of entries) outcomes.push(...(await put(apart, [one])));
          expect(await put(together, entries)).toEqual(outcomes);
          expect(await all(together)).toEqual(await all(apart));
          await together.close();
          await apart.close();
        },
      ),
      { numRuns: 150 },
    );
  });

  it.each(kinds)('go into %s in several transactions and are told in their order', async kind => {
    const store = await opened(await urlOf(kind));
    const entries = [...readers(2_300), reader(7, { name: 'Ann' }), ...readers(500), reader(7, { left: true })];
    const outcomes = await put(store, entries);
    expect(outcomes).toEqual([
      ...Array<string>(2_300).fill('added'),
      'updated',
      ...Array<string>(500).fill('unchanged'),
      'updated',
    ]);
    expect(await store.subscribers.find('r7@example.com')).toMatchObject({
      id: 8,
      name: 'Ann',
      status: 'unsubscribed',
    });
    expect(await store.imports.pending()).toEqual([]);
  });

  it.each(kinds)('that cannot be read to their end change nothing in %s', async kind => {
    const store = await opened(await urlOf(kind));
    await put(store, readers(3, { name: 'before' }));
    const before = await listOf(store);
    async function* failing() {
      yield* readers(3_500, { name: 'after' });
      throw new Error('the disk is gone');
    }
    await expect(put(store, failing())).rejects.toThrow('the disk is gone');
    expect(await listOf(store)).toBe(before);
    expect(await store.imports.pending()).toEqual([]);
  });

  it.each(kinds)('of two imports at once in %s are all put in, and each is told of its own', async kind => {
    const url = await urlOf(kind);
    const [one, other] = [await opened(url), await opened(url)];
    const counts = await Promise.all([put(one, readers(3_000)), put(other, readers(4_000, { name: 'Ann' }))]);
    expect(counts.map(({ length }) => length)).toEqual([3_000, 4_000]);
    expect(counts.flat().filter(outcome => outcome === 'added')).toHaveLength(4_000);
    expect(await one.subscribers.countDue(now)).toEqual([{ language: 'fr', count: 4_000 }]);
  });

  it.each(kinds)('leave in %s what a reader has changed meanwhile, a pause too', async kind => {
    const store = await opened(await urlOf(kind));
    await put(store, readers(2_500));
    const after = new Date(now.getTime() + 1_000);
    async function* list() {
      yield* readers(2_000, { language: 'en' });
      await store.subscribers.change(1, { language: 'de' }, { kind: 'language' }, after);
      await store.subscribers.change(2, { paused_until: '2027-01-01' }, { kind: 'paused' }, after);
      await store.subscribers.change(3, { status: 'unsubscribed' }, { kind: 'left' }, after);
      yield reader(4, { language: 'en', left: true });
    }
    await put(store, list());
    const found = await Promise.all([1, 2, 3, 4, 5].map(id => store.subscribers.byNumber(id)));
    expect(found.map(who => [who?.language, who?.pausedUntil, who?.status])).toEqual([
      ['de', undefined, 'active'],
      ['fr', '2027-01-01', 'active'],
      ['fr', undefined, 'unsubscribed'],
      ['en', undefined, 'active'],
      ['en', undefined, 'unsubscribed'],
    ]);
  });

  it.each(kinds)('never bring back to %s one who is erased while they are read', async kind => {
    const store = await opened(await urlOf(kind));
    await put(store, readers(2));
    const list = (erased: number, hash: string) =>
      async function* () {
        // So many that the batch of the first is in the journal.
        yield* readers(3_500, { hashes: ['none'] });
        await store.erasures.erase(erased, () => hash, now);
        yield reader(1, { hashes: ['second'] });
      };
    // Nobody was erased when it began: nobody has been looked for.
    await expect(put(store, list(1, 'first')())).rejects.toThrow('Somebody was erased');
    expect(await store.subscribers.find('r1@example.com')).toBeDefined();
    const outcomes = await put(store, list(2, 'second')());
    expect(outcomes.at(-1)).toBe('erased');
    expect(await store.subscribers.find('r1@example.com')).toBeUndefined();
    expect(await store.subscribers.find('r3400@example.com')).toBeDefined();
  });
});

/** A list of so many people, as a file. */
async function fileOf(count: number, lineOf: (i: number) => string): Promise<string> {
  const path = join(await emptyFolder(), 'list.csv');
  const lines = Array.from({ length: count }, (_, i) => lineOf(i));
  await writeFile(path, `email,name,language,status,tags,since\n${lines.join('\n')}\n`);
  return path;
}

/** `hebdo subscribers import` in a process of its own, over a database that the test looks into. */
async function importing(url: string, path: string) {
  const folder = await sampleNewsletter();
  return start(folder, ['subscribers', 'import', path, '--format', 'json'], {
    HEBDO_DATABASE_URL: url,
    HEBDO_SECRET: secret,
  });
}

const people = 20_000;

describe.each(kinds)('an import into %s', kind => {
  it('lets readers leave while it is under way, and they stay away', async () => {
    const url = await urlOf(kind);
    const store = await opened(url);
    await put(store, readers(people));
    const { app, from, failures } = await pages({ store });
    const path = await fileOf(people, i => `r${i}@example.com,Name ${i},en,${i % 100 === 7 ? 'unsubscribed' : ''},x,`);
    const { child, ended } = await importing(url, path);
    while ((await store.imports.pending()).length === 0 && child.exitCode === null) await pause(1);
    let meanwhile = 0;
    const leave = async (subscriber: number) => {
      const { unsubscribe_url: unsubscribe } = personalLinks('', { subscriber, week }, secret, then);
      const { status } = await app.request(
        unsubscribe,
        {
          method: 'POST',
          body: 'List-Unsubscribe=One-Click',
          headers: { 'content-type': 'application/x-www-form-urlencoded', 'content-length': '26' },
        },
        from(),
      );
      if (child.exitCode === null) meanwhile++;
      return status;
    };
    // From the end of the list to its beginning, so that they meet the import in the order that deadlocks.
    const leaving = Array.from({ length: 200 }, (_, i) => people - i * 97);
    const answers: number[] = [];
    for (let i = 0; i < leaving.length; i += 5)
      answers.push(...(await Promise.all(leaving.slice(i, i + 5).map(leave))));
    const report = await ended;
    expect([report.code, failures]).toEqual([0, []]);
    expect(answers).toEqual(leaving.map(() => 200));
    expect(meanwhile).toBeGreaterThan(20);
    const found = await Promise.all(leaving.map(id => store.subscribers.byNumber(id)));
    expect(found.filter(who => who?.status !== 'unsubscribed')).toEqual([]);
    const { added, updated, unsubscribed } = JSON.parse(report.out);
    expect([added, updated + unsubscribed]).toEqual([0, people]);
    const counts = await store.subscribers.countByLanguage();
    const left = new Set([...leaving, ...Array.from({ length: people / 100 }, (_, i) => i * 100 + 8)]);
    expect(counts.filter(({ status }) => status === 'active')).toEqual([
      { language: 'en', status: 'active', count: people - left.size },
    ]);
  }, 120_000);

  it.each(['reading', 'applying'] as const)(
    'that is killed while %s is undone or finished, and ends as one that was not',
    async phase => {
      const path = await fileOf(
        people,
        i =>
          `r${i % 18_000}@example.com,Name ${i},fr,${i % 50 === 3 ? 'unsubscribed' : ''},${i % 3 ? 'x' : ''},2020-01-01`,
      );
      const [url, undisturbed] = [await urlOf(kind), await urlOf(kind)];
      const [store, other] = [await opened(url), await opened(undisturbed)];
      for (const one of [store, other]) {
        await put(one, readers(500));
        await one.subscribers.change(5, { status: 'unsubscribed' }, { kind: 'left' }, now);
      }
      const before = await listOf(store);
      expect((await (await importing(undisturbed, path)).ended).code).toBe(0);
      const { child, ended } = await importing(url, path);
      while (child.exitCode === null && !(await isIn(store, url, phase))) await pause(1);
      child.kill('SIGKILL');
      expect((await ended).signal).toBe('SIGKILL');
      const [pending] = await store.imports.pending();
      if (phase === 'reading') {
        expect([pending, await listOf(store)]).toEqual([undefined, before]);
        expect((await (await importing(url, path)).ended).code).toBe(0);
      } else {
        expect(pending?.applied).toBeGreaterThan(0);
        expect(pending?.applied).toBeLessThan(people);
        // Who is erased now was perhaps to be added by what is left.
        const who = await store.subscribers.find('r499@example.com');
        for (const one of [store, other]) await one.erasures.erase(who?.id ?? 0, () => 'hash', now);
        await store.imports.finish();
      }
      expect(await listOf(store)).toBe(await listOf(other));
      expect(await store.imports.pending()).toEqual([]);
    },
    120_000,
  );
});

/** Whether an import is well in the middle of a phase, as the database has it. */
async function isIn(store: Store, url: string, phase: 'reading' | 'applying'): Promise<boolean> {
  if (phase === 'applying') return ((await store.imports.pending())[0]?.applied ?? 0) > 0;
  const query = `select max(staged) as n from imports where state = 'reading'`;
  if (url.startsWith('sqlite:')) {
    const db = new DatabaseSync(url.slice('sqlite:'.length), { readOnly: true });
    const { n } = z.object({ n: z.number().nullable() }).parse(db.prepare(query).get());
    db.close();
    return (n ?? 0) > 1_000;
  }
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ n: number | null }>(query);
  await client.end();
  return (rows[0]?.n ?? 0) > 1_000;
}
