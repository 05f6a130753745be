import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { hebdo, secret } from '../helpers/hebdo.ts';
import { hebdoInProcess } from '../helpers/in-process.ts';
import { edit, sampleWeek } from '../helpers/newsletter.ts';
import { type Postgres, startPostgres } from '../helpers/postgres.ts';
import { shortIssueWithReaders } from '../helpers/readers.ts';
import { smtpSink } from '../helpers/smtp.ts';

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
}, 60_000);
afterAll(() => postgres.stop());

const database = '.hebdo/hebdo.db';
const marker = `.hebdo/runs/${sampleWeek}.json`;

/** A newsletter with its sample subscribers, over SQLite. */
async function ready(more: Record<string, string> = {}) {
  const { url, taken } = await smtpSink();
  const folder = await shortIssueWithReaders();
  const env = { HEBDO_SMTP_URL: url, HEBDO_SECRET: secret, ...more };
  const run = (...args: string[]) => hebdoInProcess(folder, args, env);
  const send = (...args: string[]) => run('send', sampleWeek, '--yes', ...args);
  return { folder, env, run, send, taken };
}

/** Copies the database as an operator does who stopped everything first. */
const keep = (folder: string, as: string) => cp(join(folder, database), join(folder, as));
async function putBack(folder: string, from: string): Promise<void> {
  for (const end of ['', '-wal', '-shm']) await rm(join(folder, `${database}${end}`), { force: true });
  await cp(join(folder, from), join(folder, database));
}

