import { spawn } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { hebdo, start } from '../helpers/hebdo.ts';
import { root } from '../helpers/newsletter.ts';

describe('npm start', () => {
  it('sends the sample to everyone, prints the table, and ends with --once', async () => {
    const { code, out, err } = await hebdo(root, ['demo', '--once']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('21 sample subscribers imported.');
    expect(out).toMatch(/language +due +sent +failed +other +messages\/s/);
    expect(out).toMatch(/fr +13 +13 +0 +0 +\d/);
    expect(out).toMatch(/en +8 +8 +0 +0 +\d/);
  });

  it('serves the inbox where no terminal looks, until it is ended', async () => {
    const { child, ended } = start(root, ['demo', '--port', '4550']);
    let out = '';
    child.stdout.on('data', chunk => {
      out += chunk;
    });
    await expect.poll(() => out, { timeout: 15_000 }).toContain('The inbox: ');
    const url = /http:\/\/localhost:\d+/.exec(out)?.[0] ?? '';
    expect(await (await fetch(`${url}/messages`)).json()).toHaveLength(21);
    child.kill('SIGTERM');
    expect((await ended).code).toBe(0);
  });

  it('is what npm runs', async () => {
    const child = spawn('npm', ['start', '--silent', '--', '--once'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let out = '';
    child.stdout.on('data', chunk => {
      out += chunk;
    });
    expect(await new Promise(resolve => child.on('close', resolve))).toBe(0);
    expect(out).toMatch(/all +21 +21 +0 +0/);
  });

  const script = process.platform === 'linux';
  it.runIf(script)('on a terminal shows a progress bar and serves the inbox until Ctrl-C', async () => {
    // A shell that stays between (dash does, without `exec`) would end with its own 130 at Ctrl-C.
    const demo = `exec ${process.execPath} bin/hebdo.js demo --port 4500`;
    const child = spawn('script', ['-qfec', demo, '/dev/null'], {
      cwd: root,
      env: { ...process.env, CI: undefined, TERM: 'xterm', SHELL: '/bin/sh' },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    let out = '';
    child.stdout.on('data', chunk => {
      out += chunk;
    });
    const ended = new Promise(resolve => child.on('close', resolve));
    await expect.poll(() => out, { timeout: 15_000 }).toContain('The inbox: ');
    expect(out).toContain('21/21 messages');
    const url = /http:\/\/localhost:\d+/.exec(out)?.[0] ?? '';
    expect(await (await fetch(`${url}/messages`)).json()).toHaveLength(21);
    child.stdin.write('\u0003');
    expect(await ended).toBe(0);
  });

  it('takes the next free port when its own is taken', async () => {
    const { createServer } = await import('node:http');
    const taken = createServer().listen(4_600, '127.0.0.1');
    const { serveLocally, localApp } = await import('../../src/preview/local-server.ts');
    const server = await serveLocally(localApp(), 4_600);
    expect(server.url).toBe('http://localhost:4601');
    await server.close();
    taken.close();
  });
});

describe('a plain file system', () => {
  it('is left as it was by the demo', async () => {
    const { readdir } = await import('node:fs/promises');
    const before = await readdir(root);
    await start(root, ['demo', '--once']).ended;
    expect(await readdir(root)).toEqual(before);
  });
});
