// The ledger in PostgreSQL beside the one in SQLite, at the same settings. `npm run bench:stores`. The PostgreSQL is one of
// the tests' own, as it is installed; the server that takes the messages is a process of its own.
import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { smtpTransport } from '../src/delivery/smtp/smtp-transport.ts';
import { issueSlots as slots } from '../src/email/slots.ts';
import { messageMaker } from '../src/message/message.ts';
import { loadPublication } from '../src/publication/load.ts';
import { startPostgres } from '../tests/helpers/postgres.ts';
import { sendWithLedger } from './ledger.ts';

const runs = Number(process.argv[2] ?? 3);
const [count, connections, port] = [5_000, 10, 2_534];
const { value: publication } = await loadPublication(fileURLToPath(new URL('../', import.meta.url)));
if (publication === undefined) throw new Error('the sample is broken');
const words = 'Des mots, encore des mots, et de quoi lire pendant un moment. ';
const email = {
  week: '2026-W48',
  language: 'fr',
  subject: 'Le numéro de la semaine',
  text: `${words.repeat(150)}\n${slots.unsubscribe_url}`,
  html: `<p>${words.repeat(760)}</p><a href="${slots.unsubscribe_url}">x</a>`,
  images: [],
};
const make = messageMaker(email, { publication, secret: 'a secret of the bench, long enough to be one' });
const module = new URL('./sink.ts', import.meta.url).href;
const code = `(await import(${JSON.stringify(module)})).sink(${port})`;
const server = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: 'inherit' });
const postgres = await startPostgres();
await sleep(1_000);
const transport = smtpTransport({ host: '127.0.0.1', port, tls: 'never' });

type Cost = { wal: number; transactions: number; updates: number };
const costs: Cost[] = [];
async function onPostgres(): Promise<number> {
  const url = await postgres.fresh();
  const client = new Client({ connectionString: url });
  await client.connect();
  const look = async () =>
    (
      await client.query<{ wal: string; transactions: string; updates: string }>(
        `select pg_current_wal_lsn() - '0/0' as wal, xact_commit as transactions, tup_updated as updates
         from pg_stat_database where datname = current_database()`,
      )
    ).rows[0];
  const seconds = await sendWithLedger(
    transport,
    async (who, date) => {
      if (who.id === 1) before = await look();
      return make(who, date);
    },
    { count, connections, url },
  );
  await sleep(1_500);
  const after = await look();
  await client.end();
  const per = (name: keyof Cost): number => (Number(after?.[name]) - Number(before?.[name])) / count;
  costs.push({ wal: per('wal'), transactions: per('transactions'), updates: per('updates') });
  return seconds;
}
let before: Awaited<ReturnType<() => Promise<{ wal: string; transactions: string; updates: string } | undefined>>>;

const ways = {
  'SQLite, survives the process': () => sendWithLedger(transport, make, { count, connections }),
  'SQLite, survives a power cut': () => sendWithLedger(transport, make, { count, connections, durability: 'power' }),
  'PostgreSQL, survives a power cut': onPostgres,
};
const rates = new Map<string, number[]>();
for (let run = 0; run < runs; run++)
  for (const [name, send] of Object.entries(ways))
    rates.set(name, [...(rates.get(name) ?? []), count / (await send())]);
const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const reference = median(rates.get('SQLite, survives a power cut') ?? []);
console.log(
  `${count} messages of ${Buffer.byteLength(email.html)} bytes of HTML, ${connections} connections, medians of ${runs}\n`,
);
console.log('| ledger | messages/s | of SQLite, survives a power cut |\n|---|---|---|');
for (const [name, values] of rates)
  console.log(`| ${name} | ${Math.round(median(values))} | ${(median(values) / reference).toFixed(2)} |`);
const cost = (name: keyof Cost): string => median(costs.map(one => one[name])).toFixed(name === 'wal' ? 0 : 2);
console.log(
  `\nA delivery in PostgreSQL: ${cost('wal')} bytes of WAL, ${cost('updates')} row updates, ${cost('transactions')} transactions`,
);
await postgres.stop();
server.kill();
process.exit(0);
