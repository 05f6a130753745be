import { describe, expect, it, onTestFinished } from 'vitest';
import { planRun } from '../../../src/delivery/run/plan-run.ts';
import { defaultRetry } from '../../../src/delivery/run/retry-policy.ts';
import type { RunJob } from '../../../src/delivery/run/run-job.ts';
import { totalDue } from '../../../src/delivery/run/run-plan.ts';
import { smtpTransport } from '../../../src/delivery/smtp/smtp-transport.ts';
import { openStore, type Store } from '../../../src/store/store.ts';
import { politely, reply, scriptedServer, smtpSink } from '../../helpers/smtp.ts';
import { claim, copies, fast, run, states, storeOf, week } from './trial-run.ts';

describe('a run', () => {
  it('brings one copy to everyone, and the next has nothing to do', async () => {
    const { port, taken } = await smtpSink();
    const store = await storeOf(450);
    expect(await run(store, port)).toEqual({ kind: 'done' });
    expect(copies(taken)).toEqual(Array(450).fill(1));
    expect(await states(store)).toEqual({ accepted: 450 });
    expect((await store.ledger.run(week))?.finishedAt).toBeDefined();
    expect(totalDue(await planRun(store, { week, editions: ['fr'], now: new Date() }))).toBe(0);
    expect(await run(store, port)).toEqual({ kind: 'done' });
    expect(taken).toHaveLength(450);
  });

  it('keeps what failed with the server’s code and words, and tries again what was deferred', async () => {
    const tries = new Map<string, number>();
    const { port, taken } = await smtpSink({
      onRcpt: to => {
        tries.set(to, (tries.get(to) ?? 0) + 1);
        if (to === 'r2@example.com') throw reply(550, '5.1.1 no such user');
        if (to === 'r3@example.com' && tries.get(to) === 1) throw reply(451, '4.7.1 greylisted');
      },
    });
    const store = await storeOf(5);
    expect(await run(store, port)).toEqual({ kind: 'done' });
    expect(copies(taken)).toEqual([1, 1, 1, 1]);
    expect(await store.ledger.list(week, ['failed'], 10)).toMatchObject([
      { address: 'r2@example.com', code: 550, words: '5.1.1 no such user', attempts: 1 },
    ]);
    expect(tries.get('r3@example.com')).toBe(2);
  });

  it('gives up waiting after its patience, and leaves the rest to the next', async () => {
    const { port } = await smtpSink({ onRcpt: () => Promise.reject(reply(451, '4.3.0 later')) });
    const store = await storeOf(3);
    const end = await run(store, port, { retry: { ...fast, maxWaitMs: 50 } });
    expect(end.kind).toBe('waiting');
    expect(await states(store)).toEqual({ deferred: 3 });
    expect((await store.ledger.run(week))?.finishedAt).toBeUndefined();
  });

  it('skips who left or was suppressed after the audience was frozen, even while it is under way', async () => {
    const store = await storeOf(3);
    const { port, taken } = await smtpSink({
      onTaken: async ({ to }) => {
        if (to !== 'r1@example.com') return;
        await store.subscribers.leave(2, '2026-W48', new Date());
        await store.suppressions.add('r3@example.com', 'complaint', new Date());
      },
    });
    expect(await run(store, port, { connections: 1 })).toEqual({ kind: 'done' });
    expect(taken.map(({ to }) => to)).toEqual(['r1@example.com']);
    expect((await store.ledger.list(week, ['skipped'], 10)).map(({ words }) => words)).toEqual([
      'unsubscribed',
      'suppressed: complaint',
    ]);
  });

  it('stops between messages when it is asked to, and the next goes on: one copy each', async () => {
    const stop = new AbortController();
    const { port, taken } = await smtpSink({ onTaken: () => (taken.length === 9 ? stop.abort() : undefined) });
    const store = await storeOf(40);
    expect(await run(store, port, { signal: stop.signal })).toEqual({ kind: 'interrupted' });
    expect(taken.length).toBeLessThan(40);
    expect(await states(store)).toEqual({ accepted: taken.length, queued: 40 - taken.length });
    expect(await run(store, port)).toEqual({ kind: 'done' });
    expect(copies(taken)).toEqual(Array(40).fill(1));
  });

  it('sends nothing more once another process has the run', async () => {
    const store = await storeOf(30);
    const { port, taken } = await smtpSink({
      onTaken: async () => {
        if (taken.length === 4) await claim(store, 'other');
      },
    });
    expect(await run(store, port, { connections: 1 })).toEqual({ kind: 'lost-run' });
    expect(taken.length).toBeLessThanOrEqual(6);
    expect(await run(store, port, { holder: 'other' })).toEqual({ kind: 'done' });
    expect(copies(taken)).toEqual(Array(30).fill(1));
  });
});

