// The subscribers' pages under load, beside an empty Hono page, at rest and while an issue is being sent from the same
// database. `npm run bench:web`. Each server is a process of its own; the load comes from this one, over loopback.
import { type ChildProcess, spawn } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';
import { personalLinks } from '../src/message/personal-links.ts';
import { openStore } from '../src/store/store.ts';
import { formToken } from '../src/web/form-token.ts';
import { sink } from './sink.ts';

const seconds = Number(process.argv[2] ?? 4);
const subscribers = 200_000;
const connections = 20;
const week = '2026-W48';
const [emptyPort, sitePort, smtpPort] = [2_531, 2_532, 2_533];
const secret = 'a secret of the bench, long enough to be one';

const root = fileURLToPath(new URL('../', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'hebdo-bench-'));
for (const path of ['hebdo.yaml', 'issues']) await cp(join(root, path), join(folder, path), { recursive: true });
const store = await openStore(`sqlite:${join(folder, 'hebdo.db')}`);
async function* people() {
  for (let i = 0; i < subscribers; i++)
    yield { address: `r${i}@d${i % 50}.example`, language: i % 2 === 0 ? 'fr' : 'en' };
}
await store.subscribers.upsert(people(), new Date(), () => undefined);
await store.close();

const env = {
  ...process.env,
  HEBDO_SECRET: secret,
  HEBDO_SMTP_URL: `smtp://127.0.0.1:${smtpPort}`,
  HEBDO_DATABASE_URL: `sqlite:${join(folder, 'hebdo.db')}`,
  HEBDO_TRUSTED_PROXIES: '127.0.0.1',
};
const children: ChildProcess[] = [];
const run = (...args: string[]): ChildProcess => {
  const child = spawn(process.execPath, args, { cwd: folder, env, stdio: ['ignore', 'ignore', 'inherit'] });
  children.push(child);
  return child;
};
const hebdo = join(root, 'bin/hebdo.js');
const smtp = sink(smtpPort);
run(join(root, 'bench/empty-page.ts'), String(emptyPort));
run(hebdo, 'serve', '--port', String(sitePort));
await sleep(3_000);
// A form is taken two seconds after it was shown.
const token = formToken(secret, new Date(Date.now() - 10_000));

let next = 0;
/** A reader who was not asked before: each leaves once, each signs up once. */
const links = () => personalLinks('', { subscriber: (next++ % subscribers) + 1, week }, secret, new Date());
type Load = {
  name: string;
  port: number;
  make(): { method: 'GET' | 'POST'; path: string; body?: string; headers?: Record<string, string> };
};
const form = { 'content-type': 'application/x-www-form-urlencoded' };
const loads: Load[] = [
  { name: 'empty Hono page', port: emptyPort, make: () => ({ method: 'GET', path: '/' }) },
  { name: 'sign-up page', port: sitePort, make: () => ({ method: 'GET', path: '/' }) },
  { name: 'unsubscribe page', port: sitePort, make: () => ({ method: 'GET', path: links().unsubscribe_url }) },
  { name: 'preferences page', port: sitePort, make: () => ({ method: 'GET', path: links().preferences_url }) },
  {
    name: 'unsubscribe POST',
    port: sitePort,
    make: () => ({ method: 'POST', path: links().unsubscribe_url, body: 'List-Unsubscribe=One-Click', headers: form }),
  },
  {
    name: 'sign-up POST (100 ms at least)',
    port: sitePort,
    make: () => ({
      method: 'POST',
      path: '/subscribe',
      body: new URLSearchParams({ token, address: `new${next++}@new.example`, language: 'fr' }).toString(),
      headers: { ...form, 'x-forwarded-for': `10.${(next >> 16) & 255}.${(next >> 8) & 255}.${next & 255}` },
    }),
  },
];

async function measure({ name, port, make }: Load) {
  // Made beforehand: the load's own work is not to be measured. Nobody leaves twice.
  const made = Array.from({ length: name === 'unsubscribe POST' ? 90_000 : 4_000 }, make);
  let at = 0;
  const result = await autocannon({
    url: `http://127.0.0.1:${port}`,
    connections,
    duration: seconds,
    requests: [
      {
        setupRequest: (request: object) => ({ ...request, ...made[at++ % made.length] }),
      },
    ],
  });
  const { p50, p99 } = result.latency;
  return { rate: result.requests.average, p50, p99, bad: result.non2xx - (result['3xx'] ?? 0) + result.errors };
}

async function round(title: string) {
  console.log(
    `\n${title}\n\n| what | requests/s | of the empty page | p50 ms | p99 ms | failed |\n|---|---|---|---|---|---|`,
  );
  let reference = 1;
  for (const load of loads) {
    const { rate, p50, p99, bad } = await measure(load);
    if (load.port === emptyPort) reference = rate;
    console.log(
      `| ${load.name} | ${Math.round(rate).toLocaleString('en')} | ${(rate / reference).toFixed(2)} | ${p50} | ${p99} | ${bad} |`,
    );
  }
}

try {
  await round(
    `At rest: ${connections} connections, ${seconds} s each, ${subscribers.toLocaleString('en')} subscribers`,
  );
  const sending = run(hebdo, 'send', week, '--yes', '--rate', '500');
  await sleep(4_000);
  await round('While an issue goes out at 500 messages a second from the same database');
  sending.kill('SIGTERM');
} finally {
  for (const child of children) child.kill('SIGTERM');
  smtp.close();
  await sleep(1_000);
  await rm(folder, { recursive: true, force: true });
}
process.exit(0);
