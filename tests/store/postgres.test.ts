import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/store.ts';
import { type Postgres, startPostgres } from '../helpers/postgres.ts';
import { chunksContract } from './ledger/chunks-contract.ts';
import { limitsContract } from './limits-contract.ts';
import { readersContract } from './readers-contract.ts';
import { storeContract } from './store-contract.ts';

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
}, 60_000);
afterAll(() => postgres.stop(), 120_000);

const fresh = async () => openStore(await postgres.fresh());

describe('a store in PostgreSQL', () => {
  storeContract(fresh);
  readersContract(fresh);
  chunksContract(() => postgres.fresh());
  limitsContract(fresh);
});

describe('a PostgreSQL', () => {
  it('that is away is told of, without its password', async () => {
    const failing = openStore('postgres://me:hunter2@127.0.0.1:9/db');
    await expect(failing).rejects.toThrow('127.0.0.1:9/db cannot be used');
    await expect(failing).rejects.not.toThrow('hunter2');
  });

  it('is migrated once, though two open it at the same moment', async () => {
    const url = await postgres.fresh();
    const stores = await Promise.all([openStore(url), openStore(url), openStore(url)]);
    await stores[0]?.suppressions.add('a@example.com', 'x', new Date());
    expect(await stores[2]?.suppressions.count()).toBe(1);
    for (const store of stores) await store.close();
  });

  it('gives a run to one of ten that ask for it at once, at its start and when it is taken over', async () => {
    const url = await postgres.fresh();
    const stores = await Promise.all(Array.from({ length: 5 }, () => openStore(url)));
    const now = new Date('2026-11-27T08:00:00Z');
    const claimAll = (at: Date) =>
      Promise.all(
        Array.from({ length: 10 }, (_, i) =>
          stores[i % 5]?.ledger.claim({
            week: '2026-W48',
            contentHash: 'x',
            holder: `${at.getTime()}-${i}`,
            now: at,
            until: new Date(at.getTime() + 60_000),
            isDead: () => false,
            editionFor: language => language,
          }),
        ),
      );
    const kinds = async (at: Date) => (await claimAll(at)).map(claim => claim?.kind).filter(kind => kind !== 'held');
    expect(await kinds(now)).toEqual(['started']);
    expect(await kinds(new Date(now.getTime() + 61_000))).toEqual(['resumed']);
    for (const store of stores) await store.close();
  });
});
