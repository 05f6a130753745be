import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { BlockList, createServer } from 'node:net';
import { join } from 'node:path';
import { Hono } from 'hono';
import { describe, expect, it, onTestFinished } from 'vitest';
import { serveWeb } from '../../src/web/server.ts';
import { emptyFolder, root } from '../helpers/newsletter.ts';
import { pages } from '../helpers/site.ts';

const isInstalled = (program: string, flag: string): boolean => spawnSync(program, [flag]).status === 0;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise(resolve => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

type Answer = { status: number; headers: Record<string, unknown>; body: string };

/** Asks a server on this machine by the name of the newsletter's site, with a certificate that no authority signed. */
const ask = (port: number, path: string, options: { method?: string; body?: string; headers?: object } = {}) =>
  new Promise<Answer>((resolve, reject) => {
    const { method = 'GET', body, headers } = options;
    const asked = request(
      {
        host: '127.0.0.1',
        port,
        path,
        method,
        servername: 'news.example.com',
        rejectUnauthorized: false,
        headers: { host: 'news.example.com', ...headers },
      },
      response => {
        let text = '';
        response.setEncoding('utf8').on('data', chunk => {
          text += chunk;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
      },
    );
    asked.on('error', reject).end(body);
  });

/** The pages behind nginx, as docs/hosting.md configures it; other ports, another certificate. */
async function behindNginx() {
  let versions = 0;
  const proxies = new BlockList();
  proxies.addAddress('127.0.0.1');
  const site = await pages({
    proxies,
    archive: {
      past: () => Promise.resolve([]),
      page: () => Promise.resolve(`<p>version ${++versions}</p>`),
      image: () => Promise.resolve(undefined),
    },
  });
  const forwarded: (string | undefined)[] = [];
  const app = new Hono();
  app.use((c, next) => {
    forwarded.push(c.req.header('x-forwarded-for'));
    return next();
  });
  app.route('/', site.app);
  const web = await serveWeb(app, { host: '127.0.0.1', port: 0 });
  onTestFinished(() => web.close());

  const folder = await emptyFolder();
  const [port, plainPort] = [await freePort(), await freePort()];
  await mkdir(join(folder, 'cache'));
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  const ofCertificate = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1'];
  execFileSync(
    'openssl',
    ['req', ...ofCertificate, '-subj', '/CN=news.example.com', '-keyout', key, '-out', certificate],
    { stdio: 'ignore' },
  );
  const docs = await readFile(join(root, 'docs/hosting.md'), 'utf8');
  const config = (/```nginx\n([^`]+)```/.exec(docs)?.[1] ?? '')
    .replace('/var/cache/nginx/newsletter', join(folder, 'cache'))
    .replace('listen 80;', `listen 127.0.0.1:${plainPort};`)
    .replace('listen 443 ssl;', `listen 127.0.0.1:${port} ssl;`)
    .replace(/ssl_certificate .*;/, `ssl_certificate ${certificate};`)
    .replace(/ssl_certificate_key .*;/, `ssl_certificate_key ${key};`)
    .replaceAll('127.0.0.1:8080', `127.0.0.1:${web.port}`);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    kind => `${kind}_temp_path ${join(folder, kind)};`,
  );
  await writeFile(
    join(folder, 'nginx.conf'),
    `daemon off; master_process off; pid ${join(folder, 'pid')}; error_log stderr;
events {}
http { ${temporary.join(' ')}
${config}}
`,
  );
  const nginx = spawn('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let errors = '';
  nginx.stderr.on('data', chunk => {
    errors += chunk;
  });
  onTestFinished(() => void nginx.kill());
  for (let tries = 0; tries < 100; tries++) {
    const answered = await ask(port, '/health').catch(() => undefined);
    if (answered?.status === 200) return { ...site, port, plainPort, forwarded };
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  throw new Error(`nginx does not answer: ${errors}`);
}

const canRun = isInstalled('nginx', '-v') && isInstalled('openssl', 'version');

describe('nginx, as docs/hosting.md configures it', () => {
  it('passes pages and the one-click POST on, keeps web versions, and says whom it speaks for', async ({ skip }) => {
    skip(!canRun, 'nginx and openssl are not installed (apt-get install nginx-light openssl)');
    const { port, plainPort, links, zoe, forwarded } = await behindNginx();
    const page = await ask(port, '/', { headers: { 'x-forwarded-for': '203.0.113.9' } });
    expect([page.status, page.headers['strict-transport-security']]).toEqual([200, 'max-age=31536000']);
    expect(forwarded.at(-1)).toBe('127.0.0.1');

    const first = await ask(port, '/2026-W48/fr/');
    const second = await ask(port, '/2026-W48/fr/');
    expect([first.headers['x-cache'], second.headers['x-cache']]).toEqual(['MISS', 'HIT']);
    expect(second.body).toBe(first.body);
    expect((await ask(port, '/')).headers['cache-control']).toBe('no-store');

    const body = 'List-Unsubscribe=One-Click';
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': body.length };
    const left = await ask(port, links.unsubscribe_url, { method: 'POST', body, headers });
    expect([left.status, left.body]).toEqual([200, 'ok']);
    expect((await zoe())?.status).toBe('unsubscribed');

    const plain = await fetch(`http://127.0.0.1:${plainPort}/x`, { redirect: 'manual' });
    expect([plain.status, plain.headers.get('location')]).toEqual([301, 'https://127.0.0.1/x']);
  }, 30_000);
});
