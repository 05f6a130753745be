import { describe, expect, it } from 'vitest';
import { politely, scriptedServer } from '../../helpers/smtp.ts';
import { fast, run, states, storeOf } from './trial-run.ts';

/** A server that takes so many messages, and refuses all others with one reply. */
async function tiring(words: string, taken = 20, at: 'RCPT' | '<dot>' = '<dot>') {
  const state = { taken: 0, refused: 0, refuses: true };
  const { port } = await scriptedServer(line => {
    if (line.startsWith(at) && state.refuses && state.taken >= taken) {
      state.refused++;
      return `${words.replace('{id}', `s${state.refused}x`)}\r\n`;
    }
    if (line === '<dot>') state.taken++;
    return politely(line);
  });
  return { port, state };
}

const minute = 60_000;
const at = (ms: number) => () => new Date(Date.now() + ms);
const domains = (count: number) => (i: number) => `d${i % count}.example`;

describe('a server that refuses everyone in mid-run, whatever its words', () => {
  it.each([
    '550 5.4.6 Unusual sending activity detected. Please try after sometime.',
    '554 5.4.0 Error: too many hops',
    '554 5.3.0 Internal error, local configuration',
    '550 System error {id}',
    '550 Relay quota exceeded',
    '550 Quota atteint : 200 mails par heure',
    "550 5.7.1 Vous avez dépassé votre quota d'envoi journalier",
    '554 5.4.4 relay lookup failure',
    '550 5.1.1 User unknown',
  ])('stops the run, and no reader fails of it: %s', async words => {
    for (const count of [1, 4]) {
      const { port, state } = await tiring(words);
      const store = await storeOf(120, domains(count));
      expect(await run(store, port, { stops: store.stops })).toMatchObject({ kind: 'rejected' });
      const { accepted, deferred = 0, queued = 0, ...others } = await states(store);
      expect([accepted, deferred + queued, others]).toEqual([20, 100, {}]);
      expect(state.refused).toBeLessThan(30);
      expect(await store.suppressions.count()).toBe(0);
    }
  });

  it('stops it, too, where no message was accepted before', async () => {
    const { port } = await tiring('554 5.4.0 Error: too many hops', 0);
    const store = await storeOf(60, domains(4));
    expect(await run(store, port, { stops: store.stops })).toMatchObject({ kind: 'rejected' });
    expect(await states(store)).toEqual({ deferred: 60 });
  });

  it.each(['550 5.1.1 User unknown', '550 5.4.5 Daily user sending quota exceeded. - gsmtp', '550 System error'])(
    'costs no reader by its probes, and all get their copy once it takes mail again: %s',
    async words => {
      const { port, state } = await tiring(words, 24, 'RCPT');
      const store = await storeOf(80, domains(12));
      const send = (now: () => Date) => run(store, port, { now, stops: store.stops, claimNow: now });
      for (const minutes of [0, 16, 60, 180, 400, 700])
        expect(await send(at(minutes * minute))).toMatchObject({ kind: 'rejected' });
      expect(await states(store)).toMatchObject({ accepted: 24 });
      expect((await states(store)).failed).toBeUndefined();
      expect(await store.suppressions.count()).toBe(0);
      state.refuses = false;
      expect(await send(at(2_000 * minute))).toEqual({ kind: 'done' });
      expect(await states(store)).toEqual({ accepted: 80 });
    },
  );
});

describe('one domain that took mail, and then gives one reply to all', () => {
  it('fails none of its readers, and stops nobody else’s mail', async () => {
    const { port } = await scriptedServer(line => {
      const n = Number(/^RCPT TO:<r(\d+)@a\.example/.exec(line)?.[1] ?? 0);
      return n > 5 ? '550 System error\r\n' : politely(line);
    });
    const store = await storeOf(70, i => (i <= 40 ? 'a.example' : `d${i}.example`));
    expect((await run(store, port, { stops: store.stops, retry: { ...fast, maxWaitMs: 0 } })).kind).toBe('waiting');
    expect(await store.stops.current()).toBeUndefined();
    const { accepted, deferred = 0, queued = 0, ...others } = await states(store);
    expect([accepted, deferred + queued, others]).toEqual([35, 35, {}]);
  });
});

