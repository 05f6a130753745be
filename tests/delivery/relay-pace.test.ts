import { describe, expect, it } from 'vitest';
import { relayPace } from '../../src/delivery/pacing/relay-pace.ts';
import type { Outcome } from '../../src/delivery/smtp/transport.ts';
import { type Throttle, throttleOf } from '../../src/replies/throttle.ts';

const never = new AbortController().signal;

/** Decides at a moment whether a message goes through; what is refused costs nothing. */
type Limiter = (now: number) => boolean;

/** As Amazon SES does it: so many a second, and some at once after a pause. */
function tokenBucket(perSecond: number, atOnce: number): Limiter {
  let [tokens, last] = [atOnce, 0];
  return now => {
    tokens = Math.min(atOnce, tokens + ((now - last) * perSecond) / 1_000);
    last = now;
    if (tokens < 1) return false;
    tokens--;
    return true;
  };
}

/** As policy services of Postfix do it: so many a minute, counted from the first of them. */
function fixedWindow(many: number, length: number): Limiter {
  let [count, since] = [0, Number.NEGATIVE_INFINITY];
  return now => {
    if (now - since >= length) [count, since] = [0, now];
    return count++ < many;
  };
}

type Person = { attempts: number; due: number; domain: string };

/**
 * A run through a relay as lanes make it, by a clock that goes on only while they wait: each message takes 40 ms, and those that
 * were put off are tried again when all others are through.
 */
async function simulate(people: number, limiter: Limiter, words: (domain: string) => Outcome) {
  let now = 0;
  const sleeping: { until: number; wake(): void }[] = [];
  const sleep = (milliseconds: number): Promise<void> =>
    new Promise(wake => sleeping.push({ until: now + milliseconds, wake }));
  const pace = relayPace({ now: () => now, sleep });
  const all: Person[] = Array.from({ length: people }, (_, i) => ({
    attempts: 0,
    due: 0,
    domain: `d${i % 40}.example`,
  }));
  let waiting = [...all];
  let later: Person[] = [];
  const lane = async (): Promise<void> => {
    for (;;) {
      await pace.waitForSlot(never);
      const person = waiting.shift();
      if (person === undefined) return;
      const since = now;
      const isFirst = person.attempts++ === 0;
      await sleep(40);
      const { domain } = person;
      const outcome: Outcome = limiter(now) ? { kind: 'accepted', code: 250, words: 'ok' } : words(domain);
      const pause = pace.see({ outcome, throttle: throttleOf(outcome), domain, since, isFirst });
      if (outcome.kind === 'accepted') continue;
      person.due = now + (pause ?? 30_000);
      later.push(person);
    }
  };
  const passes = async (): Promise<void> => {
    while (waiting.length > 0) {
      pace.ease();
      await Promise.all(Array.from({ length: 5 }, lane));
      [waiting, later] = [later, []];
      const due = Math.min(...waiting.map(person => person.due));
      if (waiting.length > 0 && due > now) await sleep(due - now);
    }
  };
  let isOver = false;
  const run = passes().finally(() => {
    isOver = true;
  });
  while (!isOver) {
    await new Promise(setImmediate);
    sleeping.sort((a, b) => a.until - b.until);
    const next = sleeping.shift();
    if (next === undefined) continue;
    now = Math.max(now, next.until);
    next.wake();
  }
  await run;
  return { seconds: now / 1_000, mostAttempts: Math.max(...all.map(({ attempts }) => attempts)) };
}

const reply = (code: number, text: string) => (): Outcome => ({ kind: 'deferred', code, words: text });

