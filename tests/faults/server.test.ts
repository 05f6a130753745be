import type { Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { deliver } from '../../src/delivery/run/run.ts';
import type { RunJob } from '../../src/delivery/run/run-job.ts';
import { smtpTransport } from '../../src/delivery/smtp/smtp-transport.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { message } from '../delivery/smtp/transport-contract.ts';
import { politely, scriptedServer } from '../helpers/smtp.ts';

const week = '2026-W48';
const recipients = 6;
const limit = 400;

async function storeOf(): Promise<Store> {
  const store = await openStore('sqlite::memory:');
  onTestFinished(() => store.close());
  async function* people() {
    for (let i = 1; i <= recipients; i++) yield { address: `r${i}@d${i}.example`, language: 'fr' };
  }
  await store.subscribers.upsert(people(), new Date(), () => undefined);
  return store;
}

async function run(store: Store, port: number, more: Partial<RunJob> = {}) {
  const now = new Date();
  const claim = { week, contentHash: 'x', holder: 'me', now, until: new Date(now.getTime() + 60_000) };
  const claimed = await store.ledger.claim({ ...claim, isDead: () => true, editionFor: () => 'fr' });
  if (!('token' in claimed)) throw new Error(claimed.kind);
  return deliver({
    week,
    token: claimed.token,
    ledger: store.ledger,
    transport: smtpTransport(
      { host: '127.0.0.1', port, tls: 'never' },
      { connect: limit, greeting: limit, command: limit, data: limit, dot: limit },
    ),
    connections: 1,
    compose: async (_, { address }) => message(address),
    now: () => new Date(),
    signal: new AbortController().signal,
    retry: { pausesMs: [20], maxWaitMs: 5_000, giveUpAfterMs: 86_400_000, reconnectMs: [20, 20], ledgerMs: [20] },
    ...more,
  });
}

const states = async (store: Store) =>
  Object.fromEntries((await store.ledger.counts(week, new Date())).map(({ state, count }) => [state, count]));

type Fault = (line: string) => string | 'drop' | undefined | null;

/**
 * A server, with PIPELINING or without, that counts what it takes by recipient; at the third message `fault` may answer
 * instead, once: `null` is for what it leaves alone, undefined for silence from then on.
 */
async function faultyServer(fault: Fault, pipelining: boolean) {
  const taken: string[] = [];
  const silent = new Set<Socket>();
  let to = '';
  let refused = false;
  let done = false;
  const { port } = await scriptedServer((line, socket) => {
    if (silent.has(socket)) return undefined;
    if (line.startsWith('RCPT')) to = line.slice('RCPT TO:<'.length).split('>')[0] ?? '';
    if (line.startsWith('EHLO') && pipelining) return '250-test\r\n250-PIPELINING\r\n250 8BITMIME\r\n';
    const third = taken.length === 2 && (to.startsWith('r3') || line.startsWith('MAIL'));
    const answer = third && !done ? fault(line) : null;
    if (answer !== null) {
      done = true;
      if (line.startsWith('RCPT')) refused = typeof answer === 'string' && /^[45]/.test(answer);
      if (answer === undefined) silent.add(socket);
      if (answer === undefined || !answer.startsWith(halfOf)) return answer;
      socket.write(answer.slice(halfOf.length));
      silent.add(socket);
      setTimeout(() => socket.destroy(), 30);
      return undefined;
    }
    if (line.startsWith('RCPT')) refused = false;
    if (line === 'DATA' && refused) return '503 5.5.1 no recipient\r\n';
    if (line === '<dot>') taken.push(to);
    return politely(line);
  });
  return { port, taken };
}

/** Before an answer that is half a line, after which the server hangs up. */
const halfOf = 'half of: ';

const at =
  (step: string, answer: string | 'drop' | undefined): Fault =>
  line =>
    line.startsWith(step) ? answer : null;

const everyone = { accepted: recipients };
const oneLess = { accepted: recipients - 1 };

describe.each([
  ['without PIPELINING', false],
  ['with PIPELINING', true],
])('a server that misbehaves at the third message, %s', (_, pipelining) => {
  it.each<[string, Fault, Record<string, number>]>([
    ['hangs up at MAIL', at('MAIL', 'drop'), everyone],
    ['hangs up at RCPT', at('RCPT', 'drop'), everyone],
    ['hangs up at DATA', at('DATA', 'drop'), everyone],
    ['hangs up after the dot', at('<dot>', 'drop'), { ...oneLess, uncertain: 1 }],
    [
      'answers the dot with half a line, and hangs up',
      at('<dot>', `${halfOf}250 2.0.0 o`),
      { ...oneLess, uncertain: 1 },
    ],
    // With PIPELINING its silence may begin with the dot before: what it said last is then the answer to MAIL.
    ['says nothing at MAIL', at('MAIL', undefined), pipelining ? { ...oneLess, uncertain: 1 } : everyone],
    ['says nothing after the dot', at('<dot>', undefined), { ...oneLess, uncertain: 1 }],
    ['says garbage at RCPT', at('RCPT', '\u0000\u0007garbage\r\n'), everyone],
    ['says garbage after the dot', at('<dot>', 'HTTP/1.1 200 OK\r\n'), { ...oneLess, uncertain: 1 }],
    ['sends a reply without end', at('RCPT', '250-'.padEnd(70_000, 'x')), everyone],
    ['says 421 at MAIL', at('MAIL', '421 4.3.2 shutting down\r\n'), everyone],
    ['says 421 at RCPT', at('RCPT', '421 4.7.0 too many\r\n'), everyone],
    ['says 421 after the dot', at('<dot>', '421 4.3.2 shutting down\r\n'), everyone],
    ['says 451 at RCPT, once (greylisting)', at('RCPT', '451 4.7.1 try again\r\n'), everyone],
    ['says 452 at DATA, once', at('DATA', '452 4.3.1 no room\r\n'), everyone],
    ['says 451 after the dot, once', at('<dot>', '451 4.3.0 later\r\n'), everyone],
    ['says 550 to one recipient', at('RCPT', '550 5.1.1 nobody\r\n'), { ...oneLess, failed: 1 }],
    ['says 554 after the dot', at('<dot>', '554 5.6.0 not this\r\n'), { ...oneLess, failed: 1 }],
    ['answers DATA with 250', at('DATA', '250 2.0.0 ok\r\n'), everyone],
    ['answers the dot before it came', at('DATA', '354 go on\r\n250 2.0.0 taken\r\n'), everyone],
    ['answers MAIL twice', at('MAIL', '250 ok\r\n250 ok\r\n'), everyone],
    ['answers RCPT twice', at('RCPT', '250 ok\r\n250 ok\r\n'), everyone],
    ['refuses RCPT twice', at('RCPT', '550 5.1.1 nobody\r\n550 5.1.1 nobody\r\n'), everyone],
    ['answers the dot with two minds', at('<dot>', '250 2.0.0 ok\r\n554 5.6.0 no\r\n'), { ...oneLess, uncertain: 1 }],
    ['answers RCPT without end', at('RCPT', '250-x\r\n'.repeat(20_000)), everyone],
    ['answers in many lines', at('RCPT', '250-2.1.5 one\r\n250-2.1.5 two\r\n250 2.1.5 three\r\n'), everyone],
  ])('%s: the ledger is right, and the rest goes on', async (_, fault, expected) => {
    const { port, taken } = await faultyServer(fault, pipelining);
    const store = await storeOf();
    expect(await run(store, port)).toEqual({ kind: 'done' });
    expect(await states(store)).toEqual(expected);
    expect(new Set(taken).size).toBe(taken.length);
    expect(taken.length).toBeOneOf([expected.accepted ?? 0, (expected.accepted ?? 0) + (expected.uncertain ?? 0)]);
    for (const { words } of await store.ledger.list(week, ['failed', 'uncertain'], 10)) {
      expect(words).not.toBe('');
      // Whatever a server says, it moves no cursor.
      expect(words).not.toMatch(/\p{Cc}/u);
    }
  });
});

describe('a clock that goes back', () => {
  it('by an hour in mid-run loses nothing: what is deferred waits for the time that was written', async () => {
    let sent = 0;
    let asked = 0;
    const { port } = await scriptedServer(line => {
      if (line === '<dot>') sent++;
      if (line.startsWith('RCPT TO:<r2@') && asked++ === 0) return '451 4.3.0 later\r\n';
      return politely(line);
    });
    const store = await storeOf();
    const back = 3_600_000;
    const now = () => new Date(Date.now() - (asked > 0 ? back : 0));
    const end = await run(store, port, {
      now,
      retry: { pausesMs: [100], maxWaitMs: 1_000, giveUpAfterMs: 86_400_000, reconnectMs: [], ledgerMs: [] },
    });
    expect(['done', 'waiting']).toContain(end.kind);
    expect(await run(store, port)).toEqual({ kind: 'done' });
    expect(await states(store)).toEqual(everyone);
    expect(sent).toBe(recipients);
  });
});