describe('a quota of the relay', () => {
  it.each([
    '550 5.4.5 Daily user sending quota exceeded. {id} - gsmtp',
    '550 Maximum credits exceeded',
    '552 C13{id} Message would take you over your relay quota of 500 Current quota used: 487',
  ])('is nobody’s failure, also where one domain comes first: %s', async words => {
    for (const others of [0, 20]) {
      const { port } = await tiring(words);
      const store = await storeOf(200 + others, i => (i <= 200 ? 'gmail.example' : `d${i}.example`));
      expect(await run(store, port, { stops: store.stops })).toMatchObject({ kind: 'rejected' });
      const { accepted, deferred = 0, queued = 0, ...rest } = await states(store);
      expect([accepted, deferred + queued, rest]).toEqual([20, 180 + others, {}]);
    }
  });
});

describe('refusals of readers', () => {
  it('fail and suppress where others are accepted between, and count one attempt', async () => {
    const { port } = await scriptedServer(line => {
      const n = Number(/^RCPT TO:<r(\d+)@/.exec(line)?.[1] ?? 0);
      return n % 10 > 2 ? `550 5.1.1 <r${n}@d.example>: User unknown\r\n` : politely(line);
    });
    const store = await storeOf(100, domains(2));
    expect(await run(store, port, { stops: store.stops })).toEqual({ kind: 'done' });
    expect(await states(store)).toEqual({ accepted: 30, failed: 70 });
    expect(await store.suppressions.count()).toBe(70);
    const [failed] = await store.ledger.list('2026-W48', ['failed'], 1);
    expect(failed).toMatchObject({ attempts: 1 });
  });

  it.each(['550 5.1.1 User unknown', '552 5.2.2 Mailbox full', '550 No such user here'])(
    'at the end of a list are believed: %s',
    async words => {
      const { port } = await scriptedServer(line => (/^RCPT TO:<r[5-9]@/.test(line) ? `${words}\r\n` : politely(line)));
      const store = await storeOf(9);
      expect(await run(store, port, { stops: store.stops })).toEqual({ kind: 'done' });
      expect(await states(store)).toEqual({ accepted: 4, failed: 5 });
    },
  );

  it('that are alike and name no one, at the end of a list, are tried once more, and then believed', async () => {
    const { port } = await scriptedServer(line =>
      /^RCPT TO:<r[5-9]@/.test(line) ? '554 5.4.4 relay lookup failure\r\n' : politely(line),
    );
    const store = await storeOf(9);
    expect((await run(store, port, { stops: store.stops })).kind).toBe('waiting');
    expect(await states(store)).toEqual({ accepted: 4, deferred: 5 });
    const now = at(120 * minute);
    expect(await run(store, port, { stops: store.stops, now, claimNow: now })).toEqual({ kind: 'done' });
    expect(await states(store)).toEqual({ accepted: 4, failed: 5 });
  });

  it('who are many in a row stop the run; tried again after a person has lifted the stop, they are believed', async () => {
    const { port } = await scriptedServer(line => {
      const n = Number(/^RCPT TO:<r(\d+)@/.exec(line)?.[1] ?? 0);
      return n > 20 && n <= 80 ? '550 5.1.1 User unknown\r\n' : politely(line);
    });
    const store = await storeOf(100);
    const ends: string[] = [];
    for (let hours = 0; hours < 30 && ends.at(-1) !== 'done'; hours += 3) {
      const now = at(hours * 60 * minute);
      ends.push((await run(store, port, { now, claimNow: now, stops: store.stops })).kind);
      await store.stops.lift();
    }
    expect([ends[0], ends.at(-1), await states(store)]).toEqual(['rejected', 'done', { accepted: 40, failed: 60 }]);
    expect(await store.suppressions.count()).toBe(60);
  });
});