describe('refusals', () => {
  it('of an address suppress it; of a full mailbox, or of us, do not', async () => {
    const answers = [
      '550 5.1.1 no such user',
      '552 5.2.2 mailbox full',
      '550 5.7.1 blocked as spam',
      '550 user unknown',
      '554 5.1.1 rejected: listed by a blocklist',
    ];
    let i = 0;
    const { port } = await scriptedServer(line => (line.startsWith('RCPT') ? `${answers[i++]}\r\n` : politely(line)));
    const store = await storeOf(answers.length);
    expect(await run(store, port, { connections: 1 })).toMatchObject({ kind: 'waiting' });
    // A refusal of us is put back: it says nothing about the reader.
    expect(await states(store)).toEqual({ failed: 3, deferred: 2 });
    const suppressed = await Promise.all(answers.map((_, n) => store.suppressions.find(`r${n + 1}@example.com`)));
    expect(suppressed.map(found => found !== undefined)).toEqual([true, false, false, true, false]);
  });

  it('of us, again and again, stop the run with the server’s words', async () => {
    let asked = 0;
    const { port } = await scriptedServer(line => {
      if (!line.startsWith('RCPT')) return politely(line);
      asked++;
      return '550 5.7.1 our system has detected spam\r\n';
    });
    const store = await storeOf(60);
    expect(await run(store, port)).toMatchObject({
      kind: 'rejected',
      words: '550 5.7.1 our system has detected spam',
      until: expect.any(Date),
    });
    expect(asked).toBeLessThan(30);
    expect(await states(store)).toEqual({ deferred: asked, queued: 60 - asked });
  });
});

