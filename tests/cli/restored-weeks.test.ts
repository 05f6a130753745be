import { cp, mkdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { makeAppContext } from '../../src/app/context.ts';
import { keepMarker } from '../../src/app/marker/keep-marker.ts';
import { markerFiles } from '../../src/app/marker/marker-file.ts';
import { markerProblems } from '../../src/app/marker/run-marker.ts';
import { loadPublication } from '../../src/publication/load.ts';
import { readMarker, signMarker } from '../../src/secret/signed-run-marker.ts';
import { hebdo, secret } from '../helpers/hebdo.ts';
import { hebdoInProcess } from '../helpers/in-process.ts';
import { emptyFolder, issueYaml, newsletterWith, sampleNewsletter } from '../helpers/newsletter.ts';
import { preparedFolder } from '../helpers/prepared.ts';
import { smtpSink } from '../helpers/smtp.ts';

const database = '.hebdo/hebdo.db';
const list = 'hebdo.news.example.com';
const hoursAgo = new Date(Date.now() - 5 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
const sendAt = `send_at: ${hoursAgo}Z`;
const fresh = (week: string): string =>
  issueYaml(week, sendAt).replaceAll('"Titre"', `"Titre ${week}"`).replace('/one', `/${week}`);

/** A newsletter of two readers with an issue that is due, and a copy of its database from before anything was sent. */
const before = preparedFolder(async folder => {
  await cp(await newsletterWith({ 'issues/2026-W46.yaml': fresh('2026-W46') }), folder, { recursive: true });
  for (const who of ['a', 'b']) await hebdo(folder, ['subscribers', 'add', `${who}@example.com`]);
  await cp(join(folder, database), join(folder, 'before.db'));
});

async function ready(more: Record<string, string> = {}) {
  const folder = await before();
  const { url, taken } = await smtpSink();
  const env = { HEBDO_SMTP_URL: url, HEBDO_SECRET: secret, ...more };
  const run = (...args: string[]) => hebdoInProcess(folder, args, env);
  const write = (week: string, text = fresh(week)) => writeFile(join(folder, `issues/${week}.yaml`), text);
  const putBack = async (from = 'before.db') => {
    for (const end of ['', '-wal', '-shm']) await rm(join(folder, `${database}${end}`), { force: true });
    await cp(join(folder, from), join(folder, database));
  };
  return { folder, env, run, write, putBack, taken };
}

describe('an older database under another issue', { timeout: 90_000 }, () => {
  it('is not sent from, in no way, until a person says so, who is not asked again', async () => {
    const { folder, run, write, putBack, taken } = await ready();
    expect((await run('send', '--due')).code).toBe(0);
    await putBack();
    await rm(join(folder, 'issues/2026-W46.yaml'));
    await write('2026-W47');
    const due = await run('send', '--due');
    expect([due.code, taken.length]).toEqual([1, 2]);
    expect(due.err).toMatch(/2026-W46 was sent to at least 2 readers .* this database has no record of that run/);
    expect(due.err).toContain('--accept-restored-ledger');
    expect((await run('send', '2026-W47', '--yes')).err).toContain('2026-W46 was sent to at least 2 readers');
    const doctor = await run('doctor');
    expect(doctor.out).toMatch(/markers of runs.*2026-W46 was sent to at least 2 readers/);
    expect((await run('send', '2026-W47', '--yes', '--accept-restored-ledger')).code).toBe(0);
    expect(taken).toHaveLength(4);
    await write('2026-W48');
    const next = await run('send', '--due');
    expect([next.code, next.err, taken.length]).toEqual([0, '', 6]);
    expect((await run('doctor')).out).not.toContain('markers of runs');
    // What was accepted is not the issue itself: its readers have it.
    await write('2026-W46');
    const old = await run('send', '--due');
    expect([old.code, taken.length, old.err.includes('2026-W46 was sent to at least 2 readers')]).toEqual([1, 6, true]);
  });

  it('is not sent from where its issue was renamed', async () => {
    const { folder, run, write, putBack, taken } = await ready();
    expect((await run('send', '--due')).code).toBe(0);
    await putBack();
    await rm(join(folder, 'issues/2026-W46.yaml'));
    await write('2026-W47', fresh('2026-W46').replace('week: 2026-W46', 'week: 2026-W47'));
    const due = await run('send', '--due');
    expect([due.code, taken.length]).toEqual([1, 2]);
  });

  it('is asked about again where it is put back again', async () => {
    const { folder, run, write, putBack, taken } = await ready();
    await run('send', '--due');
    await putBack();
    await write('2026-W47');
    await run('send', '2026-W47', '--yes', '--accept-restored-ledger');
    await cp(join(folder, database), join(folder, 'accepted.db'));
    await write('2026-W48');
    await run('send', '2026-W48', '--yes');
    expect(taken).toHaveLength(6);
    await write('2026-W49');
    for (const [from, missing] of [
      ['accepted.db', '2026-W48'],
      ['before.db', '2026-W47'],
    ] as const) {
      await putBack(from);
      const refused = await run('send', '2026-W49', '--yes');
      expect([refused.code, refused.err.includes(`${missing} was sent to at least 2 readers`)]).toEqual([1, true]);
    }
    expect((await run('send', '2026-W49', '--yes', '--accept-restored-ledger')).code).toBe(0);
    await write('2026-W50');
    expect((await run('send', '2026-W50', '--yes')).code).toBe(0);
    expect(taken).toHaveLength(10);
  });

  it('from the middle of a run is not sent from', async () => {
    const { folder, run, write, taken } = await ready();
    await run('send', '--due');
    const db = new DatabaseSync(join(folder, database));
    db.exec(`update deliveries set state = 'queued', is_open = 1 where id > 1; update runs set finished_at = null`);
    db.close();
    await write('2026-W47');
    const refused = await run('send', '2026-W47', '--yes');
    expect([refused.code, taken.length]).toEqual([1, 2]);
    expect(refused.err).toMatch(/2026-W46 was sent to at least 2 readers .* this database has a record of 1/);
  });

  it('is known by the table of markers too', async () => {
    const { run, write, putBack, taken } = await ready({ HEBDO_MARKER_URL: 'sqlite:markers.db' });
    await run('send', '--due');
    await putBack();
    await write('2026-W47');
    const refused = await run('send', '2026-W47', '--yes');
    expect([refused.code, taken.length]).toEqual([1, 2]);
    expect(refused.err).toContain('2026-W46 was sent to at least 2 readers');
  });
});

describe('markers of other weeks', { timeout: 90_000 }, () => {
  it('that nobody can read stop nothing; doctor names them', async () => {
    const { folder, run, taken } = await ready();
    const runs = join(folder, '.hebdo/runs');
    await mkdir(join(runs, '2026-W40.json'), { recursive: true });
    await writeFile(join(runs, '2026-W41.json'), '{}');
    const about = { list, week: '2026-W42', startedAt: 'x', accepted: 5, timeline: 0 };
    await writeFile(join(runs, '2026-W42.json'), signMarker(about, 'another secret'));
    await writeFile(join(runs, '2026-W43.json'), signMarker({ ...about, week: '2026-W43', list: 'other' }, secret));
    await writeFile(join(runs, '2026-W44.json.new'), signMarker({ ...about, week: '2026-W44' }, secret));
    const sent = await run('send', '--due');
    expect([sent.code, sent.err, taken.length]).toEqual([0, '', 2]);
    expect((await run('doctor')).out).toMatch(/those of 2026-W43, 2026-W42, 2026-W41, 2026-W40 .* cannot be read/);
  });

  it('are read in one go, five hundred of them, and not counted', async () => {
    const { folder, env, run } = await ready();
    await run('send', '--due');
    const db = new DatabaseSync(join(folder, database));
    const runs = join(folder, '.hebdo/runs');
    for (let i = 0; i < 500; i++) {
      const week = `${2000 + Math.floor(i / 50)}-W${String((i % 50) + 1).padStart(2, '0')}`;
      const startedAt = `${week} began`;
      // No delivery is left of them: they are finished, and nothing is counted.
      db.prepare('insert into runs (week, content_hash, started_at, finished_at) values (?, ?, ?, ?)').run(
        week,
        '',
        startedAt,
        'x',
      );
      await writeFile(
        join(runs, `${week}.json`),
        signMarker({ list, week, startedAt, accepted: 9, timeline: 0 }, secret),
      );
    }
    db.close();
    const context = makeAppContext(folder, env);
    const store = await context.openStore();
    const publication = (await loadPublication(folder)).value;
    if (publication === undefined) throw new Error('no publication');
    expect(await markerProblems(context, { store, publication, week: '2026-W47' })).toEqual([]);
    await store.close();
  });
});

describe('the marker of the issue itself', { timeout: 90_000 }, () => {
  it('that is a folder, or lies in none, is named', async () => {
    const { folder, run, taken } = await ready();
    const runs = join(folder, '.hebdo/runs');
    await mkdir(join(runs, '2026-W46.json'), { recursive: true });
    const refused = await run('send', '2026-W46', '--yes');
    expect([refused.code, taken.length]).toEqual([1, 0]);
    expect(refused.err).toMatch(/runs\/2026-W46\.json cannot be read: .*EISDIR.*make it readable/s);
    await rm(runs, { recursive: true });
    await writeFile(runs, '');
    const ended = await run('send', '2026-W46', '--yes');
    expect([ended.code, taken.length]).toEqual([4, 0]);
    expect(ended.err).toMatch(/\.hebdo\/runs cannot be read: .*ENOTDIR.*make it readable/s);
  });
});

describe('several writers of one marker', { timeout: 90_000 }, () => {
  it('write it whole, and leave nothing', async () => {
    const folder = join(await emptyFolder(), 'runs');
    const files = markerFiles(folder);
    await mkdir(folder);
    for (const [name, age] of [
      ['2026-W48.json.new', 3_600],
      ['2026-W48.killed.new', 3_600],
      ['2026-W48.alive.new', 0],
    ] as const) {
      await writeFile(join(folder, name), 'x');
      const at = Date.now() / 1_000 - age;
      await utimes(join(folder, name), at, at);
    }
    await Promise.all(Array.from({ length: 40 }, (_, i) => files.write('2026-W48', String(i).repeat(1_000))));
    expect(await files.read('2026-W48')).toMatch(/^(\d\d?)\1{999}$/);
    expect([...(await files.all()).keys()]).toEqual(['2026-W48']);
    await expect(readFile(join(folder, '2026-W48.killed.new'))).rejects.toThrow('ENOENT');
    await expect(readFile(join(folder, '2026-W48.json.new'))).rejects.toThrow('ENOENT');
    expect(await readFile(join(folder, '2026-W48.alive.new'), 'utf8')).toBe('x');
  });

  it('never take each other’s for that of another database, and leave the highest number', async () => {
    const folder = await sampleNewsletter();
    await mkdir(join(folder, '.hebdo'));
    const context = makeAppContext(folder, { HEBDO_SECRET: secret });
    const store = await context.openStore();
    const publication = (await loadPublication(folder)).value;
    if (publication === undefined) throw new Error('no publication');
    const week = '2026-W48';
    const db = new DatabaseSync(join(folder, database), { timeout: 10_000 });
    db.exec(`insert into runs (week, content_hash, started_at) values ('${week}', '', 'then')`);
    const accept = (subscriber: number) =>
      db.exec(`insert into deliveries (week, subscriber_id, language, domain, state, is_open, updated_at)
        values ('${week}', ${subscriber}, 'fr', 'x', 'accepted', 0, '')`);
    /** One that counts, and is held up until the other has counted more and written it. */
    let afterCount = async (): Promise<void> => undefined;
    const accepted = async (asked: string): Promise<number> => {
      const count = await store.ledger.accepted(asked);
      const then = afterCount;
      afterCount = async () => undefined;
      await then();
      return count;
    };
    const held = { ...store, ledger: { ...store.ledger, accepted } };
    const anotherWrites = async (subscriber: number): Promise<void> => {
      accept(subscriber);
      await (await keepMarker(context, { store, publication, week })).close();
    };
    const written = async () =>
      readMarker(await readFile(join(folder, `.hebdo/runs/${week}.json`), 'utf8'), [secret])?.accepted;
    accept(1);
    afterCount = () => anotherWrites(2);
    const keeper = await keepMarker(context, { store: held, publication, week });
    afterCount = async () => {
      await anotherWrites(3);
      afterCount = () => anotherWrites(4);
    };
    await keeper.close();
    expect([keeper.behind.aborted, await written()]).toEqual([false, 4]);
    db.close();
    await store.close();
  });
});
