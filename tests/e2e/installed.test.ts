import { execFile, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { dnsServer } from '../helpers/dns.ts';
import { hebdo, secret } from '../helpers/hebdo.ts';
import { edit, root, writeStarter } from '../helpers/newsletter.ts';
import { installed, type Packed, packHebdo } from '../helpers/package.ts';
import { smtpSink } from '../helpers/smtp.ts';

let packed: Packed;
beforeAll(async () => {
  packed = await packHebdo();
}, 120_000);
afterAll(() => packed.remove());

/** The form in which browsers save a page. */
const savedPage = `<!doctype html><html lang="fr"><head><title>Les puces chauffent</title></head><body><article><h1>Les puces chauffent</h1>
<p>${'Un centre de données consomme autant que la ville voisine, dit le rapport. '.repeat(8)}</p></article></body></html>`;

describe('every command', () => {
  it('works from the package in an empty project', async () => {
    const { folder, env, run, serve } = await installed(packed);
    const news = join(folder, 'news');
    const { url, taken } = await smtpSink();
    /** Runs a command in the newsletter, which must end with 0. @returns all that it prints */
    const hebdo = async (...args: string[]): Promise<string> => {
      const { code, out, err } = await run(...args, '--cwd', 'news');
      expect([args.join(' '), code, code === 0 ? '' : out + err]).toEqual([args.join(' '), 0, '']);
      return out + err;
    };

    expect((await run('--version')).out).toBe('0.1.0\n');
    expect((await run('completion', 'bash')).out).toContain('suppressions');
    expect((await run('init', 'news', '--name', 'Ma lettre', 'My letter', '--accent', '#0b6e4f')).code).toBe(0);
    const [file = ''] = (await readdir(join(news, 'issues'))).filter(name => name.endsWith('.yaml'));
    const week = file.replace('.yaml', '');
    expect(await hebdo('check')).toContain('no problems');
    expect(await hebdo('demo', '--once')).toMatch(/all +4 +4 +0/);

    // Writing.
    await writeStarter(news);
    expect(await hebdo('check')).toContain('no problems');
    await hebdo('build', week);
    expect((await readdir(join(news, 'dist', week, 'fr'))).sort()).toEqual(
      expect.arrayContaining(['email.eml', 'email.html', 'email.txt', 'index.html']),
    );
    const preview = await serve('preview', week, '--no-open', '--port', '4700', '--cwd', 'news');
    expect((await fetch(preview.url)).status).toBe(200);
    expect(await (await fetch(new URL('/state', preview.url))).text()).toContain('Ma lettre');
    expect(await preview.stop()).toBe(0);
    await hebdo('new', '2030-W01');
    await writeFile(join(news, 'page.html'), savedPage);
    await hebdo('import', join(news, 'page.html'), '2030-W01', '--url', 'https://example.com/puces');
    expect(await readFile(join(news, 'issues/2030-W01.yaml'), 'utf8')).toContain('Les puces chauffent');

    // The list.
    await writeFile(
      join(news, '.env'),
      `HEBDO_SMTP_URL=${url}\nHEBDO_SECRET="${secret}"\nHEBDO_BOUNCE_ADDRESS=bounces@news.example.com\n`,
    );
    expect(await hebdo('subscribers', 'import', join(news, 'samples/subscribers.csv'))).toContain('4 added');
    expect(await hebdo('subscribers', 'list')).toMatch(/en +active +2\n +fr +active +2/);
    await hebdo('subscribers', 'export', join(news, 'list.csv'));
    const addresses = (await readFile(join(news, 'list.csv'), 'utf8')).match(/[\w.+-]+@[\w.-]+/g) ?? [];
    await hebdo('subscribers', 'erase', addresses[0] ?? '', '--yes');
    await hebdo('suppressions', 'add', addresses[1] ?? '');
    expect(await hebdo('suppressions', 'list')).toContain(addresses[1]);

    // Sending.
    const mail = join(root, 'tests/bounces/corpus/hard-511-gmail.eml');
    expect(await hebdo('bounces', mail)).toContain('  hard     5.1.1  zoe@reader.example');
    expect(await hebdo('dkim', 'new', 'news.example.com')).toContain('v=DKIM1');
    const dns = await dnsServer({
      'news.example.com TXT': ['v=spf1 ip4:203.0.113.0/24 -all'],
      'smtp.relay.example A': ['203.0.113.5'],
    });
    env.HEBDO_SMTP_URL = 'smtp://user:password@smtp.relay.example';
    expect((await run('doctor', '--dns', dns, '--cwd', 'news')).out).toContain(
      'includes smtp.relay.example (203.0.113.5)',
    );
    env.HEBDO_SMTP_URL = url;
    expect(await hebdo('approve', week, '--name', 'Zoé')).toContain('Zoé');
    expect(await hebdo('send', week, '--dry-run')).toMatch(/fr +\d+ +2\n +en +\d+ +1\n +1 address suppressed/);
    await hebdo('send', week, '--to', 'me@example.com');
    expect(taken.map(({ to }) => to)).toEqual(['me@example.com', 'me@example.com']);
    const metrics: string[] = [];
    const collector = createServer((request, response) => {
      metrics.push(request.url ?? '');
      response.end('{}');
    }).listen(0, '127.0.0.1');
    onTestFinished(() => void collector.close());
    await once(collector, 'listening');
    const { port } = collector.address() as AddressInfo;
    env.OTEL_EXPORTER_OTLP_ENDPOINT = `http://127.0.0.1:${port}`;
    await hebdo('send', week, '--yes');
    expect([taken.length, metrics[0]]).toEqual([4, '/v1/metrics']);
    expect(await hebdo('send', '--due')).toContain('No issue is due.');
    expect(await hebdo('status', week)).toContain('accepted');
    expect(await hebdo('report', week)).toMatch(/fr +1/);
    for (const command of ['schedule', 'worker']) expect(await hebdo(command, '--help')).toContain(`hebdo ${command}`);

    // For subscribers, and the store.
    const pages = await serve('serve', '--port', '0', '--cwd', 'news');
    expect((await fetch(new URL('/health', pages.url))).status).toBe(200);
    expect(await pages.stop()).toBe(0);
    await hebdo('store', 'backup', join(news, 'backup.db'));
    expect((await stat(join(news, 'backup.db'))).size).toBeGreaterThan(1_000);
  }, 120_000);
});

describe('every rule of check', () => {
  it('finds from the package what it finds in a checkout', async () => {
    const { folder, run } = await installed(packed);
    const planted = join(root, 'tests/issue/planted');
    await cp(planted, join(folder, 'planted'), { recursive: true });
    await edit(join(folder, 'planted'), 'hebdo.yaml', 'rules: { ', 'rules: { spelling: warning, ');
    const rulesOf = ({ out }: { out: string }): string[] =>
      z
        .object({ problems: z.array(z.object({ rule: z.string() })) })
        .parse(JSON.parse(out.slice(out.indexOf('{\n'))))
        .problems.map(({ rule }) => rule)
        .sort();
    const [found = [], here = []] = (
      await Promise.all([
        run('check', '--cwd', 'planted', '--format', 'json'),
        hebdo(join(folder, 'planted'), ['check', '--format', 'json']),
      ])
    ).map(rulesOf);
    expect(found).toEqual(here);
    expect(found).toContain('spelling');
    expect(new Set(found).size).toBeGreaterThan(25);
  }, 60_000);
});

describe('hebdo as a library', { timeout: 120_000 }, () => {
  const examples = join(root, 'docs/examples');

  it('is documented by the examples that are run here', async () => {
    const page = await readFile(join(root, 'docs/api.md'), 'utf8');
    for (const name of await readdir(examples))
      expect(page).toContain(`\`\`\`ts\n${await readFile(join(examples, name), 'utf8')}\`\`\``);
  });

  it('checks, plans, builds, sends and counts in a project of its own, under tsc --strict', async () => {
    const { folder, run } = await installed(packed);
    expect((await run('init', 'news')).code).toBe(0);
    await writeStarter(join(folder, 'news'));
    const names = await readdir(examples);
    await mkdir(join(folder, 'examples'));
    for (const name of names)
      await writeFile(join(folder, 'examples', name), await readFile(join(examples, name), 'utf8'));
    await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
    const tsconfig = {
      compilerOptions: {
        strict: true,
        noEmit: true,
        target: 'es2024',
        module: 'nodenext',
        types: ['node'],
        skipLibCheck: false,
        exactOptionalPropertyTypes: true,
      },
      include: ['examples'],
    };
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig));
    const tsc = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder], {
      encoding: 'utf8',
    });
    expect([tsc.status, tsc.stdout]).toEqual([0, '']);

    const { url, taken } = await smtpSink();
    await writeFile(join(folder, 'news/.env'), `HEBDO_SMTP_URL=${url}\nHEBDO_SECRET="${secret}"\n`);
    expect((await run('subscribers', 'import', 'news/samples/subscribers.csv', '--cwd', 'news')).code).toBe(0);
    const [file = ''] = (await readdir(join(folder, 'news/issues'))).filter(name => name.endsWith('.yaml'));
    const week = file.replace('.yaml', '');
    // The sink lives in this process: an example must not block it.
    const example = (name: string) => outputOf(join(folder, 'examples', name), folder, ['news', week]);
    expect(await example('check.ts')).toContain('0 problems');
    expect(await example('plan.ts')).toMatch(/^fr: \d due\nen: \d due\nat /);
    expect(await example('build.ts')).toContain(`files in dist/${week}/`);
    expect(await example('statistics.ts')).toContain('has not begun');
    expect(await example('send.ts')).toMatch(/accepted\n.*: done after/s);
    expect(taken).toHaveLength(4);
    expect(await example('send.ts')).toContain('done');
    expect(taken).toHaveLength(4);
    expect(await example('statistics.ts')).toMatch(/fr: \d sent, 0 unsubscribed/);
  });

  it('says which files keep a newsletter from being opened', async () => {
    const { folder } = await installed(packed);
    await writeFile(join(folder, 'hebdo.yaml'), 'name: [');
    await writeFile(
      join(folder, 'open.mjs'),
      "import { NewsletterError, openNewsletter } from 'hebdo';\n" +
        "await openNewsletter('.').catch(e => console.log(e instanceof NewsletterError, e.problems[0].file));",
    );
    expect(await outputOf(join(folder, 'open.mjs'), folder, [])).toBe('true hebdo.yaml\n');
  });
});

/** What a script prints. */
async function outputOf(script: string, cwd: string, args: readonly string[]): Promise<string> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('HEBDO_')));
  const { stdout } = await promisify(execFile)(process.execPath, [script, ...args], { cwd, env });
  return stdout;
}