describe('a stop because the server refuses us', () => {
  /** A server that refuses all until it is told not to. */
  async function refusing() {
    const state = { refuses: true, asked: 0 };
    const { port } = await scriptedServer(line => {
      if (!line.startsWith('RCPT')) return politely(line);
      state.asked++;
      return state.refuses ? '554 5.7.1 you are on a list\r\n' : politely(line);
    });
    return { port, state };
  }
  const hour = 3_600_000;
  const at = (ms: number) => () => new Date(Date.now() + ms);

  it('holds for every sender, costs no reader their place, and is tried with one message at a time until one is taken', async () => {
    const { port, state } = await refusing();
    const store = await storeOf(60);
    const send = (now: () => Date) => run(store, port, { now, stops: store.stops, claimNow: now });
    expect(await send(at(0))).toMatchObject({ kind: 'rejected', words: '554 5.7.1 you are on a list' });
    const first = state.asked;
    expect(first).toBeLessThan(30);
    expect(await store.stops.current()).toMatchObject({ code: 554, words: '5.7.1 you are on a list', probes: 0 });
    // Before its time nobody asks; then one message does, of whoever comes first.
    expect(await send(at(60_000))).toMatchObject({ kind: 'rejected' });
    expect(state.asked).toBe(first);
    expect(await send(at(20 * 60_000))).toMatchObject({ kind: 'rejected' });
    expect(await send(at(21 * 60_000))).toMatchObject({ kind: 'rejected' });
    expect(state.asked).toBe(first + 1);
    expect(await store.stops.current()).toMatchObject({ probes: 1 });
    state.refuses = false;
    expect(await send(at(6 * hour))).toEqual({ kind: 'done' });
    expect(await states(store)).toEqual({ accepted: 60 });
    expect(await store.stops.current()).toBeUndefined();
  });

  it('is lifted by a person, and set again where nothing has changed', async () => {
    const { port, state } = await refusing();
    const store = await storeOf(60);
    await run(store, port, { stops: store.stops });
    expect(await store.stops.lift()).toBe(true);
    const before = state.asked;
    expect(await run(store, port, { stops: store.stops })).toMatchObject({ kind: 'rejected' });
    expect(state.asked - before).toBeLessThan(30);
    expect(await states(store)).toEqual({ deferred: state.asked, queued: 60 - state.asked });
  });

  it('is tried with the next reader where the first has left meanwhile, and with no more than one', async () => {
    const { port, state } = await refusing();
    const store = await storeOf(40);
    await run(store, port, { stops: store.stops });
    const before = state.asked;
    const [next] = await store.ledger.open(week, new Date(), { limit: 1 });
    await store.subscribers.leave(next?.id ?? -1, week, new Date());
    const now = at(20 * 60_000);
    expect(await run(store, port, { now, claimNow: now, stops: store.stops })).toMatchObject({ kind: 'rejected' });
    expect(state.asked).toBe(before + 1);
  });

  it('comes of what is refused at MAIL, whatever the words: that cannot be about a reader', async () => {
    const { port } = await scriptedServer(line =>
      line.startsWith('MAIL') ? '550 5.1.1 mailbox news@ours.example is unknown here\r\n' : politely(line),
    );
    const store = await storeOf(60);
    expect(await run(store, port, { stops: store.stops })).toMatchObject({ kind: 'rejected' });
    expect(await store.suppressions.count()).toBe(0);
    expect((await states(store)).failed).toBeUndefined();
  });

  it('comes of a short list, too, where all that were tried were refused', async () => {
    const { port } = await refusing();
    const store = await storeOf(4);
    expect(await run(store, port, { stops: store.stops })).toMatchObject({ kind: 'rejected' });
    expect(await states(store)).toEqual({ deferred: 4 });
  });

  it('does not come of one reader whose mailbox has a daily limit', async () => {
    const { port } = await scriptedServer(line =>
      line.startsWith('RCPT TO:<r1@')
        ? '452 4.3.1 daily limit of messages for this mailbox reached\r\n'
        : politely(line),
    );
    const store = await storeOf(30);
    expect((await run(store, port, { stops: store.stops, retry: { ...fast, pausesMs: [3_600_000] } })).kind).toBe(
      'waiting',
    );
    expect(await states(store)).toEqual({ accepted: 29, deferred: 1 });
  });

  it('does not come of one provider that refuses us: the others get their mail, and its readers are tried again', async () => {
    const { port } = await scriptedServer(line =>
      line.startsWith('RCPT') && line.includes('@strict.example') ? '550 5.7.1 blocked\r\n' : politely(line),
    );
    // Its readers first, as in a list that is sorted by domain.
    const store = await storeOf(160, i => (i <= 60 ? 'strict.example' : `d${i % 20}.example`));
    const stop = new AbortController();
    const running = run(store, port, { stops: store.stops, signal: stop.signal, connections: 2 });
    await expect.poll(async () => (await states(store)).accepted, { timeout: 20_000 }).toBe(100);
    stop.abort();
    expect((await running).kind).toBe('interrupted');
    expect(await store.stops.current()).toBeUndefined();
    const { deferred = 0, queued = 0, failed } = await states(store);
    expect([deferred + queued, deferred < 40, failed]).toEqual([60, true, undefined]);
  });

  it.each(['550 5.1.1 User unknown in local recipient table', '552 5.2.2 mailbox full', '550 No such user here'])(
    'comes of a server that says of everybody, whatever their domains: %s',
    async words => {
      const { port } = await scriptedServer(line => (line.startsWith('RCPT') ? `${words}\r\n` : politely(line)));
      const store = await storeOf(100, i => `d${i % 50}.example`);
      expect(await run(store, port, { stops: store.stops })).toMatchObject({ kind: 'rejected' });
      expect((await states(store)).failed ?? 0).toBeLessThan(8);
      expect(await store.suppressions.count()).toBeLessThan(8);
    },
  );

  it.each(['454 4.7.1 Relay access denied', '451 4.7.1 Your account is suspended'])(
    'comes, too, of a server that refuses us for now: %s',
    async words => {
      const { port } = await scriptedServer(line => (line.startsWith('RCPT') ? `${words}\r\n` : politely(line)));
      const store = await storeOf(60, i => `d${i % 12}.example`);
      expect(await run(store, port, { stops: store.stops })).toMatchObject({ kind: 'rejected' });
      const { deferred = 0, queued = 0, ...others } = await states(store);
      expect([deferred + queued, deferred < 30, others]).toEqual([60, true, {}]);
    },
  );

  it('does not come of greylisting', async () => {
    const { port } = await scriptedServer(line =>
      line.startsWith('RCPT') ? '450 4.7.1 <you>: Client host rejected: Greylisted\r\n' : politely(line),
    );
    const store = await storeOf(60, i => `d${i % 12}.example`);
    const retry = { ...fast, pausesMs: [3_600_000], maxWaitMs: 0 };
    expect((await run(store, port, { stops: store.stops, retry })).kind).toBe('waiting');
    expect(await states(store)).toEqual({ deferred: 60 });
  });

  it('does not come of one domain whose readers are all gone, nor of addresses that the server cannot take', async () => {
    const { port } = await scriptedServer(line =>
      line.includes('@closed.example') ? '550 5.1.1 no such user\r\n' : politely(line),
    );
    const store = await storeOf(60, i => (i <= 30 ? 'closed.example' : `d${i}.example`));
    expect(await run(store, port, { stops: store.stops })).toEqual({ kind: 'done' });
    expect(await states(store)).toEqual({ accepted: 30, failed: 30 });
  });

  it('that one domain’s readers would keep up is tried with readers by chance', async () => {
    const { port, state } = await refusing();
    const store = await storeOf(60, i => (i <= 20 ? 'strict.example' : `d${i}.example`));
    await run(store, port, { stops: store.stops });
    state.refuses = false;
    const strict = await scriptedServer(line =>
      line.includes('@strict.example') ? '554 5.7.1 you are on a list\r\n' : politely(line),
    );
    let probes = 0;
    while ((await store.stops.current()) !== undefined && probes < 50) {
      probes++;
      const now = at(probes * 5 * hour);
      await run(store, strict.port, { now, claimNow: now, stops: store.stops, retry: { ...fast, maxWaitMs: 0 } });
    }
    expect(probes).toBeLessThan(50);
  });

  it('is not made of refusals of readers, nor of us where others are taken between', async () => {
    let asked = 0;
    const { port } = await scriptedServer(line => {
      if (!line.startsWith('RCPT')) return politely(line);
      asked++;
      return asked % 10 === 0 ? politely(line) : asked % 2 === 0 ? '550 5.1.1 no such user\r\n' : '554 5.7.1 no\r\n';
    });
    const store = await storeOf(60);
    expect((await run(store, port, { stops: store.stops })).kind).toBe('waiting');
    expect(await store.stops.current()).toBeUndefined();
    expect(asked).toBe(60);
  });
});

