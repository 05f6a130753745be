// How fast messages go out, beside Postfix's smtp-source (the limit) and nodemailer's pool (what one would write).
// `npm run bench:sending`. With Postfix (apt-get install postfix) its smtp-sink receives; without, a sink of our own,
// and the limit is left out.
import { spawn, spawnSync } from 'node:child_process';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createTransport } from 'nodemailer';
import { smtpTransport } from '../src/delivery/smtp/smtp-transport.ts';
import type { Email } from '../src/email/email.ts';
import { issueSlots as slots } from '../src/email/slots.ts';
import { type ReaderField, withFieldSlots } from '../src/issue/reader-fields.ts';
import { type DkimKey, dkimKey, dkimSigner, newDkimKey } from '../src/message/dkim.ts';
import { type MessageMaker, messageMaker } from '../src/message/message.ts';
import { loadPublication } from '../src/publication/load.ts';
import type { Durability } from '../src/store/database/sqlite.ts';
import { sendWithLedger } from './ledger.ts';
import { sink as ownSink } from './sink.ts';

const connections = 10;
const runs = Number(process.argv[2] ?? 5);
/** `npm run bench:sending -- 5 hebdo 'hebdo, ledger'` takes only these. */
const wanted = process.argv.slice(3);
const count = 10_000;
const port = 2_526;

const { value: publication } = await loadPublication(fileURLToPath(new URL('../', import.meta.url)));
if (publication === undefined) throw new Error('the sample is broken');
const words = 'Des mots, encore des mots, et de quoi lire pendant un moment. ';
const email: Email = {
  week: '2026-W48',
  language: 'fr',
  subject: 'Le numéro de la semaine',
  text: `${words.repeat(150)}\n${slots.unsubscribe_url}\n${slots.preferences_url}`,
  html: `<p>${words.repeat(833)}</p><a href="${slots.unsubscribe_url}">x</a><a href="${slots.preferences_url}">y</a><a href="${slots.language_url}">z</a>${slots.address}`,
  images: [],
};
/** The same with the reader's name in subject, text and HTML. */
const fields: ReaderField[] = [];
const greeting = withFieldSlots('Bonjour {name|chère lectrice, cher lecteur} ! ', fields, {
  typeset: text => text,
  formOf: () => ({ language: 'fr', kind: 'text' }),
});
const withName: Email = {
  ...email,
  personal: { fields, subject: greeting + email.subject },
  text: greeting + email.text,
  html: `<p>${greeting}</p>${email.html}<p>${greeting}</p>`,
};
const secret = 'a secret of the bench, long enough to be one';
const key: DkimKey = { domain: 'news.example.com', selector: 'x', key: dkimKey(newDkimKey('rsa').pem) };
const plain = messageMaker(email, { publication, secret });
const named = messageMaker(withName, { publication, secret });
const signedMaker = messageMaker(email, { publication, secret, signer: dkimSigner([key]) });
const transport = smtpTransport({ host: '127.0.0.1', port, tls: 'never' });
const size = (await plain({ id: 1, address: 'a@example.com' }, new Date())).raw.length;

/** As a run sends, the next envelope with the dot, but without any ledger. */
async function bare(make: MessageMaker, name?: string): Promise<void> {
  let last = 0;
  const take = async () => {
    const id = ++last;
    return id <= count ? make({ id, address: `r${id}@example.com`, name }, new Date()) : undefined;
  };
  const work = async (): Promise<void> => {
    const session = await transport.open();
    for (let message = await take(); message !== undefined; ) {
      let next: typeof message | undefined;
      const outcome = await session.send(message, async () => {
        next = await take();
        return next ?? true;
      });
      if (outcome.kind !== 'accepted') throw new Error(JSON.stringify(outcome));
      message = next;
    }
    session.close();
  };
  await Promise.all(Array.from({ length: connections }, work));
}

const withLedger = (make: MessageMaker, durability?: Durability): Promise<number> =>
  sendWithLedger(transport, make, { count, connections, durability });

