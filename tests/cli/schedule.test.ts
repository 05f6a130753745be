import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { hebdo, secret, start } from '../helpers/hebdo.ts';
import { asAnother, edit, sampleNewsletter, sampleWeek } from '../helpers/newsletter.ts';
import { type Postgres, startPostgres } from '../helpers/postgres.ts';
import { smtpSink } from '../helpers/smtp.ts';

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
}, 60_000);
afterAll(() => postgres.stop(), 120_000);

const inMinutes = (minutes: number): string =>
  new Date(Date.now() + minutes * 60_000).toISOString().slice(0, 16).replace('T', ' ').concat('Z');

describe.concurrent('hebdo schedule', () => {
  it('sends an issue when its time has come, another when it is written, one of two acting, until it is told to stop', async ({
    expect,
  }) => {
    const { url, taken } = await smtpSink();
    const folder = await sampleNewsletter();
    const env = { HEBDO_SMTP_URL: url, HEBDO_SECRET: secret, HEBDO_DATABASE_URL: await postgres.fresh() };
    await hebdo(folder, ['subscribers', 'import', 'samples/subscribers.csv'], env);
    const file = `issues/${sampleWeek}.yaml`;
    await edit(folder, file, 'send_at: 2026-11-27 08:00', `send_at: ${inMinutes(-1)}`);
    const both = [start(folder, ['schedule'], env), start(folder, ['schedule'], env)];
    await expect.poll(() => taken.length, { timeout: 30_000 }).toBe(21);
    // A file that appears is seen at once.
    const next = asAnother(await readFile(join(folder, file), 'utf8'), '2026-W49');
    await writeFile(join(folder, 'next.yaml'), next);
    await cp(join(folder, 'next.yaml'), join(folder, 'issues/2026-W49.yaml'));
    await expect.poll(() => taken.length, { timeout: 30_000 }).toBe(42);
    for (const { child } of both) child.kill('SIGTERM');
    const ended = await Promise.all(both.map(one => one.ended));
    expect(ended.map(({ code }) => code)).toEqual([0, 0]);
    expect(new Set(taken.map(({ to, raw }) => `${to} ${/Feedback-ID: (\S+)/.exec(raw.toString())?.[1]}`)).size).toBe(
      42,
    );
  }, 90_000);

  it('tells what stands in the way once, and goes on', async ({ expect }) => {
    const { url, taken } = await smtpSink();
    const folder = await sampleNewsletter();
    const env = { HEBDO_SMTP_URL: url, HEBDO_SECRET: secret };
    await hebdo(folder, ['subscribers', 'import', 'samples/subscribers.csv'], env);
    const file = `issues/${sampleWeek}.yaml`;
    await edit(folder, file, 'send_at: 2026-11-27 08:00', `send_at: ${inMinutes(-1)}\nstandfrist: x`);
    const { child, ended } = start(folder, ['schedule'], env);
    let err = '';
    child.stderr.on('data', chunk => {
      err += chunk;
    });
    await expect.poll(() => err, { timeout: 20_000 }).toContain('unknown-key');
    // Looked at again, with nothing new to say.
    await writeFile(join(folder, 'issues/notes.txt'), 'x');
    await new Promise(resolve => setTimeout(resolve, 1_500));
    await edit(folder, file, '\nstandfrist: x', '');
    await expect.poll(() => taken.length, { timeout: 30_000 }).toBe(21);
    child.kill('SIGINT');
    expect((await ended).code).toBe(0);
    expect(err.split('unknown-key').length).toBe(2);
  }, 90_000);
});
