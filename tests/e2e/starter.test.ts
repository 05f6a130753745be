import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hebdo, secret } from '../helpers/hebdo.ts';
import { edit, emptyFolder } from '../helpers/newsletter.ts';

describe('hebdo init', () => {
  it('writes a draft, which no scheduler sends; ready, what was to be replaced is an error', async () => {
    const folder = await emptyFolder();
    await hebdo(folder, ['init']);
    const env = { HEBDO_SMTP_URL: 'smtp://127.0.0.1:1', HEBDO_SECRET: secret };
    expect((await hebdo(folder, ['check'])).code).toBe(0);
    const [issue = ''] = (await readdir(join(folder, 'issues'))).filter(name => name.endsWith('.yaml'));
    await edit(
      folder,
      `issues/${issue}`,
      /^send_at: .*$/m,
      `send_at: "${new Date().toISOString().slice(0, 10)} 00:00Z"`,
    );
    expect((await hebdo(folder, ['send', '--due'], env)).out).toContain('No issue is due.');
    await edit(folder, `issues/${issue}`, 'status: draft', 'status: ready');
    const { code, out } = await hebdo(folder, ['check']);
    // The address, two articles, and the texts.
    expect([code, out.match(/ placeholder /g)?.length]).toEqual([1, 4]);
    expect(out).toContain('`https://news.example.com` (url) and `hello@news.example.com` (from)');
    // Other links and another spelling of the address make no issue of it.
    for (const link of ['welcome', 'then'])
      await edit(folder, `issues/${issue}`, `example.com/${link}`, 'news.example.com/x');
    await edit(folder, 'hebdo.yaml', 'Street 1, City', 'street 1,  city');
    expect((await hebdo(folder, ['check'])).code).toBe(1);
    expect((await hebdo(folder, ['send', '--due'], env)).code).toBe(1);
  });

  it('takes other languages too, and says what is wrong with a flag', async () => {
    const folder = await emptyFolder();
    expect((await hebdo(folder, ['init', '--languages', 'de,fr', '--name', 'Brief', '--name', 'Lettre'])).code).toBe(0);
    expect((await hebdo(folder, ['check'])).code).toBe(0);
    const wrong = await hebdo(await emptyFolder(), [
      'init',
      '--languages',
      'french',
      '--accent',
      'red',
      '--from',
      'x',
      '--url',
      'y',
    ]);
    expect(wrong.code).toBe(1);
    for (const flag of ['--languages', '--accent', '--from', '--url']) expect(wrong.err).toContain(flag);
  });
});

describe('hebdo demo', () => {
  it('sends the newest issue without errors, not an empty draft', async () => {
    const folder = await emptyFolder();
    await hebdo(folder, ['init']);
    await hebdo(folder, ['new']);
    const { code, out } = await hebdo(folder, ['demo', '--once']);
    expect([code, out]).toEqual([0, expect.stringContaining('of this demo')]);
  });
});

describe('hebdo new', () => {
  it('makes the next week’s draft, once', async () => {
    const folder = await emptyFolder();
    await hebdo(folder, ['init']);
    // What runs this hebdo there: it is neither installed in the folder nor on the PATH.
    expect((await hebdo(folder, ['new'])).out).toMatch(/is ready to fill\. `node \S+bin\/hebdo\.js preview \S+W\d+`/);
    expect((await readdir(join(folder, 'issues'))).filter(name => name.endsWith('.yaml'))).toHaveLength(2);
    expect((await hebdo(folder, ['new', '2030-W01'])).code).toBe(0);
    const again = await hebdo(folder, ['new', '2030-W01']);
    expect([again.code, again.err.includes('exists already')]).toEqual([1, true]);
    expect((await hebdo(folder, ['new', '2030-W99'])).err).toContain('no ISO week');
  });
});