describe('a delivery that servers put off', () => {
  it('is given up some days after its first attempt, with its last words, and the run ends', async () => {
    const { port } = await scriptedServer(line =>
      line.startsWith('RCPT TO:<r1@') ? '450 4.2.0 away\r\n' : politely(line),
    );
    const store = await storeOf(2);
    const day = 86_400_000;
    let attempts = 0;
    for (let passed = 0; passed <= 6 * day; passed += day / 4) {
      const now = () => new Date(Date.now() + passed);
      const end = await run(store, port, {
        now,
        claimNow: now,
        retry: { ...fast, pausesMs: [day / 8], maxWaitMs: 0, giveUpAfterMs: 5 * day },
      });
      attempts++;
      if (end.kind === 'done') break;
      expect(end.kind).toBe('waiting');
    }
    expect(attempts).toBe(21);
    expect(await store.ledger.list(week, ['failed'], 5)).toMatchObject([
      { state: 'failed', code: 450, words: 'given up after 5 days: 4.2.0 away', attempts: 21 },
    ]);
    expect((await store.ledger.run(week))?.finishedAt).toBeDefined();
  });
});

describe('a delivery that is put off again after days in which nobody sent', () => {
  const day = 86_400_000;
  const retry = { ...defaultRetry, maxWaitMs: 0, giveUpAfterMs: 5 * day };
  const sendAt = (store: Store, port: number, ms: number) => {
    const now = () => new Date(Date.now() + ms);
    return run(store, port, { now, claimNow: now, retry });
  };

  it('is not given up: days without a sender are no attempts', async () => {
    const server = { isGrey: true };
    const { port } = await scriptedServer(line =>
      line.startsWith('RCPT') && server.isGrey ? '450 4.2.0 Greylisted\r\n' : politely(line),
    );
    const store = await storeOf(2);
    for (const days of [0, 6]) {
      expect((await sendAt(store, port, days * day)).kind).toBe('waiting');
      expect(await states(store)).toEqual({ deferred: 2 });
    }
    server.isGrey = false;
    expect(await sendAt(store, port, 7 * day)).toEqual({ kind: 'done' });
  });

  it('is given up once it was tried five times, and the run ends', async () => {
    const { port } = await scriptedServer(line => (line.startsWith('RCPT') ? '450 4.2.0 away\r\n' : politely(line)));
    const store = await storeOf(1);
    await sendAt(store, port, 0);
    let minutes = 6 * 24 * 60;
    while ((await sendAt(store, port, minutes * 60_000)).kind !== 'done' && minutes < 7 * 24 * 60) minutes++;
    expect(minutes - 6 * 24 * 60).toBeGreaterThanOrEqual(15);
    expect(minutes - 6 * 24 * 60).toBeLessThan(30);
    expect(await store.ledger.list(week, ['failed'], 5)).toMatchObject([{ state: 'failed', attempts: 5 }]);
  });

  it('is given up after five days by a sender that comes once a day', async () => {
    const { port } = await scriptedServer(line => (line.startsWith('RCPT') ? '450 4.2.0 away\r\n' : politely(line)));
    const store = await storeOf(1);
    const ends: string[] = [];
    for (let days = 0; days <= 5; days++) ends.push((await sendAt(store, port, days * day + 1_000 * days)).kind);
    expect([ends.lastIndexOf('waiting'), ends.at(-1)]).toEqual([4, 'done']);
    expect(await states(store)).toEqual({ failed: 1 });
  });
});

