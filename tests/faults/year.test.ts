import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultRetry } from '../../src/delivery/run/retry-policy.ts';
import { type Postgres, startPostgres } from '../helpers/postgres.ts';
import { long } from './newsletter.ts';
import { liveThrough, type Wanted } from './year-simulation.ts';

// `hebdo send` waits a quarter of an hour for what is due next; here no time passes while it waits.
Object.assign(defaultRetry, { maxWaitMs: 0, reconnectMs: [], ledgerMs: [] });

/** `HEBDO_SEED` names others. What servers and schedulers do at the same moment is not in the seed's hand. */
const seeds = (process.env.HEBDO_SEED ?? (long ? '1,2' : '1')).split(',').map(Number);
/** The short form has fewer readers, and gives up sooner. */
const size = { readers: long ? 60 : 32, giveUpDays: long ? 5 : 2, isLong: long };

/** Lives through the year, and shows its account. */
async function account(wanted: Pick<Wanted, 'seed' | 'database'>) {
  const { lines, wrong, told, happened } = await liveThrough({ ...wanted, ...size });
  console.log(`seed ${wanted.seed}: ${JSON.stringify(happened)}`);
  console.table(lines);
  if (wrong.length > 0) console.log(wrong.slice(0, 20).join('\n'));
  return { lines, wrong, told, happened };
}

const afterTheYear = async (wanted: Pick<Wanted, 'seed' | 'database'>): Promise<void> => {
  const { lines, wrong, told, happened } = await account(wanted);
  expect(wrong).toEqual([]);
  expect(lines.length).toBe(long ? 50 : 5);
  expect(told).toEqual(['send-at issues/2026-W10.yaml', 'too-late issues/2026-W44.yaml']);
  for (const [what, times] of Object.entries(happened)) expect(times, what).toBeGreaterThan(0);
};

describe(`${long ? 'a year' : 'the weeks of a year around its clock changes and its end'}, minute by minute, with several schedulers, outages, kills, a warm-up, a stop and a dead domain`, () => {
  it.each(seeds)(
    'ends with every run finished, nobody left out and nobody mailed twice, on SQLite, seed %i',
    seed => afterTheYear({ seed, database: folder => `sqlite:${join(folder, '.hebdo/hebdo.db')}` }),
    1_800_000,
  );

  describe.runIf(long)('on PostgreSQL', () => {
    let postgres: Postgres;
    beforeAll(async () => {
      postgres = await startPostgres();
    }, 60_000);
    afterAll(() => postgres.stop(), 120_000);

    it.each(seeds)(
      'ends the same, seed %i',
      async seed => {
        const url = await postgres.fresh();
        await afterTheYear({ seed, database: () => url });
      },
      1_800_000,
    );
  });
});
