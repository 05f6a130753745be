import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hebdo } from '../helpers/hebdo.ts';
import { root, sampleNewsletter } from '../helpers/newsletter.ts';

const bin = `'${process.execPath}' '${join(root, 'bin/hebdo.js')}'`;

/** Runs a line of Bash in a folder. */
const bash = (folder: string, line: string) => spawnSync('bash', ['-c', line], { cwd: folder, encoding: 'utf8' });

describe.runIf(existsSync('/bin/bash'))('a list that can be read only once', () => {
  it.each([
    ['standard input', (list: string, command: string) => `printf '${list}' | ${command} /dev/stdin`],
    ['a process substitution', (list: string, command: string) => `${command} <(printf '${list}')`],
  ])('is imported from %s, as CSV and as JSON Lines, and its copy is deleted', async (_, line) => {
    const folder = await sampleNewsletter();
    const copies = async () => (await readdir(tmpdir())).filter(name => /^hebdo-[A-Za-z0-9]{6}$/.test(name));
    const before = await copies();
    const csv = bash(folder, line('email;name\\na@example.com;Ann\\n', `${bin} subscribers import`));
    expect([csv.status, csv.stdout + csv.stderr]).toEqual([0, expect.stringContaining('1 added')]);
    const lines = bash(folder, line('{"email":"b@example.com","language":"en"}\\n', `${bin} subscribers import`));
    expect([lines.status, lines.stdout + lines.stderr]).toEqual([0, expect.stringContaining('1 added')]);
    const blocked = bash(folder, line('email,reason\\nc@example.com,asked\\n', `${bin} suppressions import`));
    expect([blocked.status, blocked.stdout + blocked.stderr]).toEqual([0, expect.stringContaining('1 added')]);
    expect(await copies()).toEqual(before);
  });

  it('is told to be none where it is a folder', async () => {
    const folder = await sampleNewsletter();
    const { code, err } = await hebdo(folder, ['subscribers', 'import', '.']);
    expect([code, err]).toEqual([1, expect.stringContaining('does not exist')]);
  });
});
