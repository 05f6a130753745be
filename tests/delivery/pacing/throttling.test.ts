import { describe, expect, it } from 'vitest';
import { deliver } from '../../../src/delivery/run/run.ts';
import { smtpTransport } from '../../../src/delivery/smtp/smtp-transport.ts';
import { openStore, type Store } from '../../../src/store/store.ts';
import { afterTest } from '../../helpers/after-test.ts';
import { politely, scriptedServer } from '../../helpers/smtp.ts';
import { message } from '../smtp/transport-contract.ts';

const week = '2026-W48';
const people = 240;

async function storeOf(domainOf: (n: number) => string): Promise<Store> {
  const store = await openStore('sqlite::memory:');
  afterTest(() => store.close());
  async function* list() {
    for (let n = 1; n <= people; n++) yield { address: `r${n}@${domainOf(n)}`, language: 'fr' };
  }
  await store.subscribers.upsert(list(), new Date(), () => undefined);
  return store;
}

async function run(store: Store, port: number) {
  const now = new Date();
  const claim = { week, contentHash: 'x', holder: 'me', now, until: new Date(now.getTime() + 60_000) };
  const claimed = await store.ledger.claim({ ...claim, isDead: () => true, editionFor: () => 'fr' });
  if (!('token' in claimed)) throw new Error(claimed.kind);
  return deliver({
    week,
    token: claimed.token,
    ledger: store.ledger,
    transport: smtpTransport({ host: '127.0.0.1', port, tls: 'never' }),
    connections: 4,
    compose: async (_, { address }) => message(address),
    now: () => new Date(),
    signal: new AbortController().signal,
    retry: { pausesMs: [2_000], maxWaitMs: 30_000, giveUpAfterMs: 86_400_000, reconnectMs: [20, 20], ledgerMs: [20] },
  });
}

const states = async (store: Store) =>
  Object.fromEntries((await store.ledger.counts(week, new Date())).map(({ state, count }) => [state, count]));

/** So many a second, and some at once after a pause. */
function bucket(perSecond: number, atOnce: number): () => boolean {
  let [tokens, last] = [atOnce, performance.now()];
  return () => {
    const now = performance.now();
    tokens = Math.min(atOnce, tokens + ((now - last) * perSecond) / 1_000);
    last = now;
    if (tokens < 1) return false;
    tokens--;
    return true;
  };
}

/** A server that says `words` instead of taking a message where `limits` a step of it and the bucket is empty. */
async function limited(at: 'RCPT' | '<dot>', words: string, limits: (to: string) => boolean) {
  const tries = new Map<string, number>();
  const recipients = new WeakMap<object, string>();
  const mayGo = bucket(60, 20);
  const { port } = await scriptedServer((line, socket) => {
    if (line.startsWith('EHLO')) return '250-test\r\n250 PIPELINING\r\n';
    if (line.startsWith('RCPT')) {
      const to = line.slice('RCPT TO:<'.length).split('>')[0] ?? '';
      recipients.set(socket, to);
      tries.set(to, (tries.get(to) ?? 0) + 1);
    }
    const to = recipients.get(socket) ?? '';
    if (line.startsWith(at) && limits(to) && !mayGo()) {
      if (!words.startsWith('421')) return words;
      socket.end(words);
      return undefined;
    }
    return politely(line);
  });
  return { port, tries };
}