describe('a domain that takes little', () => {
  it('holds nobody else up: they are sent, and its readers are given back where the sender has other work', async () => {
    const store = await openStore('sqlite::memory:');
    onTestFinished(() => store.close());
    async function* people() {
      for (let i = 1; i <= 2_500; i++) yield { address: `r${i}@slow.example`, language: 'fr' };
      for (let i = 1; i <= 50; i++) yield { address: `g${i}@good.example`, language: 'fr' };
    }
    await store.subscribers.upsert(people(), new Date(), () => undefined);
    const taken: string[] = [];
    let to = '';
    const { port } = await scriptedServer(line => {
      if (line.startsWith('RCPT')) to = line;
      if (line.startsWith('RCPT') && line.includes('slow')) return '451 4.3.2 system busy\r\n';
      if (line === '<dot>') taken.push(to);
      return politely(line);
    });
    const end = await run(store, port, { connections: 1, retry: { ...fast, pausesMs: [3_600_000], maxWaitMs: 0 } });
    expect(end.kind).toBe('waiting');
    expect(taken).toHaveLength(50);
  });
});

describe('pacing', () => {
  it('is asked for before each message', async () => {
    const times: number[] = [];
    const { port } = await smtpSink({ onTaken: () => void times.push(performance.now()) });
    const store = await storeOf(25);
    const started = performance.now();
    expect(await run(store, port, { rate: 50, connections: 5 })).toEqual({ kind: 'done' });
    expect((times.at(-1) ?? 0) - started).toBeGreaterThan(24 * 20 - 5);
  });
});

describe('a run that is asked to stop', () => {
  it('does not wait for a server that never answers: what is on the wire is uncertain', async () => {
    const stop = new AbortController();
    const { port } = await scriptedServer(line => {
      if (line === '<dot>') {
        stop.abort();
        return undefined;
      }
      return politely(line);
    });
    const store = await storeOf(5);
    const transport = smtpTransport({ host: '127.0.0.1', port, tls: 'never' });
    const started = performance.now();
    expect(await run(store, port, { transport, signal: stop.signal, connections: 1 })).toEqual({ kind: 'interrupted' });
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(await states(store)).toEqual({ uncertain: 1, queued: 4 });
  });
});