describe('a relay that enforces a rate', () => {
  it.each<[string, number, () => Limiter, number, number, () => Outcome]>([
    [
      'SES, 14 a second',
      3_000,
      () => tokenBucket(14, 14),
      14,
      14,
      reply(454, 'Throttling failure: Maximum sending rate exceeded.'),
    ],
    [
      'SES, 1 a second',
      1_000,
      () => tokenBucket(1, 1),
      1,
      1,
      reply(454, 'Throttling failure: Maximum sending rate exceeded.'),
    ],
    [
      'SES, 100 a second',
      15_000,
      () => tokenBucket(100, 100),
      100,
      100,
      reply(454, 'Throttling failure: Maximum sending rate exceeded.'),
    ],
    ['14 a second after a burst of 300', 3_000, () => tokenBucket(14, 300), 14, 300, reply(454, 'Throttling failure')],
    [
      'words that name nobody, at every domain',
      3_000,
      () => tokenBucket(14, 14),
      14,
      14,
      reply(450, '4.7.1 Policy: too many messages, slow down'),
    ],
    [
      '60 a minute, in windows',
      3_000,
      () => fixedWindow(60, 60_000),
      1,
      60,
      reply(450, '4.7.1 Policy rejection: rate limit exceeded'),
    ],
    [
      'words that greylisting has too',
      3_000,
      () => tokenBucket(14, 14),
      14,
      14,
      reply(451, '4.7.1 Service unavailable - try again later'),
    ],
    ['no words at all', 3_000, () => tokenBucket(14, 14), 14, 14, reply(454, 'Temporary failure')],
  ])(
    '%s: 95% of it goes through, and none is tried more than twice',
    async (_, people, limiter, perSecond, atOnce, words) => {
      const { seconds, mostAttempts } = await simulate(people, limiter(), words);
      const best = (people - atOnce) / perSecond;
      expect(best / seconds).toBeGreaterThan(0.95);
      expect(mostAttempts).toBeLessThanOrEqual(2);
    },
  );
});

it('a relay that greylists half of all readers loses no time by it', async () => {
  let n = 0;
  const seconds = async (limiter: Limiter) =>
    (await simulate(3_000, limiter, reply(451, '4.7.1 Please try again later'))).seconds;
  // Each of the first 3,000 is a first attempt, later ones are second attempts.
  const greylisted = await seconds(() => ++n > 3_000 || n % 2 === 0);
  expect(greylisted).toBeLessThan((await seconds(() => true)) + 120);
});

describe('a reply', () => {
  it.each<[number, string, Throttle]>([
    [454, 'Throttling failure: Maximum sending rate exceeded.', 'relay'],
    [454, 'Throttling failure: Daily message quota exceeded.', 'quota'],
    [432, '4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded', 'rate'],
    [432, '4.3.2 Concurrent connections limit exceeded. Visit https://aka.ms/concurrent_sending', 'relay'],
    [550, '5.4.5 Daily user sending limit exceeded. For more information on Gmail sending limits go to x', 'quota'],
    [550, '5.4.5 Daily SMTP relay sending limit exceeded for customer.', 'quota'],
    [421, '4.2.1 Peak SMTP relay limit exceeded for customer. This is a temporary error.', 'relay'],
    [451, '4.7.1 Your account has exceeded its sending limit, try again later', 'relay'],
    [450, '4.7.1 Too many messages in one session', 'relay'],
    [421, '4.7.28 Gmail has detected an unusual rate of mail originating from your SPF domain', 'rate'],
    [
      421,
      '4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred due to unexpected volume or user complaints',
      'rate',
    ],
    [421, '4.7.0 Too many concurrent connections', 'rate'],
    [450, '4.7.1 <a@b.example>: Recipient address rejected: Policy: too many messages, slow down', 'rate'],
    [452, '4.3.2 Connection rate limit exceeded', 'rate'],
    [451, '4.3.0 Temporary system problem', 'busy'],
    [452, '4.3.1 Insufficient system storage', 'busy'],
    [421, '4.3.2 Service shutting down', 'busy'],
    [452, '4.2.2 The email account that you tried to reach is over quota', 'none'],
    [
      450,
      '4.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages',
      'none',
    ],
    [450, '4.2.0 <a@b.example>: Recipient address rejected: Greylisted', 'none'],
    [451, '4.7.1 Greylisting in action, please come back in 00:05:00', 'none'],
    [450, '4.7.1 Please try again later', 'unclear'],
    [451, '4.7.1 Service unavailable - try again later', 'unclear'],
    [454, 'Temporary failure', 'unclear'],
    [450, '4.1.2 Domain not found', 'none'],
    [454, '4.7.0 TLS not available due to local problem', 'unclear'],
    [550, '5.1.1 no such user', 'none'],
  ])('%i %s: %s', (code, words, throttle) => {
    expect(throttleOf({ kind: code < 500 ? 'deferred' : 'refused', code, words })).toBe(throttle);
  });
});
