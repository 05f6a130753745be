import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../../src/store/store.ts';
import { type Postgres, startPostgres } from '../../helpers/postgres.ts';

const readers = 5_000;
const weeks = 12;
const week = '2026-W48';
const tables = ['deliveries', 'subscribers', 'chunks'];

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
}, 60_000);
afterAll(() => postgres.stop(), 120_000);

/** A database with a list and the issues of some months, all sent, and a run of many chunks that is handed out. */
async function withPast(): Promise<{ url: string; client: Client }> {
  const url = await postgres.fresh();
  const store = await openStore(url);
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(
    `insert into subscribers (address, address_key, domain, language, status, created_at, updated_at)
     select 'r' || i || '@example.com', 'r' || i || '@example.com', 'example.com', 'fr', 'active', '2026', '2026'
     from generate_series(1, $1::int) i`,
    [readers],
  );
  await client.query(
    `insert into deliveries (week, subscriber_id, language, domain, state, is_open, attempts, updated_at)
     select '2026-W' || w, i, 'fr', 'example.com', 'accepted', 0, 1, '2026-01-01T00:00:00.000Z'
     from generate_series(10, 9 + $1::int) w, generate_series(1, $2::int) i`,
    [weeks, readers],
  );
  await client.query(
    `insert into runs (week, content_hash, started_at, finished_at)
     select '2026-W' || w, 'x', '2026', '2026' from generate_series(10, 9 + $1::int) w`,
    [weeks],
  );
  const now = store.now();
  const until = new Date(now.getTime() + 60_000);
  const claim = { week, contentHash: 'x', holder: 'me', now, until, isDead: () => false, handOut: true };
  const claimed = await store.ledger.claim({ ...claim, editionFor: one => one });
  const token = 'token' in claimed ? claimed.token : -1;
  await store.chunks.cut(week, token, 10);
  await store.ledger.release(week, token, now);
  await client.query('analyze');
  await store.close();
  return { url, client };
}

/** How often each table was read from its beginning to its end, as the server counts it. */
async function scans(client: Client): Promise<Record<string, number>> {
  const { rows } = await client.query<{ relname: string; seq_scan: number }>(
    'select relname, seq_scan::int from pg_stat_user_tables where relname = any($1) order by relname',
    [tables],
  );
  return Object.fromEntries(rows.map(({ relname, seq_scan }) => [relname, seq_scan]));
}

describe('after some months of issues', () => {
  it('no step of a delivery and no taking of a chunk reads a table from its beginning to its end', async () => {
    const { url, client } = await withPast();
    // A session's counts are there when it has ended.
    await expect.poll(async () => (await scans(client)).deliveries).toBeGreaterThan(0);
    const before = await scans(client);
    const store = await openStore(url);
    for (let round = 0; round < 5; round++) {
      const now = store.now();
      const chunk = await store.chunks.take([week], 'a', now);
      if (chunk === undefined) throw new Error('nothing to take');
      const { ledger } = store;
      const { token } = chunk;
      const open = await ledger.open(week, now, { limit: 100, range: chunk });
      expect(open).toHaveLength(10);
      for (const [i, { id }] of open.entries()) {
        await ledger.begin(id, token, now);
        await ledger.commit(id, token, now);
        const dueAt = new Date(now.getTime() + 60_000);
        const suppress = { address: `r${id}@example.com`, reason: 'gone' };
        if (i === 0) await ledger.settle(id, token, { state: 'deferred', words: 'later', dueAt }, now);
        else if (i === 1) await ledger.settle(id, token, { state: 'failed', code: 550, suppress }, now);
        else await ledger.settle(id, token, { state: 'accepted', code: 250, words: 'ok' }, now);
      }
      await ledger.nextDue(week, now, chunk);
      await ledger.nextDue(week, now);
      await store.chunks.renew(chunk);
      await store.chunks.release(chunk, now);
      await store.stops.current();
      await ledger.triedSince(new Date(now.getTime() - 86_400_000));
    }
    await store.close();
    // Its sessions tell what they counted when they end.
    const sessions = 'select count(*)::int as n from pg_stat_activity where datname = current_database()';
    await expect.poll(async () => (await client.query<{ n: number }>(sessions)).rows[0]?.n).toBe(1);
    expect(await scans(client)).toEqual(before);
    await client.end();
  }, 120_000);
});
