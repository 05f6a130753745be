import { describe, expect, it } from 'vitest';
import { relayPace } from '../../../src/delivery/pacing/relay-pace.ts';
import type { Outcome } from '../../../src/delivery/smtp/transport.ts';
import { throttleOf } from '../../../src/replies/throttle.ts';

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
      const pause = pace.record({ outcome, throttle: throttleOf(outcome), domain, since, isFirst });
      if (outcome.kind === 'accepted') continue;
      person.due = now + (pause ?? 30_000);
      later.push(person);
    }
  };
  const passes = async (): Promise<void> => {
    while (waiting.length > 0) {
      pace.slowDown();
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
    [
      'words of a server in trouble',
      3_000,
      () => tokenBucket(14, 14),
      14,
      14,
      reply(451, '4.3.2 Please try again later'),
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