describe('a server in trouble', () => {
  it('that cannot be reached ends the run with nothing lost', async () => {
    const { port, close } = await smtpSink();
    await close();
    const store = await storeOf(3);
    expect(await run(store, port)).toMatchObject({
      kind: 'unreachable',
      words: expect.stringContaining('ECONNREFUSED'),
    });
    expect(await states(store)).toEqual({ queued: 3 });
  });

  it('that drops each connection before the dot once, still gets every message once', async () => {
    const dropped = new Set<string>();
    const taken: { to: string }[] = [];
    let to = '';
    const { port } = await scriptedServer(line => {
      if (line.startsWith('RCPT')) to = line.slice('RCPT TO:<'.length).split('>')[0] ?? '';
      if (line === 'DATA' && !dropped.has(to)) {
        dropped.add(to);
        return 'drop';
      }
      if (line === '<dot>') taken.push({ to });
      return politely(line);
    });
    const store = await storeOf(4);
    expect(await run(store, port, { connections: 1 })).toEqual({ kind: 'done' });
    expect(copies(taken)).toEqual([1, 1, 1, 1]);
    expect(await states(store)).toEqual({ accepted: 4 });
  });

  it('that drops the line after the dot leaves the message uncertain, and the rest goes on', async () => {
    let dots = 0;
    const { port } = await scriptedServer(line => (line === '<dot>' && ++dots === 2 ? 'drop' : politely(line)));
    const store = await storeOf(5);
    expect(await run(store, port, { connections: 1 })).toEqual({ kind: 'done' });
    expect(await states(store)).toEqual({ accepted: 4, uncertain: 1 });
    expect(dots).toBe(5);
  });

  it('that grants fewer connections than asked for gets all through those', async () => {
    let open = 0;
    const { port, taken } = await smtpSink(
      {},
      {
        onConnect: (_session, done) => (++open > 1 ? done(reply(421, 'too many')) : done()),
        onClose: () => {
          open--;
        },
      },
    );
    const store = await storeOf(12);
    expect(await run(store, port, { connections: 4 })).toEqual({ kind: 'done' });
    expect(copies(taken)).toEqual(Array(12).fill(1));
  });
});

describe('a failing ledger', () => {
  it('stops the run before the dot: nothing goes out that is not written', async () => {
    const { port, taken } = await smtpSink();
    const store = await storeOf(3);
    const ledger = { ...store.ledger, commit: () => Promise.reject(new Error('database is locked')) };
    await expect(run(store, port, { ledger, connections: 1 })).rejects.toThrow('database is locked');
    expect(taken).toHaveLength(0);
    expect(await run(store, port)).toEqual({ kind: 'done' });
    expect(copies(taken)).toEqual([1, 1, 1]);
  });

  it('whose last step before the dot may have been written leaves nothing uncertain: the dot did not go out', async () => {
    const { port, taken } = await smtpSink();
    const store = await storeOf(3);
    let lost = 0;
    const ledger: RunJob['ledger'] = {
      ...store.ledger,
      // It was written, and the answer was lost on its way.
      async commit(id, token, now) {
        const answer = await store.ledger.commit(id, token, now);
        if (lost++ === 0) throw new Error('Connection terminated unexpectedly');
        return answer;
      },
    };
    await expect(run(store, port, { ledger, connections: 1 })).rejects.toThrow('Connection terminated');
    expect([taken.length, await states(store)]).toEqual([0, { deferred: 1, queued: 2 }]);
    expect(await run(store, port)).toEqual({ kind: 'done' });
    expect(copies(taken)).toEqual([1, 1, 1]);
  });

  it('that is away for a moment when a message was accepted is told of it after all', async () => {
    const { port, taken } = await smtpSink();
    const store = await storeOf(3);
    let failures = 0;
    const ledger: RunJob['ledger'] = {
      ...store.ledger,
      settle: (...step) =>
        failures++ < 2 ? Promise.reject(new Error('Connection terminated')) : store.ledger.settle(...step),
    };
    expect(await run(store, port, { ledger, connections: 1, retry: { ...fast, ledgerMs: [10, 10, 10] } })).toEqual({
      kind: 'done',
    });
    expect([taken.length, await states(store)]).toEqual([3, { accepted: 3 }]);
  });

  it('that cannot write how one message ended commits no other on that connection', async () => {
    const { port, taken } = await smtpSink();
    const store = await storeOf(4);
    const committed: number[] = [];
    const ledger: RunJob['ledger'] = {
      ...store.ledger,
      settle: () => Promise.reject(new Error('disk full')),
      commit(id, token, now) {
        committed.push(id);
        return store.ledger.commit(id, token, now);
      },
    };
    await expect(run(store, port, { ledger, connections: 1 })).rejects.toThrow('disk full');
    expect([committed.length, taken.length]).toEqual([1, 1]);
    expect(await states(store)).toMatchObject({ committing: 1 });
  });
});
