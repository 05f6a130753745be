// The ledger in PostgreSQL after a year of issues beside an empty one: both send in turns. `npm run bench:year`.
import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { smtpTransport } from '../src/delivery/smtp/smtp-transport.ts';
import { openStore } from '../src/store/store.ts';
import { message } from '../tests/delivery/smtp/transport-contract.ts';
import { startPostgres } from '../tests/helpers/postgres.ts';
import { sendWithLedger } from './ledger.ts';

const runs = Number(process.argv[2] ?? 5);
const readers = Number(process.argv[3] ?? 100_000);
const [count, connections, port, weeks] = [5_000, 10, 2_535, 52];
const module = new URL('./sink.ts', import.meta.url).href;
const code = `(await import(${JSON.stringify(module)})).sink(${port})`;
const server = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: 'inherit' });
const postgres = await startPostgres();
await sleep(1_000);
const transport = smtpTransport({ host: '127.0.0.1', port, tls: 'never' });

const urls = { empty: await postgres.fresh(), 'after a year': await postgres.fresh() };
await (await openStore(urls['after a year'])).close();
const client = new Client({ connectionString: urls['after a year'] });
await client.connect();
await client.query(
  `insert into deliveries (week, subscriber_id, language, domain, state, is_open, attempts, code, words, updated_at)
   select '2025-W' || lpad(w::text, 2, '0'), 1000000 + i, 'fr', 'example.com', 'accepted', 0, 1, 250, '2.0.0 ok', '2025-01-01T00:00:00.000Z'
   from generate_series(1, $1::int) w, generate_series(1, $2::int) i`,
  [weeks, readers],
);
await client.query(
  `insert into runs (week, content_hash, started_at, finished_at)
   select '2025-W' || lpad(w::text, 2, '0'), 'x', '2025', '2025' from generate_series(1, $1::int) w`,
  [weeks],
);
await client.query('vacuum analyze');
await client.end();

const rates = new Map<string, number[]>();
for (let run = 0; run <= runs; run++)
  for (const [name, url] of Object.entries(urls)) {
    const week = `2026-W${String(run + 10)}`;
    const seconds = await sendWithLedger(transport, async ({ address }) => message(address), {
      count,
      connections,
      url,
      week,
    });
    // The first warms up.
    if (run > 0) rates.set(name, [...(rates.get(name) ?? []), count / seconds]);
  }
const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const reference = median(rates.get('empty') ?? []);
console.log(
  `${weeks} issues to ${readers.toLocaleString('en')} readers; medians of ${runs} runs of ${count} messages\n`,
);
console.log('| ledger | messages/s | of an empty one |\n|---|---|---|');
for (const [name, values] of rates)
  console.log(`| ${name} | ${Math.round(median(values))} | ${(median(values) / reference).toFixed(2)} |`);
await postgres.stop();
server.kill();
process.exit(0);