async function naive(dkim: boolean): Promise<void> {
  const pool = createTransport({
    pool: true,
    host: '127.0.0.1',
    port,
    ignoreTLS: true,
    maxConnections: connections,
    maxMessages: Number.POSITIVE_INFINITY,
    ...(dkim
      ? {
          dkim: {
            domainName: key.domain,
            keySelector: key.selector,
            privateKey: String(key.key.export({ type: 'pkcs8', format: 'pem' })),
          },
        }
      : {}),
  });
  const fewer = count / 10;
  await Promise.all(
    Array.from({ length: fewer }, (_, i) =>
      pool.sendMail({
        from: 'hello@news.example.com',
        to: `r${i}@example.com`,
        subject: email.subject,
        text: email.text,
        html: email.html,
        headers: { 'List-Unsubscribe': '<https://news.example.com/x>' },
      }),
    ),
  );
  pool.close();
}

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1_000;
};

const hasPostfix = spawnSync('which', ['smtp-sink']).status === 0;
const sink = hasPostfix
  ? spawn('smtp-sink', [...(process.getuid?.() === 0 ? ['-u', 'nobody'] : []), `127.0.0.1:${port}`, '1000'], {
      stdio: 'ignore',
    })
  : ownSink(port);
await ready();

const senders: Record<string, () => Promise<number>> = {
  ...(hasPostfix
    ? {
        'smtp-source': async () =>
          count /
          (await timed(
            () =>
              new Promise((resolve, reject) =>
                spawn(
                  'smtp-source',
                  [
                    '-s',
                    String(connections),
                    '-l',
                    String(size),
                    '-m',
                    String(count),
                    '-f',
                    'a@example.com',
                    '-t',
                    'b@example.com',
                    `127.0.0.1:${port}`,
                  ],
                  { stdio: 'ignore' },
                ).on('exit', code => (code === 0 ? resolve(0) : reject(new Error(`smtp-source ended with ${code}`)))),
              ),
          )),
      }
    : {}),
  hebdo: async () => count / (await timed(() => bare(plain))),
  'hebdo, names': async () => count / (await timed(() => bare(named, 'Élodie Martin'))),
  'hebdo, ledger': async () => count / (await withLedger(plain)),
  'hebdo, ledger that survives a power cut': async () => count / (await withLedger(plain, 'power')),
  'hebdo, DKIM': async () => count / (await timed(() => bare(signedMaker))),
  'hebdo, DKIM, ledger': async () => count / (await withLedger(signedMaker)),
  'nodemailer pool': async () => count / 10 / (await timed(() => naive(false))),
  'nodemailer pool, DKIM': async () => count / 10 / (await timed(() => naive(true))),
};

for (const name of Object.keys(senders)) if (wanted.length > 0 && !wanted.includes(name)) delete senders[name];
const rates = new Map(Object.keys(senders).map(name => [name, [] as number[]]));
for (const send of Object.values(senders)) await send();
// Taken in turns, so that a slow moment of the machine meets all alike.
for (let run = 0; run < runs; run++)
  for (const [name, send] of Object.entries(senders)) rates.get(name)?.push(await send());
if ('kill' in sink) sink.kill();
else sink.close();

const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const figures = new Map([...rates].map(([name, values]) => [name, median(values)]));
const of = (name: string, other: string): string => {
  const [a, b] = [figures.get(name), figures.get(other)];
  return a === undefined || b === undefined ? '' : (a / b).toFixed(2);
};
console.log(`${size} bytes a message, ${connections} connections, ${count} messages, medians of ${runs}\n`);
console.log(
  '| sender | messages/s | of smtp-source | of nodemailer | of the same without ledger or names |\n|---|---|---|---|---|',
);
for (const [name, rate] of figures) {
  const rival = name.includes('DKIM') ? 'nodemailer pool, DKIM' : 'nodemailer pool';
  console.log(
    `| ${name} | ${rate.toFixed(0)} | ${of(name, 'smtp-source')} | ${of(name, rival)} | ${/, (?:ledger|names)/.test(name) ? of(name, name.replace(/, (?:ledger|names).*/, '')) : ''} |`,
  );
}
process.exit(0);

async function ready(): Promise<void> {
  for (let i = 0; i < 50; i++) {
    const up = await new Promise(resolve => {
      const socket = connect(port, '127.0.0.1', () => resolve(true));
      socket.on('error', () => resolve(false));
      socket.on('connect', () => socket.destroy());
    });
    if (up) return;
    await sleep(100);
  }
  throw new Error('the sink does not listen');
}
