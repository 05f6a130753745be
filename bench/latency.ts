// One connection to a server 50 ms away (there and back), beside nodemailer's pool: what round trips cost.
// `npm run bench:latency`. The server is a sink of our own, behind a proxy that holds every byte back for 25 ms.
import { connect, createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { createTransport } from 'nodemailer';
import { smtpTransport } from '../src/delivery/smtp/smtp-transport.ts';
import { issueSlots as slots } from '../src/email/slots.ts';
import { messageMaker } from '../src/message/message.ts';
import { loadPublication } from '../src/publication/load.ts';
import { sendWithLedger } from './ledger.ts';
import { sink } from './sink.ts';

const runs = Number(process.argv[2] ?? 5);
const count = 40;
const oneWay = 25;
const [near, far] = [2_528, 2_529];

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

const server = sink(near);
const proxy = createServer(client => {
  const upstream = connect(near, '127.0.0.1');
  const later = (from: typeof client, to: typeof client): void => {
    from.on('data', chunk => setTimeout(() => to.write(chunk), oneWay));
    from.on('end', () => setTimeout(() => to.end(), oneWay));
    from.on('error', () => to.destroy());
  };
  for (const socket of [client, upstream]) socket.setNoDelay(true);
  later(client, upstream);
  later(upstream, client);
}).listen(far, '127.0.0.1');

const transport = smtpTransport({ host: '127.0.0.1', port: far, tls: 'never' });
const hebdo = (): Promise<number> => sendWithLedger(transport, make, { count, connections: 1 });

async function nodemailer(): Promise<void> {
  const pool = createTransport({
    pool: true,
    host: '127.0.0.1',
    port: far,
    ignoreTLS: true,
    maxConnections: 1,
    maxMessages: Number.POSITIVE_INFINITY,
  });
  await Promise.all(
    Array.from({ length: count }, (_, i) =>
      pool.sendMail({
        from: 'hello@news.example.com',
        to: `r${i}@example.com`,
        subject: email.subject,
        text: email.text,
        html: email.html,
      }),
    ),
  );
  pool.close();
}

const rates: Record<string, number[]> = { 'hebdo, with its ledger': [], 'nodemailer pool': [] };
for (let run = 0; run < runs; run++)
  for (const [name, send] of [
    ['hebdo, with its ledger', hebdo],
    ['nodemailer pool', nodemailer],
  ] as const) {
    const start = performance.now();
    await send();
    rates[name]?.push((count * 1_000) / (performance.now() - start));
  }
const median = (values: number[] = []): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const theirs = median(rates['nodemailer pool']);
console.log(`one connection, ${2 * oneWay} ms there and back, ${count} messages, medians of ${runs}\n`);
console.log('| sender | messages/s | of nodemailer |\n|---|---|---|');
for (const [name, values] of Object.entries(rates))
  console.log(`| ${name} | ${median(values).toFixed(1)} | ${(median(values) / theirs).toFixed(2)} |`);
proxy.close();
server.close();
process.exit(0);