describe('an older database that was put back', { timeout: 90_000 }, () => {
  it('from before the run is not sent from, until a person says so', async () => {
    const { folder, send, taken } = await ready();
    await keep(folder, 'before.db');
    expect((await send()).code).toBe(0);
    await putBack(folder, 'before.db');
    const refused = await send();
    expect([refused.code, taken.length]).toEqual([1, 21]);
    expect(refused.err).toMatch(/was sent to at least 21 readers .* this database has no record of that run/);
    expect(refused.err).toContain('--accept-restored-ledger');
    expect((await send('--accept-restored-ledger')).code).toBe(0);
    expect(taken).toHaveLength(42);
    expect((await send()).out).toContain('Nothing is due.');
  });

  it('from the middle of the run is not sent from', async () => {
    const { folder, send, taken } = await ready();
    expect((await send()).code).toBe(0);
    const db = new DatabaseSync(join(folder, database));
    db.exec(`update deliveries set state = 'queued', is_open = 1 where id > 5; update runs set finished_at = null`);
    db.close();
    const refused = await send();
    expect([refused.code, taken.length]).toEqual([1, 21]);
    expect(refused.err).toMatch(/was sent to at least 21 readers .* this database has a record of 5/);
  });

  it('is not sent from by a scheduler either, which sends other issues once a person says so', async () => {
    const { folder, send, run, taken } = await ready();
    await keep(folder, 'before.db');
    const hoursAgo = new Date(Date.now() - 5 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
    await edit(folder, `issues/${sampleWeek}.yaml`, 'send_at: 2026-11-27 08:00', `send_at: ${hoursAgo}Z`);
    expect((await send()).code).toBe(0);
    await putBack(folder, 'before.db');
    await writeFile(join(folder, 'issues/2026-W49.yaml'), otherIssue(hoursAgo));
    expect([(await run('send', '--due')).code, taken.length]).toEqual([1, 21]);
    expect((await run('send', '2026-W49', '--yes', '--accept-restored-ledger')).code).toBe(0);
    await writeFile(join(folder, 'issues/2026-W50.yaml'), otherIssue(hoursAgo, '2026-W50'));
    const due = await run('send', '--due');
    expect([due.code, due.err.includes('2026-W48 was sent to at least 21 readers')]).toEqual([1, true]);
    expect(taken).toHaveLength(63);
    const subjects = new Set(taken.slice(21).map(({ raw }) => /^Subject: (.*)$/m.exec(raw.toString())?.[1]));
    expect([...subjects].every(subject => subject?.startsWith('Another'))).toBe(true);
  });

  it('is known by a marker in another database where files go with the machine', async () => {
    const url = await postgres.fresh();
    const { folder, send, taken } = await ready({ HEBDO_MARKER_URL: url });
    await keep(folder, 'before.db');
    expect((await send()).code).toBe(0);
    await putBack(folder, 'before.db');
    await rm(join(folder, '.hebdo/runs'), { recursive: true, force: true });
    const refused = await send();
    expect([refused.code, taken.length]).toEqual([1, 21]);
    expect(refused.err).toContain('was sent to at least 21 readers');
    expect(refused.err + refused.out).not.toContain('postgres:postgres');
  });
});

describe('a PostgreSQL that was put back', { timeout: 90_000 }, () => {
  it('gives new readers ids that were never given, once a person accepts it', async () => {
    const url = await postgres.fresh();
    const { folder, env, run, send } = await ready({ HEBDO_DATABASE_URL: url });
    await run('subscribers', 'add', 'first@example.com');
    const backup = await postgres.copyOf(url);
    await run('subscribers', 'add', 'late@example.com');
    expect((await send()).code).toBe(0);
    const restored = (...args: string[]) => hebdo(folder, args, { ...env, HEBDO_DATABASE_URL: backup });
    const again = ['send', sampleWeek, '--yes'];
    expect((await restored(...again)).err).toContain('ledger-behind');
    expect((await restored(...again, '--accept-restored-ledger')).code).toBe(0);
    await restored('subscribers', 'add', 'next@example.com');
    // One whose ledger knows all that was sent, so that nothing is due.
    const whole = await postgres.copyOf(url);
    const accepted = await hebdo(folder, [...again, '--accept-restored-ledger'], { ...env, HEBDO_DATABASE_URL: whole });
    expect([accepted.code, accepted.out]).toEqual([0, expect.stringContaining('Nothing is due.')]);
    await hebdo(folder, ['subscribers', 'add', 'next@example.com'], { ...env, HEBDO_DATABASE_URL: whole });
    const idOf = async (address: string, database: string): Promise<number> => {
      const client = new Client({ connectionString: database });
      await client.connect();
      const { rows } = await client.query('select id from subscribers where address = $1', [address]);
      await client.end();
      return Number(z.object({ id: z.coerce.number() }).parse(rows[0]).id);
    };
    const lateId = await idOf('late@example.com', url);
    for (const database of [backup, whole])
      expect(await idOf('next@example.com', database)).toBeGreaterThan(lateId + 1_000_000);
  });
});

describe('the marker of a run', { timeout: 90_000 }, () => {
  it('that is forged, damaged or of another week stops the run, and says so', async () => {
    const { folder, send, taken } = await ready();
    await mkdir(join(folder, '.hebdo/runs'), { recursive: true });
    const other = await ready();
    await other.send();
    const genuine = await readFile(join(other.folder, marker), 'utf8');
    for (const text of ['', '{}', genuine.replace('"accepted":21', '"accepted":0'), genuine.replace('W48', 'W47')]) {
      await writeFile(join(folder, marker), text);
      const refused = await send();
      expect([refused.code, refused.err.includes('is not signed with HEBDO_SECRET')]).toEqual([1, true]);
    }
    expect(taken).toEqual([]);
  });

  it('of a secret that was changed is read with the one before it', async () => {
    const former = 'the-former-secret-of-the-tests-long-enough';
    const { folder, send, env, taken } = await ready({ HEBDO_SECRET: former });
    expect((await send()).code).toBe(0);
    const changed = { ...env, HEBDO_SECRET: 'another secret of the tests, long enough to be one' };
    const again = (more: Record<string, string>) =>
      hebdo(folder, ['send', sampleWeek, '--yes', '--resend-uncertain'], { ...changed, ...more });
    const db = new DatabaseSync(join(folder, database));
    db.exec(`insert into subscribers (address, address_key, domain, language, status, created_at, updated_at)
      values ('u@example.com', 'u@example.com', 'example.com', 'fr', 'active', '', '');
      insert into deliveries (week, subscriber_id, language, domain, state, is_open, updated_at)
      values ('${sampleWeek}', last_insert_rowid(), 'fr', 'example.com', 'uncertain', 0, '')`);
    db.close();
    expect((await again({})).err).toContain('HEBDO_SECRET_PREVIOUS');
    expect(taken).toHaveLength(21);
    expect((await again({ HEBDO_SECRET_PREVIOUS: former })).code).toBe(0);
    expect(taken).toHaveLength(22);
  });

  it('is not left by a demo', async () => {
    const { folder, run } = await ready();
    expect((await run('demo', '--once')).code).toBe(0);
    await expect(readFile(join(folder, marker), 'utf8')).rejects.toThrow('ENOENT');
  });

  it('is not kept in the database that it is to watch', async () => {
    const { send, taken } = await ready({ HEBDO_MARKER_URL: `sqlite:${database}` });
    const ended = await send();
    expect([ended.code, taken.length]).toEqual([4, 0]);
    expect(ended.err).toContain('must name another database');
  });

  it('that cannot be written where a variable says stops the run before the first message', async () => {
    const { send, taken } = await ready({ HEBDO_MARKER_URL: 'postgres://me:hunter2@127.0.0.1:9/x' });
    const ended = await send();
    expect([ended.code, taken.length]).toEqual([4, 0]);
    expect(ended.err + ended.out).not.toContain('hunter2');
  });
});

describe('hebdo store backup and restore', { timeout: 90_000 }, () => {
  it('copy a database in use; what is put back says what it is, and waits for a person', async () => {
    const { folder, run, send, taken } = await ready();
    const writer = new DatabaseSync(join(folder, database));
    writer.exec('begin immediate');
    const made = await run('store', 'backup', '--format', 'json');
    writer.exec('rollback');
    writer.close();
    expect(made.code).toBe(0);
    const { backup } = JSON.parse(made.out);
    expect((await run('store', 'backup', backup)).err).toContain('There is such a file already');
    await run('subscribers', 'add', 'late@example.com');
    expect((await run('store', 'restore', backup)).code).toBe(2);
    const restored = await run('store', 'restore', backup, '--yes', '--format', 'json');
    expect(restored.code).toBe(0);
    expect((await run('subscribers', 'show', 'late@example.com')).code).toBe(1);
    const refused = await send();
    expect([refused.code, taken.length]).toEqual([1, 0]);
    expect(refused.err).toContain('The database is a backup that was taken at 20');
    expect((await send('--accept-restored-ledger')).code).toBe(0);
    expect(taken).toHaveLength(21);
    expect((await send()).code).toBe(0);
    // A link that was sent to somebody who is lost now is never that of another reader.
    await run('subscribers', 'add', 'next@example.com');
    const after = new DatabaseSync(join(folder, database), { readOnly: true });
    const idOf = (address: string, db: DatabaseSync) =>
      z.object({ id: z.number() }).parse(db.prepare('select id from subscribers where address = ?').get(address)).id;
    const nextId = idOf('next@example.com', after);
    after.close();
    // What was there before is kept.
    const { kept } = JSON.parse(restored.out);
    const old = new DatabaseSync(kept, { readOnly: true });
    expect(old.prepare(`select count(*) as n from subscribers where address = 'late@example.com'`).get()).toEqual({
      n: 1,
    });
    expect(nextId).toBeGreaterThan(idOf('late@example.com', old) + 1_000_000);
    old.close();
  });

  it('put back what was copied by hand, in place of one that is damaged, and refuse what is none', async () => {
    const { folder, run, send } = await ready();
    await keep(folder, 'copy.db');
    await writeFile(join(folder, 'none.db'), 'this is not a database, but it is long enough to be read as one');
    const none = await run('store', 'restore', 'none.db', '--yes');
    expect([none.code, none.err.includes('none.db is not a database of hebdo')]).toEqual([4, true]);
    await writeFile(join(folder, database), 'damaged');
    const restored = await run('store', 'restore', 'copy.db', '--yes');
    expect([restored.code, restored.out]).toEqual([0, expect.stringContaining('is in .hebdo/hebdo.db.before-')]);
    const again = await run('store', 'backup', 'again.db');
    expect([again.code, again.out]).toEqual([0, expect.stringMatching(/^ {2}again\.db\n/)]);
    expect((await run('store', 'backup', 'again.db')).err).toMatch(/^ {2}again\.db usage/m);
    expect((await run('subscribers', 'list')).out).toMatch(/fr +active +11/);
    expect((await send()).err).toContain('The database is a backup');
  });

  it('name the tools of a PostgreSQL', async () => {
    const { folder } = await ready();
    const ended = await hebdo(folder, ['store', 'backup'], {
      HEBDO_DATABASE_URL: 'postgres://me:hunter2@127.0.0.1:9/x',
    });
    expect([ended.code, ended.out.includes('pg_dump --format=custom --exclude-schema=hebdo_jobs')]).toEqual([2, true]);
    expect(ended.out + ended.err).not.toContain('hunter2');
  });
});

const otherIssue = (sendAt: string, week = '2026-W49'): string => `week: ${week}
status: ready
send_at: ${sendAt}Z
subject: { fr: "Another subject of the week", en: "Another subject of the week" }
articles:
  - id: one
    title: { fr: "Titre ${week}", en: "Title ${week}" }
    url: https://example.com/${week}
`;
