import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hebdo, start } from '../helpers/hebdo.ts';
import { type Postgres, startPostgres } from '../helpers/postgres.ts';
import { smtpSink } from '../helpers/smtp.ts';
import { balance, listOf, long, week } from './newsletter.ts';

const connections = 5;
const { recipients, kills } = long ? { recipients: 2_000, kills: 20 } : { recipients: 300, kills: 4 };
const command = ['send', week, '--yes', '--connections', String(connections)];

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
}, 60_000);
afterAll(() => postgres.stop(), 120_000);

/** Sends until a moment after its first message has arrived, and does something then. */
async function sendUntil(folder: string, taken: readonly unknown[], then: (kill: () => void) => Promise<void> | void) {
  const before = taken.length;
  const { child, ended } = start(folder, command);
  let over = false;
  void ended.then(() => {
    over = true;
  });
  while (taken.length === before && !over) await sleep(2);
  await sleep(Math.random() * 60);
  await then(() => child.kill('SIGKILL'));
  return ended;
}

describe('a ledger in PostgreSQL', () => {
  it(`is true after ${kills} kills of the sender: no one gets two copies, none gets none but the uncertain`, async () => {
    const { url, taken } = await smtpSink({ onTaken: () => sleep(Math.random() * 4) });
    const folder = await listOf(recipients, url, await postgres.fresh());
    for (let kill = 0; kill < kills; kill++) await sendUntil(folder, taken, end => end());
    expect([0, 3]).toContain((await hebdo(folder, command)).code);
    const { uncertain, twice, none, accepted, troubled } = await balance(folder, recipients, taken);
    expect([twice, none, troubled]).toEqual([[], [], 0]);
    expect(uncertain).toBeLessThanOrEqual(kills * connections);
    expect(accepted + uncertain).toBe(recipients);
  }, 600_000);

  it('is true after the database was started again in mid-run: the run stops, says why, and the next goes on', async () => {
    const { url, taken } = await smtpSink({ onTaken: () => sleep(Math.random() * 4) });
    const folder = await listOf(recipients, url, await postgres.fresh());
    const { code, err, out } = await sendUntil(folder, taken, () => postgres.restart());
    if (process.env.HEBDO_TEST_DATABASE_URL === undefined) {
      expect(code).toBe(4);
      expect(`${out}${err}`).not.toContain('    at ');
    }
    expect([0, 3]).toContain((await hebdo(folder, command)).code);
    const { uncertain, twice, none } = await balance(folder, recipients, taken);
    expect([twice, none]).toEqual([[], []]);
    expect(uncertain).toBeLessThanOrEqual(connections);
  }, 600_000);
});
