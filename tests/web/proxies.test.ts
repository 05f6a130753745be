import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { BlockList } from 'node:net';
import { join } from 'node:path';
import { Hono } from 'hono';
import { describe, expect, it, onTestFinished } from 'vitest';
import { serveWeb } from '../../src/web/server.ts';
import { freePort } from '../helpers/free-port.ts';
import { emptyFolder, root } from '../helpers/newsletter.ts';
import { pages } from '../helpers/site.ts';

const isInstalled = (program: string, flag: string): boolean => spawnSync(program, [flag]).status === 0;

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

/** The pages, and what the proxy said of the client in each request. */
async function served() {
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
  return { ...site, forwarded, web: `127.0.0.1:${web.port}` };
}

/** The configuration of a proxy in docs/hosting.md. */
async function configured(proxy: 'nginx' | 'caddyfile'): Promise<string> {
  const docs = await readFile(join(root, 'docs/hosting.md'), 'utf8');
  return new RegExp(`\`\`\`${proxy}\n([^\`]+)\`\`\``).exec(docs)?.[1] ?? '';
}

/** Starts a proxy, and waits until the pages answer through it. */
async function startProxy(program: string, args: readonly string[], port: number, env = process.env): Promise<void> {
  const proxy = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'], env });
  let errors = '';
  proxy.stderr.on('data', chunk => {
    errors += chunk;
  });
  onTestFinished(() => void proxy.kill());
  for (let tries = 0; tries < 200; tries++) {
    const answered = await ask(port, '/health').catch(() => undefined);
    if (answered?.status === 200) return;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  throw new Error(`${program} does not answer: ${errors}`);
}

/** The pages behind nginx, as docs/hosting.md configures it; other ports, another certificate. */
async function behindNginx() {
  const site = await served();
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
  const config = (await configured('nginx'))
    .replace('/var/cache/nginx/newsletter', join(folder, 'cache'))
    .replace('listen 80;', `listen 127.0.0.1:${plainPort};`)
    .replace('listen 443 ssl;', `listen 127.0.0.1:${port} ssl;`)
    .replace(/ssl_certificate .*;/, `ssl_certificate ${certificate};`)
    .replace(/ssl_certificate_key .*;/, `ssl_certificate_key ${key};`)
    .replaceAll('127.0.0.1:8080', site.web);
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
  await startProxy('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf')], port);
  return { ...site, port, plainPort };
}

/** The pages behind Caddy, as docs/hosting.md configures it; other ports, and an authority of its own. */
async function behindCaddy() {
  const site = await served();
  const folder = await emptyFolder();
  const [port, plainPort] = [await freePort(), await freePort()];
  const options = `{
  admin off
  local_certs
  skip_install_trust
  http_port ${plainPort}
  https_port ${port}
  default_bind 127.0.0.1
}
`;
  const file = join(folder, 'Caddyfile');
  await writeFile(file, options + (await configured('caddyfile')).replaceAll('127.0.0.1:8080', site.web));
  const env = { ...process.env, HOME: folder, XDG_DATA_HOME: join(folder, 'data'), XDG_CONFIG_HOME: folder };
  await startProxy('caddy', ['run', '--config', file, '--adapter', 'caddyfile'], port, env);
  return { ...site, port, plainPort };
}

const oneClick = 'List-Unsubscribe=One-Click';
const ofForm = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': oneClick.length };

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

    const left = await ask(port, links.unsubscribe_url, { method: 'POST', body: oneClick, headers: ofForm });
    expect([left.status, left.body]).toEqual([200, 'ok']);
    expect((await zoe())?.status).toBe('unsubscribed');

    const plain = await fetch(`http://127.0.0.1:${plainPort}/x`, { redirect: 'manual' });
    expect([plain.status, plain.headers.get('location')]).toEqual([301, 'https://127.0.0.1/x']);
  }, 30_000);
});

describe('Caddy, as docs/hosting.md configures it', () => {
  it('passes pages and the one-click POST on, and says whom it speaks for', async ({ skip }) => {
    skip(!isInstalled('caddy', 'version'), 'Caddy is not installed (apt-get install caddy)');
    const { port, plainPort, links, zoe, forwarded } = await behindCaddy();
    const page = await ask(port, '/', { headers: { 'x-forwarded-for': '203.0.113.9' } });
    expect(page.status).toBe(200);
    expect(forwarded.at(-1)).toBe('127.0.0.1');

    const left = await ask(port, links.unsubscribe_url, { method: 'POST', body: oneClick, headers: ofForm });
    expect([left.status, left.body]).toEqual([200, 'ok']);
    expect((await zoe())?.status).toBe('unsubscribed');

    const large = 'x'.repeat(3_000_000);
    const tooLarge = await ask(port, '/subscribe', {
      method: 'POST',
      body: large,
      headers: { 'content-length': large.length },
    });
    // 413, or 502 from Caddy before 2.7.
    expect([413, 502]).toContain(tooLarge.status);

    const plain = await fetch(`http://127.0.0.1:${plainPort}/x`, {
      redirect: 'manual',
      headers: { host: 'news.example.com' },
    });
    expect(plain.status).toBe(308);
  }, 30_000);
});
