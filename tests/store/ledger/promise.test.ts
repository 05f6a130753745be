import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type DeliveryState, deliveryStates } from '../../../src/store/schema.ts';
import { openStore, type Store } from '../../../src/store/store.ts';
import { long } from '../../faults/newsletter.ts';
import { emptyFolder } from '../../helpers/newsletter.ts';
import { type Postgres, startPostgres } from '../../helpers/postgres.ts';
import { histories, type Operation, runHistory, type World } from './promise-model.ts';

const week = '2026-W48';
const runs = long ? { sqlite: 4_000, postgres: 1_000, chunks: 1_000 } : { sqlite: 400, postgres: 40, chunks: 40 };

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
}, 60_000);
afterAll(() => postgres.stop(), 120_000);

/** Two readers, and a run of their own. */
async function begin(store: Store, inChunks: boolean): Promise<void> {
  async function* people() {
    for (let i = 1; i <= 2; i++) yield { address: `r${i}@example.com`, language: 'fr' };
  }
  const now = store.now();
  await store.subscribers.upsert(people(), now, () => undefined);
  const until = new Date(now.getTime() + 60_000);
  const claim = { week, contentHash: 'x', holder: 'first', now, until, isDead: () => false };
  const claimed = await store.ledger.claim({ ...claim, editionFor: one => one, handOut: inChunks });
  if (!('token' in claimed)) throw new Error(claimed.kind);
  if (inChunks) await store.chunks.cut(week, claimed.token, 1);
  await store.ledger.release(week, claimed.token, now);
}

const tables = ['subscribers', 'deliveries', 'runs', 'chunks', 'changes', 'erasures', 'suppressions', 'stops'];
type StateRow = { id: number | string; state: string };
const statesOf = (rows: readonly StateRow[]): Map<number, DeliveryState> =>
  new Map(rows.map(({ id, state }) => [Number(id), deliveryStates.find(one => one === state) ?? 'queued']));

async function sqliteWorld(fenced = true) {
  const path = join(await emptyFolder(), 'hebdo.db');
  const store = await openStore(`sqlite:${path}`);
  onTestFinished(() => store.close());
  const db = new DatabaseSync(path, { timeout: 5_000 });
  onTestFinished(() => db.close());
  const read = db.prepare('select id, state from deliveries');
  const world: World = {
    store,
    ledger: fenced ? store.ledger : unfenced(store, db),
    inChunks: false,
    silence: () => Promise.resolve(),
    states: async () => statesOf(read.all().map(({ id, state }) => ({ id: Number(id), state: String(state) }))),
  };
  const reset = async (): Promise<void> => {
    for (const table of [...tables, 'sqlite_sequence']) db.exec(`delete from ${table}`);
    await begin(store, false);
  };
  return { world, reset };
}

async function postgresWorld(inChunks: boolean) {
  const url = await postgres.fresh();
  const store = await openStore(url);
  onTestFinished(() => store.close());
  const client = new Client({ connectionString: url });
  await client.connect();
  onTestFinished(() => client.end());
  const world: World = {
    store,
    ledger: store.ledger,
    inChunks,
    async silence() {
      await client.query(
        `update hebdo_jobs.job set heartbeat_on = heartbeat_on - interval '61 seconds' where state = 'active'`,
      );
      await client.query('update hebdo_jobs.queue set monitor_claim_on = null');
    },
    states: async () => statesOf((await client.query<StateRow>('select id, state from deliveries')).rows),
  };
  const reset = async (): Promise<void> => {
    await client.query(`truncate ${tables.join(', ')} restart identity`);
    if (inChunks) await client.query(`do $$ begin delete from hebdo_jobs.job; exception when others then null; end $$`);
    await begin(store, inChunks);
  };
  return { world, reset };
}

/** The ledger as it was before there were tokens: how a delivery ended is written whoever says so. */
function unfenced(store: Store, db: DatabaseSync): Store['ledger'] {
  const write = db.prepare('update deliveries set state = ?, is_open = ?, due_at = null where id = ?');
  return {
    ...store.ledger,
    async settle(id, _token, { state }) {
      write.run(state, ['queued', 'deferred'].includes(state) ? 1 : 0, id);
      return true;
    },
  };
}

const holds = ({ world, reset }: Awaited<ReturnType<typeof sqliteWorld>>) =>
  fc.asyncProperty(histories, async (history: Operation[][]) => {
    await reset();
    await runHistory(world, history);
  });

describe('whatever senders do, and in whatever order: one copy at most, nobody left out, accepted is true', () => {
  it(`over SQLite, in ${runs.sqlite} histories`, async () => {
    await fc.assert(holds(await sqliteWorld()), { numRuns: runs.sqlite });
  }, 600_000);

  it(`over PostgreSQL, at the same time, in ${runs.postgres} histories`, async () => {
    await fc.assert(holds(await postgresWorld(false)), { numRuns: runs.postgres, endOnFailure: true });
  }, 600_000);

  it(`in chunks that are handed out, in ${runs.chunks} histories`, async () => {
    await fc.assert(holds(await postgresWorld(true)), { numRuns: runs.chunks, endOnFailure: true });
  }, 600_000);

  it('is no small thing: without tokens the same histories end with second copies', async () => {
    const result = await fc.check(holds(await sqliteWorld(false)), { numRuns: 400, endOnFailure: true });
    expect(result.failed).toBe(true);
    expect(String(result.errorInstance)).toMatch(/copies|left|server took/);
  }, 600_000);
});
