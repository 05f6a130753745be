import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databaseUrl } from '../../src/app/settings/environment.ts';
import { send } from '../../src/cli/commands/send/send.ts';
import { sendDue } from '../../src/cli/commands/send/send-due.ts';
import { type Context, makeContext } from '../../src/cli/context.ts';
import { openStore } from '../../src/store/store.ts';
import { hebdo, secret } from '../helpers/hebdo.ts';
import { issueYaml, newsletterWith, sampleWeek } from '../helpers/newsletter.ts';
import { type Postgres, startPostgres } from '../helpers/postgres.ts';
import { smtpSink } from '../helpers/smtp.ts';

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
}, 60_000);
afterAll(() => postgres.stop(), 120_000);

/** A newsletter that goes at eight by each reader's clock, read from Kiribati to Samoa; and a clock to set. */
async function everywhere(sendAt: string, database?: string) {
  const { url, taken } = await smtpSink();
  const folder = await newsletterWith({
    [`issues/${sampleWeek}.yaml`]: issueYaml(sampleWeek, `send_at: ${sendAt}`),
  });
  const env = {
    HEBDO_SMTP_URL: url,
    HEBDO_SECRET: secret,
    ...(database === undefined ? {} : { HEBDO_DATABASE_URL: database }),
  };
  async function* readers() {
    yield { address: 'kiritimati@example.com', language: 'fr', timeZone: 'Pacific/Kiritimati' };
    yield { address: 'paris@example.com', language: 'fr' };
    yield { address: 'montreal@example.com', language: 'fr', timeZone: 'America/Montreal' };
  }
  const store = await openStore(databaseUrl(folder, env));
  await store.subscribers.upsert(readers(), new Date(), () => undefined);
  await store.close();
  const added = await hebdo(
    folder,
    ['subscribers', 'add', 'pago@example.com', '--time-zone', 'Pacific/Pago_Pago'],
    env,
  );
  expect(added.code).toBe(0);
  /** Runs something at a moment; what it ends with, says, and sent. */
  const at = async (moment: string, what: (context: Context) => Promise<number>) => {
    const said: string[] = [];
    const context = await makeContext(folder, false, process);
    const before = taken.length;
    const code = await what({
      ...context,
      env,
      openStore: durability => openStore(databaseUrl(folder, env), durability),
      terminal: { ...context.terminal, say: (line = '') => said.push(line) },
      now: () => new Date(moment),
    });
    return { code, said: said.join('\n'), to: taken.slice(before).map(({ to }) => to.split('@')[0] ?? '') };
  };
  const due = (moment: string) =>
    at(moment, context => sendDue(context, { durability: 'process' }, new AbortController().signal));
  return { folder, env, at, due };
}

describe('an issue with send_at 2026-11-27 08:00 local', () => {
  it.each([
    ['SQLite', () => Promise.resolve(undefined)],
    ['PostgreSQL', () => postgres.fresh()],
  ] as const)(
    'goes out by send --due in waves, however late the scheduler is, on %s',
    async (_, database) => {
      const { due } = await everywhere('2026-11-27 08:00 local', await database());
      expect(await due('2026-11-26T17:00:00Z')).toMatchObject({
        code: 0,
        to: [],
        said: expect.stringContaining('Next: 2026-W48, at 2026-11-26 19:00 Europe/Paris, in 1 h.'),
      });
      const first = await due('2026-11-26T18:02:00Z');
      expect([first.code, first.to]).toEqual([0, ['kiritimati']]);
      expect(first.said).toContain(
        '3 readers wait for their local time, the next until 2026-11-27 08:00:00 (Europe/Paris).',
      );
      expect(first.said).toContain('Next: 2026-W48, at 2026-11-27 08:00 Europe/Paris, in 13 h.');
      expect((await due('2026-11-27T05:00:00Z')).to).toEqual([]);
      expect((await due('2026-11-27T12:00:00Z')).to).toEqual(['paris']);
      const last = await due('2026-11-27T20:00:00Z');
      expect([last.code, last.to.sort()]).toEqual([0, ['montreal', 'pago']]);
      expect((await due('2026-11-27T21:00:00Z')).said).toContain('No issue is due.');
    },
    60_000,
  );

  it('goes on Monday of a week without a date, and to its end once it was begun, however late', async () => {
    const { due } = await everywhere('08:00 local');
    expect((await due('2026-11-22T18:00:00Z')).to).toEqual(['kiritimati']);
    expect((await due('2026-11-26T08:00:00Z')).to).toHaveLength(3);
  }, 60_000);

  it('is refused when it was not begun and is long past', async () => {
    const { due } = await everywhere('08:00 local');
    const { to, said } = await due('2026-11-26T08:00:00Z');
    expect([to, said]).toEqual([[], expect.stringContaining('2026-W48 was due at 2026-11-22 19:00:00 (Europe/Paris)')]);
  }, 60_000);

  it('goes to all at once when a person says so', async () => {
    const { at, due } = await everywhere('2026-11-27 08:00 local');
    await due('2026-11-26T18:00:00Z');
    const options = {
      yes: true,
      dryRun: false,
      resendUncertain: false,
      acceptChanges: false,
      liftStop: false,
      handOut: false,
    };
    const now = await at('2026-11-26T19:00:00Z', context =>
      send(context, sampleWeek, { ...options, durability: 'process' }, new AbortController().signal),
    );
    expect(now.said).toContain('Its send_at is 2026-11-27 08:00 local, 3 readers wait for it');
    expect([now.code, now.to.sort()]).toEqual([0, ['montreal', 'pago', 'paris']]);
  }, 60_000);

  it('shows its waves before it begins', async () => {
    const { at } = await everywhere('2026-11-27 08:00 local');
    const options = {
      yes: false,
      dryRun: true,
      resendUncertain: false,
      acceptChanges: false,
      liftStop: false,
      handOut: false,
    };
    const { said, to } = await at('2026-11-25T12:00:00Z', context =>
      send(context, sampleWeek, { ...options, durability: 'process' }, new AbortController().signal),
    );
    expect(to).toEqual([]);
    expect(said.split('\n').map(line => line.trim())).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^Thu 26 Nov, 19:00 +1 +Pacific\/Kiritimati$/),
        expect.stringMatching(/^Fri 27 Nov, 08:00 +1 +Europe\/Paris$/),
        expect.stringMatching(/^Fri 27 Nov, 14:00 +1 +America\/Montreal$/),
        expect.stringMatching(/^Fri 27 Nov, 20:00 +1 +Pacific\/Pago_Pago$/),
      ]),
    );
  }, 60_000);

  it('is checked like any other time', async () => {
    const { folder, env } = await everywhere('25:00 local');
    const { code, out } = await hebdo(folder, ['check'], env);
    expect([code, out]).toEqual([1, expect.stringContaining('`25:00 local` is not a time that exists')]);
  }, 60_000);
});
