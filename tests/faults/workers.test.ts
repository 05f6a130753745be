import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hebdo, start } from '../helpers/hebdo.ts';
import { edit } from '../helpers/newsletter.ts';
import { type Postgres, startPostgres } from '../helpers/postgres.ts';
import { smtpSink } from '../helpers/smtp.ts';
import { balance, listOf, long, week } from './newsletter.ts';

const connections = 3;
const { recipients, kills, restarts } = long
  ? { recipients: 20_000, kills: 50, restarts: 2 }
  : { recipients: 1_500, kills: 3, restarts: 0 };

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
}, 60_000);
afterAll(() => postgres.stop(), 120_000);

const worker = (folder: string) => start(folder, ['worker', '--connections', String(connections)]);
/** Hands out until all is done: a watcher whose database is started again ends, and is started again, too. */
async function handOut(folder: string): Promise<{ code: number | null; out: string }> {
  for (;;) {
    const { code, out } = await hebdo(folder, ['send', week, '--yes', '--hand-out']);
    if (code !== 4) return { code, out };
    await sleep(500);
  }
}

describe('three workers over one PostgreSQL', () => {
  it(`killed ${kills} times${restarts > 0 ? `, the database started again ${restarts} times, and one frozen` : ''}: no one gets two copies, none gets none but the uncertain`, async () => {
    const { url, taken } = await smtpSink({ onTaken: () => sleep(Math.random() * (long ? 8 : 4)) });
    const folder = await listOf(recipients, url, await postgres.fresh());
    const watching = handOut(folder);
    let over = false;
    void watching.then(() => {
      over = true;
    });
    const workers = [worker(folder), worker(folder), worker(folder)];
    // One that sleeps through its lease, and wakes when others have done its work.
    const frozen = long ? worker(folder) : undefined;
    let killed = 0;
    let restarted = 0;
    for (let kill = 0; kill < kills && !over; kill++) {
      await sleep(400 + Math.random() * (long ? 700 : 1_200));
      if (kill === 5) frozen?.child.kill('SIGSTOP');
      if (restarted < restarts && kill % 20 === 10) {
        restarted++;
        await postgres.restart();
      }
      const i = Math.floor(Math.random() * workers.length);
      if (workers[i]?.child.kill('SIGKILL') === true) killed++;
      workers[i] = worker(folder);
    }
    const { code } = await watching;
    expect([0, 3]).toContain(code);
    // A database that goes and comes back ends no worker.
    expect(workers.map(({ child }) => child.exitCode)).toEqual([null, null, null]);
    frozen?.child.kill('SIGCONT');
    await sleep(frozen === undefined ? 0 : 3_000);
    const all = [...workers, ...(frozen === undefined ? [] : [frozen])];
    for (const { child } of all) child.kill('SIGTERM');
    await Promise.all(all.map(({ ended }) => ended));
    const { uncertain, twice, none, accepted, troubled } = await balance(folder, recipients, taken);
    console.log(
      `${killed} kills, ${restarted} restarts: ${accepted} accepted, ${uncertain} uncertain, ${twice.length} twice, ${none.length} lost`,
    );
    expect([twice, none, troubled]).toEqual([[], [], 0]);
    expect(accepted + uncertain).toBe(recipients);
    expect(uncertain).toBeLessThanOrEqual((killed + 4 * restarted + 1) * connections);
  }, 900_000);

  it('keep to the day’s share of a warm-up together', async () => {
    const { url, taken } = await smtpSink();
    const folder = await listOf(400, url, await postgres.fresh());
    const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Paris' }).format();
    await edit(
      folder,
      'hebdo.yaml',
      'template: weekly',
      `template: weekly\nsending: { warm_up: { start: ${today}, per_day: [100, 1000] } }`,
    );
    const watching = start(folder, ['send', week, '--yes', '--hand-out']);
    await expect
      .poll(async () => (await hebdo(folder, ['worker', '--once'])).out, { timeout: 30_000, interval: 500 })
      .toContain('warm-up is sent');
    await Promise.all([hebdo(folder, ['worker', '--once']), hebdo(folder, ['worker', '--once'])]);
    expect(taken).toHaveLength(100);
    watching.child.kill('SIGINT');
    await watching.ended;
  }, 60_000);

  it('keep to the rate, the connections and the limits by domain together, as they come and go', async () => {
    const limits = { rate: 30, connections: 4, perDomain: 2 };
    const arrived: number[] = [];
    const open = { all: 0, domain: 0, mostAll: 0, mostDomain: 0 };
    const { url, taken } = await smtpSink(
      {
        onRcpt: to => {
          if (to.endsWith('@narrow.example')) open.mostDomain = Math.max(open.mostDomain, ++open.domain);
        },
        onTaken: async ({ to }) => {
          arrived.push(performance.now());
          await sleep(60);
          if (to.endsWith('@narrow.example')) open.domain--;
        },
      },
      {
        onConnect: (_session, done) => {
          open.mostAll = Math.max(open.mostAll, ++open.all);
          done();
        },
        onClose: () => void open.all--,
      },
    );
    const folder = await listOf(400, url, await postgres.fresh(), i =>
      i % 3 === 0 ? 'narrow.example' : 'wide.example',
    );
    const { rate, connections: most, perDomain } = limits;
    await edit(
      folder,
      'hebdo.yaml',
      'template: weekly',
      `template: weekly\nsending: { rate: ${rate}, connections: ${most}, domains: { narrow.example: { connections: ${perDomain} } } }`,
    );
    const watching = start(folder, ['send', week, '--yes', '--hand-out']);
    const many = [start(folder, ['worker'])];
    for (let i = 0; i < 4; i++) {
      await sleep(900);
      many.push(start(folder, ['worker']));
      if (i === 2) many[0]?.child.kill('SIGTERM');
    }
    expect((await watching.ended).code).toBe(0);
    for (const { child } of many) child.kill('SIGTERM');
    await Promise.all(many.map(({ ended }) => ended));
    expect(new Set(taken.map(({ to }) => to)).size).toBe(400);
    const inOneSecond = Math.max(...arrived.map(at => arrived.filter(one => one >= at && one < at + 1_000).length));
    expect(inOneSecond).toBeLessThanOrEqual(rate * 1.2);
    expect([open.mostAll <= most, open.mostDomain <= perDomain]).toEqual([true, true]);
  }, 120_000);

  it('hold a plain send off, end in order when they are told to, and refuse SQLite', async () => {
    const { url, taken } = await smtpSink({ onTaken: () => sleep(150) });
    const folder = await listOf(200, url, await postgres.fresh());
    const watching = start(folder, ['send', week, '--yes', '--hand-out']);
    const one = start(folder, ['worker', '--connections', '2', '--health', '2599']);
    await expect.poll(() => taken.length, { timeout: 20_000 }).toBeGreaterThan(5);
    const health = await fetch('http://127.0.0.1:2599/health');
    expect([health.status, await health.json()]).toEqual([200, { well: true, week, chunk: 0, chunks: 0, words: '' }]);
    const plain = await hebdo(folder, ['send', week, '--yes']);
    expect([plain.code, plain.out]).toEqual([4, expect.stringContaining('is handed out to workers')]);
    one.child.kill('SIGTERM');
    expect((await one.ended).code).toBe(0);
    watching.child.kill('SIGINT');
    expect(await watching.ended).toMatchObject({ code: 130, out: expect.stringContaining('The others go on.') });
    const rest = await hebdo(folder, ['worker', '--once']);
    expect(rest.code).toBe(0);
    expect((await hebdo(folder, ['send', week, '--yes', '--hand-out'])).code).toBe(0);
    expect(taken).toHaveLength(200);
    expect(new Set(taken.map(({ to }) => to)).size).toBe(200);
    const lite = await listOf(1, url);
    for (const args of [['worker'], ['send', week, '--yes', '--hand-out']])
      expect(await hebdo(lite, args)).toMatchObject({
        code: 1,
        err: expect.stringContaining('only over a PostgreSQL'),
      });
  }, 120_000);
});
