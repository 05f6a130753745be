import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hebdo, secret } from '../helpers/hebdo.ts';
import { edit, sampleWeek } from '../helpers/newsletter.ts';
import { type Postgres, startPostgres } from '../helpers/postgres.ts';
import { shortIssueWithReaders } from '../helpers/readers.ts';
import { smtpSink } from '../helpers/smtp.ts';

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
}, 60_000);
afterAll(() => postgres.stop(), 120_000);

const hoursAgo = (hours: number) =>
  new Date(Date.now() - hours * 3_600_000).toISOString().slice(0, 16).replace('T', ' ').concat('Z');

/** A newsletter with the sample's readers, whose issue was due so many hours ago. */
async function dueSince(hours: number, database?: string) {
  const { url, taken } = await smtpSink();
  const folder = await shortIssueWithReaders();
  await edit(folder, `issues/${sampleWeek}.yaml`, 'send_at: 2026-11-27 08:00', `send_at: ${hoursAgo(hours)}`);
  const env = {
    HEBDO_SMTP_URL: url,
    HEBDO_SECRET: secret,
    ...(database === undefined ? {} : { HEBDO_DATABASE_URL: database }),
  };
  if (database !== undefined) await hebdo(folder, ['subscribers', 'import', 'samples/subscribers.csv'], env);
  const due = (args: string[] = [], more: Record<string, string> = {}) =>
    hebdo(folder, ['send', '--due', ...args], { ...env, ...more });
  return { folder, taken, due };
}

/** `npm run test:faults` starts ten; beside all other tests that many leave no time for the rest. */
const starts = process.env.HEBDO_FAULTS === 'long' ? 10 : 4;

describe(`hebdo send --due, started ${starts} times at the same second`, () => {
  it.each([
    ['SQLite', () => Promise.resolve(undefined)],
    ['PostgreSQL', () => postgres.fresh()],
  ] as const)(
    'is one run on %s',
    async (_, database) => {
      const { taken, due } = await dueSince(1, await database());
      const ended = await Promise.all(Array.from({ length: starts }, () => due()));
      expect(ended.map(({ code }) => code)).toEqual(Array.from({ length: starts }, () => 0));
      expect(taken).toHaveLength(21);
      expect(new Set(taken.map(({ to }) => to)).size).toBe(21);
    },
    120_000,
  );
});

describe('hebdo send --due', () => {
  it.each([['--to', 'me@example.com'], ['--watch'], ['--resend-uncertain'], ['--accept-changes']])(
    'sends nothing with %s, which is for one issue that is named',
    async (...words) => {
      const { taken, due } = await dueSince(1);
      const { code, err } = await due(words);
      expect([code, err, taken]).toEqual([2, expect.stringContaining('need the name of one issue'), []]);
    },
  );
});

describe('an issue that is due', () => {
  it('is not sent while warnings stand and rules_for_ready is no-warnings, and --dry-run says so', async () => {
    const { folder, taken, due } = await dueSince(1);
    await edit(folder, 'hebdo.yaml', /$/, '\nrules_for_ready: no-warnings\n');
    await edit(folder, `issues/${sampleWeek}.yaml`, 'https://', 'http://');
    const dry = await due(['--dry-run']);
    expect([dry.code, dry.out.includes('would be sent now'), dry.err]).toEqual([
      1,
      false,
      expect.stringContaining('rules_for_ready'),
    ]);
    const sent = await due();
    expect([sent.code, taken]).toEqual([1, []]);
  });

  it('is not announced by --dry-run if its articles were sent under another week', async () => {
    const { folder, taken, due } = await dueSince(1);
    expect((await due()).code).toBe(0);
    const sent = taken.length;
    const issue = await readFile(join(folder, `issues/${sampleWeek}.yaml`), 'utf8');
    await writeFile(join(folder, 'issues/2026-W47.yaml'), issue.replaceAll(sampleWeek, '2026-W47'));
    const dry = await due(['--dry-run']);
    expect([dry.code, dry.out.includes('would be sent now')]).toEqual([1, false]);
    expect(dry.err).toContain('2026-W47');
    expect(taken).toHaveLength(sent);
  });
});

describe('hebdo send --due in CI', () => {
  it('refuses a ledger that goes with the machine, unless a person says so', async () => {
    const { taken, due } = await dueSince(1);
    const refused = await due([], { CI: 'true' });
    expect([refused.code, refused.err.includes('The ledger is a file, and this is CI')]).toEqual([1, true]);
    expect(taken).toEqual([]);
    expect((await due(['--ephemeral-ledger'], { CI: 'true' })).code).toBe(0);
    expect(taken).toHaveLength(21);
  });

  it('sends nothing with an empty database a month later, and says why', async () => {
    const { taken, due } = await dueSince(31 * 24, await postgres.fresh());
    const { code, out } = await due(['--format', 'github'], { CI: 'true' });
    expect(code).toBe(0);
    expect(out).toMatch(/::warning file=issues\/2026-W48\.yaml.*title=too-late::2026-W48 was due at/);
    expect(out).toContain('this database does not know of it');
    expect(taken).toEqual([]);
  });

  it('writes the summary of the job on GitHub, and what is next', async () => {
    const { folder, due } = await dueSince(1, await postgres.fresh());
    await cp(join(folder, `issues/${sampleWeek}.yaml`), join(folder, 'issues/2026-W49.yaml'));
    await edit(folder, 'issues/2026-W49.yaml', `week: ${sampleWeek}`, 'week: 2026-W49');
    await edit(folder, 'issues/2026-W49.yaml', /send_at: .*/, `send_at: ${hoursAgo(-72)}`);
    const summary = join(folder, 'summary.md');
    const { code, out } = await due(['--format', 'github'], { CI: 'true', GITHUB_STEP_SUMMARY: summary });
    const written = await readFile(summary, 'utf8');
    expect(code).toBe(0);
    expect(written).toContain('| language | accepted |');
    expect(written).toContain('| fr | 13 |');
    expect(written).toMatch(/Next: 2026-W49, at \d{4}-\d\d-\d\d \d\d:\d\d Europe\/Paris, in 3 days\./);
    expect(out).toBe('');
  });

  it('annotates an issue that was to be sent and has errors, and ends with 1', async () => {
    const { folder, taken, due } = await dueSince(1, await postgres.fresh());
    await edit(folder, `issues/${sampleWeek}.yaml`, 'status: ready', 'status: ready\nstandfrist: x');
    const { code, out } = await due(['--format', 'github'], { CI: 'true' });
    expect([code, taken]).toEqual([1, []]);
    expect(out).toContain('::error file=issues/2026-W48.yaml,line=');
  });
});
