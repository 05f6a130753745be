// Two workers against one, over one PostgreSQL, with a server that answers 20 ms late, so that the cores are no limit.
// `npm run bench:workers`. Counted from the first message that arrives to the last.
import { type ChildProcess, spawn } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openStore } from '../src/store/store.ts';
import { startPostgres } from '../tests/helpers/postgres.ts';
import { sink } from './sink.ts';

const runs = Number(process.argv[2] ?? 3);
const [count, connections, late] = [3_000, 5, 20];
const [near, far] = [2_535, 2_536];
const week = '2026-W48';
const root = fileURLToPath(new URL('../', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'hebdo-bench-'));
for (const path of ['hebdo.yaml', 'issues']) await cp(join(root, path), join(folder, path), { recursive: true });

let arrived: number[] = [];
const server = sink(near, () => arrived.push(performance.now()));
const slow = createServer(client => {
  const upstream = connect(near, '127.0.0.1');
  for (const socket of [client, upstream]) socket.setNoDelay(true);
  client.on('data', chunk => upstream.write(chunk)).on('error', () => upstream.destroy());
  upstream.on('data', chunk => setTimeout(() => client.write(chunk), late)).on('error', () => client.destroy());
  client.on('end', () => upstream.end());
  upstream.on('end', () => client.end());
}).listen(far, '127.0.0.1');

const postgres = await startPostgres();

async function rateOf(workers: number): Promise<number> {
  const url = await postgres.fresh();
  // The markers of the run before are of another database.
  await rm(join(folder, '.hebdo'), { recursive: true, force: true });
  const store = await openStore(url);
  async function* people() {
    for (let i = 0; i < count; i++) yield { address: `r${i}@example.com`, language: i % 2 === 0 ? 'fr' : 'en' };
  }
  await store.subscribers.upsert(people(), new Date(), () => undefined);
  const env = {
    ...process.env,
    HEBDO_DATABASE_URL: url,
    HEBDO_SECRET: 'a secret of the bench, long enough to be one',
    HEBDO_SMTP_URL: `smtp://127.0.0.1:${far}`,
  };
  const hebdo = (...args: string[]): ChildProcess =>
    spawn(process.execPath, [join(root, 'bin/hebdo.js'), ...args], {
      cwd: folder,
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  arrived = [];
  const watcher = hebdo('send', week, '--yes', '--hand-out');
  while (!(await store.chunks.weeks()).includes(week)) await sleep(50);
  const all = Array.from({ length: workers }, () => hebdo('worker', '--connections', String(connections)));
  await new Promise(resolve => watcher.on('close', resolve));
  for (const one of all) one.kill('SIGTERM');
  await Promise.all(all.map(one => new Promise(resolve => one.on('close', resolve))));
  await store.close();
  // While all are at it: the first and the last chunks are not everyone's.
  const [from, to] = [Math.floor(count * 0.2), Math.floor(count * 0.8)];
  return ((to - from) * 1_000) / ((arrived[to] ?? 0) - (arrived[from] ?? 0));
}

const rates = new Map<number, number[]>();
for (let run = 0; run < runs; run++)
  for (const workers of [1, 2]) rates.set(workers, [...(rates.get(workers) ?? []), await rateOf(workers)]);
const median = (values: readonly number[] = []): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
console.log(
  `${count} messages, ${connections} connections a worker, a server that answers ${late} ms late, medians of ${runs}\n`,
);
console.log('| workers | messages/s | of one |\n|---|---|---|');
for (const [workers, values] of rates)
  console.log(`| ${workers} | ${median(values).toFixed(0)} | ${(median(values) / median(rates.get(1))).toFixed(2)} |`);
await postgres.stop();
server.close();
slow.close();
await rm(folder, { recursive: true, force: true });
process.exit(0);
