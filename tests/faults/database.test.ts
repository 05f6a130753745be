import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { afterTest } from '../helpers/after-test.ts';
import { hebdo, start } from '../helpers/hebdo.ts';
import { smtpSink } from '../helpers/smtp.ts';
import { balance, listOf, week } from './newsletter.ts';

const send = ['send', week, '--yes', '--connections', '3'];

describe.concurrent('a database that another has locked', () => {
  it('before the run: it is told, nothing is sent, and later it goes', async () => {
    const { url, taken } = await smtpSink();
    const folder = await listOf(20, url);
    const other = new DatabaseSync(join(folder, '.hebdo/hebdo.db'));
    other.exec('begin immediate');
    const { code, err } = await hebdo(folder, send);
    expect([code, taken.length]).toEqual([4, 0]);
    expect(err).toContain('database is locked');
    expect(err).toContain('Nothing is lost');
    other.exec('rollback');
    other.close();
    expect((await hebdo(folder, send)).code).toBe(0);
    expect(taken).toHaveLength(20);
  });

  it('in the middle: what was on the wire is listed, the rest is sent once by the next run', async () => {
    let other: DatabaseSync | undefined;
    const { url, taken } = await smtpSink({
      onTaken: () => {
        if (taken.length !== 8 || other !== undefined) return;
        other = new DatabaseSync(join(folder, '.hebdo/hebdo.db'), { timeout: 2_000 });
        other.exec('begin immediate');
      },
    });
    const folder = await listOf(40, url);
    const { code, err } = await hebdo(folder, send);
    expect(code).toBe(4);
    expect(err).toContain('database is locked');
    other?.exec('rollback');
    other?.close();
    expect([0, 3]).toContain((await hebdo(folder, send)).code);
    const { uncertain, twice, none, accepted } = await balance(folder, 40, taken);
    expect([twice, none]).toEqual([[], []]);
    expect(uncertain).toBeLessThanOrEqual(3);
    expect(accepted + uncertain).toBe(40);
  }, 60_000);
});

/** A file system of a megabyte and a half; undefined where this user may not mount one. */
function smallDisk(): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'hebdo-small-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1600k', 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    rmSync(folder, { recursive: true });
    return undefined;
  }
  afterTest(() => {
    execFileSync('umount', ['-l', folder]);
    rmSync(folder, { recursive: true });
  });
  return folder;
}

describe.concurrent('a disk that is full', () => {
  it('stops the run before a dot that is not written; with room again it goes on, one copy each', async context => {
    const disk = smallDisk();
    if (disk === undefined) return context.skip('no right to mount a small file system');
    const { url, taken } = await smtpSink({ onTaken: () => sleep(1) });
    const folder = await listOf(1_500, url, join(disk, 'hebdo.db'));
    const { code, err } = await hebdo(folder, send);
    expect(code).toBe(4);
    expect(err).toMatch(/disk is full|disk I\/O/);
    expect(err).toContain('Nothing is lost');
    expect(taken.length).toBeGreaterThan(0);
    expect(taken.length).toBeLessThan(1_500);
    execFileSync('mount', ['-o', 'remount,size=20m', disk]);
    expect([0, 3]).toContain((await hebdo(folder, send)).code);
    const { uncertain, twice, none, accepted } = await balance(folder, 1_500, taken);
    expect([twice, none]).toEqual([[], []]);
    expect(uncertain).toBeLessThanOrEqual(3);
    expect(accepted + uncertain).toBe(1_500);
  }, 60_000);
});

describe.concurrent('a laptop that sleeps', () => {
  it('goes on where it was when it wakes up: one copy each', async () => {
    const { url, taken } = await smtpSink({ onTaken: () => sleep(2) });
    const folder = await listOf(60, url);
    const { child, ended } = start(folder, send);
    while (taken.length < 10) await sleep(5);
    child.kill('SIGSTOP');
    await sleep(1_500);
    child.kill('SIGCONT');
    expect((await ended).code).toBe(0);
    expect(await balance(folder, 60, taken)).toMatchObject({ uncertain: 0, twice: [], none: [], accepted: 60 });
  });
});
