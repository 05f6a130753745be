import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { personalLinks } from '../../src/message/personal-links.ts';
import { openStore } from '../../src/store/store.ts';
import { erase } from '../../src/subscribers/erasure.ts';
import { hebdo, secret, start } from '../helpers/hebdo.ts';
import { edit } from '../helpers/newsletter.ts';
import { type Postgres, startPostgres } from '../helpers/postgres.ts';
import { smtpSink } from '../helpers/smtp.ts';
import { listOf, long, week } from './newsletter.ts';

const { recipients, kills, leaves, erasures, moves } = long
  ? { recipients: 20_000, kills: 40, leaves: 200, erasures: 50, moves: 50 }
  : { recipients: 900, kills: 2, leaves: 15, erasures: 5, moves: 5 };
const skewMs = [0, 300_000, -300_000, 0];
const connections = 3;
const skewed = fileURLToPath(new URL('../helpers/skewed-clock.js', import.meta.url));

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
}, 60_000);
afterAll(() => postgres.stop(), 120_000);

describe('four workers, one five minutes ahead, one five behind', () => {
  it('killed, stopped at every step past their lease, while readers leave, move and are erased, and the issue changes: every recipient is accounted for', async () => {
    const database = await postgres.fresh();
    /** The step at which a worker's connection is to be stopped, and the worker. */
    let stopAt: { step: string; now: () => void } | undefined;
    const reached = (step: string): Promise<void> | undefined => {
      if (stopAt?.step !== step) return undefined;
      const { now } = stopAt;
      stopAt = undefined;
      now();
      // The answer comes when the worker has been stopped: it finds it when it wakes.
      return sleep(50);
    };
    const all = await smtpSink({ onTaken: () => sleep(Math.random() * (long ? 100 : 60)) });
    const one = await smtpSink(
      {
        onRcpt: () => reached('RCPT'),
        onTaken: async taken => {
          await reached('dot');
          all.taken.push(taken);
        },
      },
      {
        onMailFrom: (_address, _session, done) => void Promise.resolve(reached('MAIL')).then(() => done()),
      },
    );
    const folder = await listOf(recipients, all.url, database);
    const worker = (i: number) =>
      start(folder, ['worker', '--connections', String(connections)], {
        ...(i === 3 ? { HEBDO_SMTP_URL: one.url } : {}),
        NODE_OPTIONS: `--import ${skewed}`,
        SKEW_MS: String(skewMs[i]),
      });
    const client = new Client({ connectionString: database });
    await client.connect();
    onTestFinished(() => client.end());
    const store = await openStore(database);
    onTestFinished(() => store.close());

    let watching = start(folder, ['send', week, '--yes', '--hand-out']);
    onTestFinished(() => void watching.child.kill('SIGKILL'));
    // The one that is to be stopped begins alone, so that it has a chunk when it is.
    const workers = [3].map(worker);
    onTestFinished(() => {
      for (const { child } of workers) child.kill('SIGKILL');
    });
    await expect.poll(() => all.taken.length, { timeout: 60_000 }).toBeGreaterThan(0);

    const site = start(folder, ['serve', '--port', '0']);
    onTestFinished(() => void site.child.kill('SIGKILL'));
    const line = await new Promise<string>(resolve => site.child.stdout.once('data', chunk => resolve(String(chunk))));
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0] ?? '';
    const told = new Set<number>();
    const gone = new Set<number>();
    const readers = (async () => {
      for (let i = 0; i < leaves; i++) {
        const subscriber = recipients - 3 * i;
        const { unsubscribe_url } = personalLinks('', { subscriber, week }, secret, new Date());
        const body = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' });
        const answer = await fetch(url + unsubscribe_url, { method: 'POST', body }).catch(() => undefined);
        if (answer?.status === 200) told.add(subscriber);
        await sleep(10);
      }
      for (let i = 0; i < erasures; i++) {
        const who = await store.subscribers.byNumber(recipients - 1 - 3 * i);
        if (who !== undefined) await erase(store, who, [secret], store.now());
        if (who !== undefined) gone.add(who.id);
        await sleep(10);
      }
      for (let i = 0; i < moves; i++) {
        const [subscriber, now] = [recipients - 2 - 3 * i, store.now()];
        const request = { kind: 'address' as const, subscriber, address: `moved${subscriber}@example.com` };
        await store.confirmations.ask({ ...request, language: 'fr', page: 'p' }, 1e9, { between: 0, perDay: 9 }, now);
        const { rows } = await client.query<{ id: number }>('select max(id)::int as id from confirmations');
        await store.confirmations.confirm(rows[0]?.id ?? -1, undefined, [], now);
      }
    })();

    /** A worker is stopped at a step, all think it dead, others do its work; then it wakes. */
    const stopped: string[] = [];
    const stops = (async () => {
      for (const step of long ? ['MAIL', 'RCPT', 'dot', 'MAIL', 'RCPT', 'dot'] : ['RCPT']) {
        const [sleeper] = workers;
        if (!(await store.chunks.weeks()).includes(week)) return;
        await new Promise<void>(resolve => {
          const timer = setTimeout(resolve, 20_000);
          stopAt = {
            step,
            now: () => {
              sleeper?.child.kill('SIGSTOP');
              stopped.push(step);
              clearTimeout(timer);
              resolve();
            },
          };
        });
        stopAt = undefined;
        await client.query(
          `update hebdo_jobs.job set heartbeat_on = heartbeat_on - interval '61 seconds' where state = 'active'`,
        );
        await sleep(long ? 12_000 : 8_000);
        sleeper?.child.kill('SIGCONT');
        await sleep(1_500);
      }
    })();

    for (const i of [0, 1, 2]) workers[i + 1] = worker(i);
    const killing = (async () => {
      for (let kill = 0; kill < kills; kill++) {
        await sleep(500 + Math.random() * 1_000);
        const i = Math.floor(Math.random() * 3);
        workers[i + 1]?.child.kill('SIGKILL');
        workers[i + 1] = worker(i);
      }
    })();
    await Promise.all([readers, stops, killing]);

    // The issue is changed in mid-run: nothing more of it goes out until a person says so.
    watching.child.kill('SIGINT');
    await watching.ended;
    await edit(folder, `issues/${week}.yaml`, 'Titre', 'Titre corrigé');
    for (const { child } of workers) child.kill('SIGKILL');
    for (const i of workers.keys()) workers[i] = worker((i + 3) % 4);
    if ((await store.chunks.weeks()).includes(week))
      expect((await hebdo(folder, ['send', week, '--yes', '--hand-out'])).code).toBe(1);
    watching = start(folder, ['send', week, '--yes', '--hand-out', '--accept-changes']);
    const { code, out } = await watching.ended;
    expect([0, 3], out).toContain(code);
    for (const { child } of workers) child.kill('SIGTERM');
    site.child.kill('SIGTERM');

    const { rows } = await client.query<{ subscriber_id: string; state: string; words: string | null }>(
      'select subscriber_id, state, words from deliveries order by id',
    );
    const copies = new Map<number, number>();
    // Readers who move also get a question at the new address, or a note at the old one, which are no copies of the issue.
    const issues = all.taken.filter(({ raw }) => raw.includes('List-Unsubscribe-Post:'));
    for (const { to } of issues) {
      const id = /^r(\d+)@/.exec(to)?.[1] ?? '';
      const number = id === '' ? Number(/^moved(\d+)@/.exec(to)?.[1]) : Number(id) + 1;
      copies.set(number, (copies.get(number) ?? 0) + 1);
    }
    const found = rows.map(row => ({ ...row, id: Math.abs(Number(row.subscriber_id)) }));
    const count = (is: (row: (typeof found)[number]) => boolean): number => found.filter(is).length;
    const table = {
      recipients: found.length,
      accepted: count(({ state }) => state === 'accepted'),
      uncertain: count(({ state }) => state === 'uncertain'),
      'skipped: left': count(({ state, words }) => state === 'skipped' && words === 'unsubscribed'),
      'skipped: erased': count(({ state, subscriber_id }) => state === 'skipped' && Number(subscriber_id) < 0),
      twice: [...copies.values()].filter(n => n > 1).length,
      lost: count(({ id, state }) => state === 'accepted' && !copies.has(id)),
      'sent and not said so': count(({ id, state }) => copies.has(id) && !['accepted', 'uncertain'].includes(state)),
    };
    console.log(`stopped at ${stopped.join(', ')}; ${told.size} left, ${gone.size} erased`);
    console.table(table);
    expect(table).toMatchObject({ recipients, twice: 0, lost: 0, 'sent and not said so': 0 });
    expect(
      table.accepted + table.uncertain + table['skipped: left'] + table['skipped: erased'],
      JSON.stringify(found.filter(({ state }) => !['accepted', 'uncertain', 'skipped'].includes(state)).slice(0, 5)),
    ).toBe(recipients);
    expect(stopped.length).toBeGreaterThan(0);
    for (const subscriber of told) expect((await store.subscribers.byNumber(subscriber))?.status).toBe('unsubscribed');
    for (const subscriber of gone) expect(await store.subscribers.byNumber(subscriber)).toBeUndefined();
  }, 1_200_000);
});