describe.concurrent('a server that enforces a rate', () => {
  it.each<[string, 'RCPT' | '<dot>', string, (to: string) => boolean]>([
    ['Amazon SES, after the dot', '<dot>', '454 Throttling failure: Maximum sending rate exceeded.\r\n', () => true],
    ['a policy of Postfix, at RCPT', 'RCPT', '450 4.7.1 Policy rejection: rate limit exceeded\r\n', () => true],
    [
      'Gmail behind a relay, hanging up',
      'RCPT',
      '421 4.7.28 Gmail has detected an unusual rate of mail. To protect our users, it is limited\r\n',
      to => to.endsWith('@gmail.example'),
    ],
  ])(
    'as %s, gets all in two attempts at most, and nothing fails',
    async (_, at, words, limits) => {
      const store = await storeOf(n => (n % 3 > 0 ? 'gmail.example' : `d${n % 30}.example`));
      const { port, tries } = await limited(at, words, limits);
      expect(await run(store, port)).toEqual({ kind: 'done' });
      expect(await states(store)).toEqual({ accepted: people });
      expect(Math.max(...tries.values())).toBeLessThanOrEqual(2);
    },
    60_000,
  );

  it.each([
    '421 4.7.0 Too many messages in this session\r\n',
    '450 4.7.1 Too many messages in one session\r\n',
    '421 Message limit per connection reached\r\n',
  ])(
    'that takes five messages a connection gets the next ones on another, at once: %s',
    async words => {
      const store = await storeOf(n => `d${n % 40}.example`);
      const counts = new WeakMap<object, number>();
      const tries = new Map<string, number>();
      const { port } = await scriptedServer((line, socket) => {
        if (line.startsWith('RCPT')) tries.set(line, (tries.get(line) ?? 0) + 1);
        const count = counts.get(socket) ?? 0;
        if (line === '<dot>') counts.set(socket, count + 1);
        if (!line.startsWith('MAIL') || count < 5) return politely(line);
        if (!words.startsWith('421')) return words;
        socket.end(words);
        return undefined;
      });
      expect(await run(store, port)).toEqual({ kind: 'done' });
      expect(await states(store)).toEqual({ accepted: people });
      const all = await store.ledger.deliveriesOf(1);
      expect(all).toHaveLength(1);
      expect(Math.max(...tries.values())).toBeLessThanOrEqual(2);
    },
    60_000,
  );

  it('that has no more for us today ends the run with its words, and nobody’s delivery fails or counts as tried', async () => {
    const store = await storeOf(n => `d${n}.example`);
    let dots = 0;
    const { port } = await scriptedServer(line =>
      line === '<dot>' && ++dots > 10 ? '454 Throttling failure: Daily message quota exceeded.\r\n' : politely(line),
    );
    expect(await run(store, port)).toMatchObject({
      kind: 'rejected',
      words: '454 Throttling failure: Daily message quota exceeded.',
    });
    // Of the first two it might have been about their mailboxes.
    const { accepted, deferred = 0, queued = 0, ...others } = await states(store);
    expect([accepted, deferred <= 2, deferred + queued, others]).toEqual([10, true, people - 10, {}]);
    expect(dots).toBeLessThan(25);
  });

  it('by words that are about one reader slows nobody down', async () => {
    const store = await storeOf(() => 'one.example');
    const seen = new Map<string, number>();
    const { port } = await scriptedServer(line => {
      const n = Number(/^RCPT TO:<r(\d+)@/.exec(line)?.[1] ?? 0);
      if (n === 0 || n % 4 > 0) return politely(line);
      const times = (seen.get(line) ?? 0) + 1;
      seen.set(line, times);
      return times === 1 ? (n % 8 > 0 ? '450 4.7.1 Greylisted\r\n' : '452 4.2.2 mailbox full\r\n') : politely(line);
    });
    const started = performance.now();
    expect(await run(store, port)).toEqual({ kind: 'done' });
    expect(await states(store)).toEqual({ accepted: people });
    // Sixty pauses of a second and more, had each been taken for the domain's.
    expect(performance.now() - started).toBeLessThan(20_000);
  });

  it.each([
    '452 4.2.2 The email account that you tried to reach is over quota',
    '452 4.2.2 This account has reached its storage limit, try again later',
    '452 mailbox full',
    '452 Boîte aux lettres pleine',
    '452 Postfach voll',
  ])('is none that defers a full mailbox: %s leaves its domain its pace', async words => {
    const store = await storeOf(() => 'one.example');
    const full = new Set<string>();
    let firstTried = 0;
    let allTriedAfter = 0;
    const started = performance.now();
    const { port } = await scriptedServer(line => {
      const n = Number(/^RCPT TO:<r(\d+)@/.exec(line)?.[1] ?? 0);
      if (n === 0 || full.has(line)) return politely(line);
      if (++firstTried === people) allTriedAfter = performance.now() - started;
      if (n % 4 > 0) return politely(line);
      full.add(line);
      return `${words}\r\n`;
    });
    expect(await run(store, port)).toEqual({ kind: 'done' });
    expect(await states(store)).toEqual({ accepted: people });
    // Sixty pauses of a second and more, had one of them been taken for the domain's or the relay's.
    expect(allTriedAfter).toBeGreaterThan(0);
    expect(allTriedAfter).toBeLessThan(5_000);
  });
});
