import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { workerLines } from '../../src/cli/terminal/workers.ts';
import { hebdo, secret, start } from '../helpers/hebdo.ts';
import { edit, sampleNewsletter, sampleWeek } from '../helpers/newsletter.ts';
import { type Postgres, startPostgres } from '../helpers/postgres.ts';
import { smtpSink } from '../helpers/smtp.ts';

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
}, 60_000);
afterAll(() => postgres.stop(), 120_000);

async function sample(database?: string, late = 0) {
  const { url, taken } = await smtpSink({ onTaken: () => sleep(late) });
  const folder = await sampleNewsletter();
  const env = {
    HEBDO_SMTP_URL: url,
    HEBDO_SECRET: secret,
    ...(database === undefined ? {} : { HEBDO_DATABASE_URL: database }),
  };
  await hebdo(folder, ['subscribers', 'import', 'samples/subscribers.csv'], env);
  return { folder, env, taken };
}

describe.concurrent('hebdo send ISSUE --watch', () => {
  it('shows how a run goes on that another process sends, and sends nothing', async ({ expect }) => {
    const { folder, env, taken } = await sample(undefined, 300);
    const sending = start(folder, ['send', sampleWeek, '--yes', '--connections', '2'], env);
    await expect.poll(() => taken.length, { timeout: 20_000 }).toBeGreaterThan(0);
    const watched = await hebdo(folder, ['send', sampleWeek, '--watch'], env);
    expect([watched.code, watched.out]).toEqual([0, expect.stringMatching(/all\s+\d+/)]);
    expect([(await sending.ended).code, taken.length]).toEqual([0, 21]);
  }, 60_000);

  it('shows the figures of a run that has finished', async ({ expect }) => {
    const { folder, env } = await sample();
    await hebdo(folder, ['send', sampleWeek, '--yes'], env);
    const { code, out } = await hebdo(folder, ['send', sampleWeek, '--watch'], env);
    expect([code, out]).toEqual([0, expect.stringContaining(`The sending of ${sampleWeek} has finished:`)]);
    expect(out).toMatch(/all +21 +21 +0 +0 /);
  }, 60_000);

  it('ends for a run whose sender died after its last delivery, which the next send marks as finished', async () => {
    const { folder, env } = await sample();
    await hebdo(folder, ['send', sampleWeek, '--yes'], env);
    const database = new DatabaseSync(join(folder, '.hebdo/hebdo.db'));
    database.exec(`update runs set finished_at = null, holder = 'dead', lease_until = '2999-01-01T00:00:00.000Z'`);
    expect((await hebdo(folder, ['send', sampleWeek, '--watch'], env)).code).toBe(0);
    const { code, out, err } = await hebdo(folder, ['send', sampleWeek, '--yes'], env);
    expect([code, out + err]).toEqual([0, expect.stringContaining('Nothing is due.')]);
    expect(database.prepare('select finished_at from runs').get()?.finished_at).not.toBeNull();
    database.close();
  }, 60_000);

  it('says that there is nothing to watch', async () => {
    const { folder, env } = await sample();
    const { code, err } = await hebdo(folder, ['send', sampleWeek, '--watch'], env);
    expect([code, err]).toEqual([1, expect.stringContaining('has not begun: there is nothing to watch')]);
  }, 60_000);
});

describe.concurrent('hebdo send --due --hand-out', () => {
  it('has workers send what is due, once, and watches them', async () => {
    const { folder, env, taken } = await sample(await postgres.fresh());
    const at = new Date(Date.now() - 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
    await edit(folder, `issues/${sampleWeek}.yaml`, 'send_at: 2026-11-27 08:00', `send_at: ${at}Z`);
    const due = () => hebdo(folder, ['send', '--due', '--hand-out'], env);
    const worker = start(folder, ['worker'], env);
    const both = await Promise.all([due(), due()]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    worker.child.kill('SIGTERM');
    await worker.ended;
    expect([taken.length, (await due()).out]).toEqual([21, expect.stringContaining('No issue is due.')]);
  }, 60_000);

  it('wants a PostgreSQL', async () => {
    const { folder, env } = await sample();
    for (const command of [
      ['send', '--due', '--hand-out'],
      ['schedule', '--hand-out'],
    ])
      expect(await hebdo(folder, command, env)).toMatchObject({
        code: 1,
        err: expect.stringContaining('only over a PostgreSQL'),
      });
  }, 60_000);
});

describe.concurrent('the lines of workers', () => {
  const held = (number: number, holder: string, open: number) => ({
    number,
    holder: `${holder}|7|x`,
    total: 100,
    open,
  });

  it('name each, show its chunk, and how fast it is over chunks', () => {
    const workers = workerLines();
    workers.see([held(0, 'one|pid:[1]', 100), held(1, 'second|pid:[1]', 80)], 0);
    workers.see([held(0, 'one|pid:[1]', 50), held(2, 'second|pid:[1]', 60)], 2_000);
    expect(workers.lines()).toEqual([
      'one 7     ████████░░░░░░░░  chunk 1  25/s',
      'second 7  ██████░░░░░░░░░░  chunk 3  60/s',
    ]);
    workers.see([held(0, 'one|pid:[1]', 0)], 4_000);
    expect(workers.lines()).toEqual(['one 7  ████████████████  chunk 1  25/s']);
  });
});
