import { spawnSync } from 'node:child_process';
import { copyFile, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { hebdo, start } from '../helpers/hebdo.ts';
import { emptyFolder } from '../helpers/newsletter.ts';
import { smtpSink } from '../helpers/smtp.ts';
import { balance, listOf, long, week } from './newsletter.ts';

const source = fileURLToPath(new URL('./forgetful-disk.c', import.meta.url));
const hasCompiler = process.platform === 'linux' && spawnSync('cc', ['--version']).status === 0;
const cuts = long ? 20 : 3;
const recipients = long ? 1_500 : 400;

/** A newsletter whose ledger lies on a disk that forgets, at each power cut, what was not synced. */
async function newsletterOnForgetfulDisk(url: string) {
  const [library, disk, kept] = [await emptyFolder(), await emptyFolder(), await emptyFolder()];
  const shim = join(library, 'forgetful-disk.so');
  const compiled = spawnSync('cc', ['-shared', '-fPIC', '-O2', '-o', shim, source, '-ldl'], { encoding: 'utf8' });
  expect(compiled.stderr).not.toContain('error');
  const folder = await listOf(recipients, url, join(disk, 'hebdo.db'));
  const env = { LD_PRELOAD: shim, FORGETFUL_DISK: disk, FORGETFUL_KEPT: kept };
  // All that is there so far is on the disk.
  for (const name of await readdir(disk)) await copyFile(join(disk, name), join(kept, name));
  return {
    folder,
    env,
    async cutPower() {
      await rm(disk, { recursive: true });
      await mkdir(disk);
      for (const name of await readdir(kept))
        if (!name.startsWith('.')) await copyFile(join(kept, name), join(disk, name));
    },
  };
}

describe.runIf(hasCompiler)('a power cut, on a disk that forgets what was not synced', () => {
  it(`costs nobody a second copy where the ledger is to survive it, in ${cuts} cuts`, async () => {
    const { url, taken } = await smtpSink({ onTaken: () => sleep(Math.random() * 8) });
    const { folder, env, cutPower } = await newsletterOnForgetfulDisk(url);
    let cut = 0;
    while (cut < cuts) {
      const before = taken.length;
      const { child, ended } = start(folder, ['send', week, '--yes', '--durability', 'power'], env);
      onTestFinished(() => void child.kill('SIGKILL'));
      const over = ended.then(() => true);
      await Promise.race([over, expect.poll(() => taken.length, { timeout: 60_000 }).toBeGreaterThan(before)]);
      if (await Promise.race([over, sleep(Math.random() * (long ? 250 : 400), false)])) break;
      child.kill('SIGKILL');
      await ended;
      await cutPower();
      cut++;
    }
    expect(cut).toBeGreaterThan(0);
    expect((await hebdo(folder, ['send', week, '--yes', '--durability', 'power'], env)).code).toBeOneOf([0, 3]);
    const { twice, none, accepted, uncertain } = await balance(folder, recipients, taken);
    console.log(
      `${cut} cuts: ${accepted} accepted, ${uncertain} uncertain, ${twice.length} twice, ${none.length} lost`,
    );
    expect([twice, none, accepted + uncertain]).toEqual([[], [], recipients]);
  }, 600_000);

  it('is told where the ledger survives the process only: nothing goes out again until a person has seen what it may cost', async () => {
    const { url, taken } = await smtpSink({ onTaken: () => sleep(5) });
    const { folder, env, cutPower } = await newsletterOnForgetfulDisk(url);
    const { child, ended } = start(folder, ['send', week, '--yes'], env);
    onTestFinished(() => void child.kill('SIGKILL'));
    await expect.poll(() => taken.length, { timeout: 60_000 }).toBeGreaterThan(50);
    child.kill('SIGKILL');
    await ended;
    await cutPower();
    const sent = taken.length;
    const again = await hebdo(folder, ['send', week, '--yes'], env);
    expect(again.code).toBe(1);
    expect(again.err).toContain('ledger-behind');
    expect(again.err).toContain('--accept-restored-ledger');
    expect(taken).toHaveLength(sent);
    // What it costs where a person says so all the same: the disk has forgotten who had a copy.
    expect((await hebdo(folder, ['send', week, '--yes', '--accept-restored-ledger'], env)).code).toBe(0);
    expect((await balance(folder, recipients, taken)).twice.length).toBeGreaterThan(0);
  }, 120_000);
});
