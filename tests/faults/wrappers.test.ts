import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/store.ts';
import { hebdo } from '../helpers/hebdo.ts';
import { root } from '../helpers/newsletter.ts';
import { smtpSink } from '../helpers/smtp.ts';
import { balance, listOf, week } from './newsletter.ts';

const bin = join(root, 'bin/hebdo.js');
const send = ['send', week, '--yes', '--connections', '3'];
const recipients = 200;

/** A Node of this machine that is too old for hebdo, so that bin/hebdo.js starts another. */
const oldNode = (process.env.PATH ?? '')
  .split(delimiter)
  .map(folder => join(folder, 'node'))
  .find(
    path =>
      existsSync(path) &&
      Number(/^v(\d+)/.exec(execFileSync(path, ['--version'], { encoding: 'utf8' }))?.[1] ?? 99) < 24,
  );
const hasNamespaces = spawnSync('unshare', ['--fork', '--pid', 'true']).status === 0;
const npx = spawnSync('npx', ['--version']).status === 0;

/** `hebdo` as a command of the project in a folder, for npx. */
async function installIn(folder: string): Promise<void> {
  await mkdir(join(folder, 'node_modules/.bin'), { recursive: true });
  await writeFile(join(folder, 'node_modules/.bin/hebdo'), `#!/bin/sh\nexec '${process.execPath}' '${bin}' "$@"\n`);
  await chmod(join(folder, 'node_modules/.bin/hebdo'), 0o755);
  await symlink(root, join(folder, 'node_modules/hebdo'));
  await writeFile(join(folder, 'package.json'), '{ "private": true }');
}

/** Numbers of processes whose command line has this text. */
const processesOf = (text: string): number[] =>
  spawnSync('pgrep', ['-f', text], { encoding: 'utf8' })
    .stdout.split('\n')
    .filter(line => line !== '')
    .map(Number);

describe('a signal in mid-send', { timeout: 90_000 }, () => {
  const wrappers: [string, boolean, (folder: string) => [string, string[]], NodeJS.Signals][] = [
    ['to Node itself', true, () => [process.execPath, [bin, ...send]], 'SIGTERM'],
    [
      'to an older Node that has started another',
      oldNode !== undefined,
      () => [oldNode ?? '', [bin, ...send]],
      'SIGTERM',
    ],
    ['that kills an older Node', oldNode !== undefined, () => [oldNode ?? '', [bin, ...send]], 'SIGKILL'],
    ['to npx', npx, () => ['npx', ['hebdo', ...send]], 'SIGTERM'],
    [
      'to process 1 of a container',
      hasNamespaces,
      () => ['unshare', ['--fork', '--pid', process.execPath, bin, ...send]],
      'SIGTERM',
    ],
  ];
  // What this machine does not have cannot be tried on it.
  it.each(wrappers.filter(([, isHere]) => isHere))('%s ends the send in order', async (name, _, command, signal) => {
    const { url, taken } = await smtpSink({ onTaken: () => sleep(20) });
    const folder = await listOf(recipients, url);
    await installIn(folder);
    const [program, args] = command(folder);
    const marked = [...args, '--cwd', folder];
    const child = spawn(program, marked, { cwd: folder, stdio: 'ignore' });
    const ended = new Promise(resolve => child.on('close', resolve));
    while (taken.length < 5) await sleep(5);
    // unshare is only the container's runtime here: its child is process 1.
    const inner = name.includes('process 1') ? processesOf(`^${process.execPath}.*${folder}`)[0] : child.pid;
    process.kill(inner ?? 0, signal);
    await ended;
    await expect.poll(() => processesOf(`hebdo.js.*${folder}`), { timeout: 10_000 }).toEqual([]);
    expect(taken.length).toBeLessThan(recipients);
    const store = await openStore(`sqlite:${join(folder, '.hebdo/hebdo.db')}`);
    const states = (await store.ledger.counts(week, new Date())).map(({ state }) => state);
    await store.close();
    for (const state of states) expect(['accepted', 'queued', 'deferred']).toContain(state);
    expect((await hebdo(folder, send)).code).toBe(0);
    expect(await balance(folder, recipients, taken)).toMatchObject({
      uncertain: 0,
      twice: [],
      none: [],
      accepted: recipients,
    });
  });
});
