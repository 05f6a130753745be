import { describe, expect, it } from 'vitest';
import { domainPace } from '../../../src/delivery/pacing/domain-pace.ts';
import type { DomainLimits } from '../../../src/delivery/pacing/domain-paces.ts';
import { warmUpBudget } from '../../../src/delivery/pacing/warm-up.ts';
import { deliveryQueue } from '../../../src/delivery/run/delivery-queue.ts';
import { loadPublication } from '../../../src/publication/load.ts';
import type { OpenDelivery } from '../../../src/store/ledger/delivery.ts';
import { root } from '../../helpers/newsletter.ts';

/** A clock that stands until somebody sleeps. */
function clock() {
  let now = 0;
  return {
    now: () => now,
    sleep: async (milliseconds: number) => {
      now += milliseconds;
    },
  };
}

describe('a recipient domain', () => {
  it('gets its messages evenly, and only so many at once', () => {
    const pace = domainPace({ rate: 10, connections: 2 });
    pace.begin(0);
    expect(pace.waitMs(0)).toBe(100);
    expect(pace.waitMs(100)).toBe(0);
    pace.begin(100);
    expect(pace.waitMs(1_000)).toBeGreaterThan(0);
    pace.end('accepted');
    expect(pace.waitMs(1_000)).toBe(0);
  });

  it('that says slow down is given less and less, and more again when it takes what comes', () => {
    const pace = domainPace({});
    let now = 0;
    const send = (how: 'slow' | 'accepted'): number => {
      pace.begin(now);
      pace.end(how);
      const wait = pace.waitMs(now);
      now += wait;
      return wait;
    };
    expect([send('accepted'), send('slow'), send('slow'), send('slow')]).toEqual([0, 1_000, 2_000, 4_000]);
    expect([send('accepted'), send('accepted'), send('accepted')]).toEqual([2_000, 1_000, 500]);
    expect([send('accepted'), send('accepted'), send('accepted'), send('accepted')]).toEqual([250, 125, 0, 0]);
    for (let i = 0; i < 20; i++) send('slow');
    expect(send('slow')).toBe(60_000);
  });

  it('that says slow down has one message under way, no more', () => {
    const pace = domainPace({});
    pace.begin(0);
    pace.end('slow');
    pace.begin(5_000);
    expect(pace.waitMs(10_000)).toBeGreaterThan(0);
  });
});

describe('the queue', () => {
  const ledgerOf = (domains: readonly string[]) => ({
    open: async (
      _week: string,
      _now: Date,
      { after = 0, limit }: { after?: number; limit: number },
    ): Promise<OpenDelivery[]> =>
      domains
        .map((domain, i) => ({ id: i + 1, language: 'fr', domain, attempts: 0 }))
        .filter(({ id }) => id > after)
        .slice(0, limit),
  });
  const never = new AbortController().signal;
  const queueOf = (domains: readonly string[], limits: DomainLimits, timer = clock()) =>
    deliveryQueue({ ledger: ledgerOf(domains), week: '2026-W48', now: new Date(), domains: limits, timer });

  it('hands out each delivery once, and holds a slow domain back without holding up the others', async () => {
    const timer = clock();
    const queue = queueOf(
      ['slow.example', 'slow.example', 'b.example', 'c.example'],
      { 'slow.example': { rate: 1 } },
      timer,
    );
    const seen: [number, number][] = [];
    for (let next = await queue.takeNext(never); next !== undefined; next = await queue.takeNext(never)) {
      seen.push([next.id, Math.round(timer.now() / 100) / 10]);
      queue.finish(next, 'accepted');
    }
    expect(seen).toEqual([
      [1, 0],
      [3, 0],
      [4, 0],
      [2, 1],
    ]);
  });

  it('takes `*` for each domain that is not named', async () => {
    const timer = clock();
    const queue = queueOf(['a.example', 'a.example', 'b.example', 'b.example'], { '*': { rate: 10 } }, timer);
    const ids: number[] = [];
    for (let next = await queue.takeNext(never); next !== undefined; next = await queue.takeNext(never))
      ids.push(next.id);
    expect(ids).toEqual([1, 3, 2, 4]);
    expect(timer.now()).toBeGreaterThanOrEqual(100);
  });

  it('goes over ten thousand deliveries of one slow domain with few of them in memory', async () => {
    const queue = queueOf(
      Array.from({ length: 10_000 }, () => 'slow.example'),
      { 'slow.example': { rate: 1_000 } },
    );
    const ids = new Set<number>();
    for (let next = await queue.takeNext(never); next !== undefined; next = await queue.takeNext(never)) {
      ids.add(next.id);
      queue.finish(next, 'accepted');
    }
    expect(ids.size).toBe(10_000);
  });

  it('stops when it is told to, whatever it waits for', async () => {
    const stop = new AbortController();
    const timer = clock();
    const queue = queueOf(
      ['a.example', 'a.example'],
      { 'a.example': { connections: 1 } },
      {
        now: timer.now,
        sleep: async milliseconds => {
          await timer.sleep(milliseconds);
          if (timer.now() > 5_000) stop.abort();
        },
      },
    );
    expect((await queue.takeNext(stop.signal))?.id).toBe(1);
    expect(await queue.takeNext(stop.signal)).toBeUndefined();
  });

  it('ends when the day’s budget is spent', async () => {
    const budget = { left: 2, until: new Date() };
    const queue = deliveryQueue({
      ledger: ledgerOf(['a.example', 'b.example', 'c.example']),
      week: '2026-W48',
      now: new Date(),
      budget,
      timer: clock(),
    });
    expect([(await queue.takeNext(never))?.id, queue.takeReady()?.id, await queue.takeNext(never)]).toEqual([
      1,
      2,
      undefined,
    ]);
    expect(budget.left).toBe(0);
  });
});

describe('the warm-up of a new domain', () => {
  it('allows so many a day, by the publication’s clock, and any number after its last day', async () => {
    const { value } = await loadPublication(root);
    if (value === undefined) throw new Error('the sample is broken');
    const publication = {
      ...value,
      sending: { ...value.sending, warm_up: { start: '2026-11-27', per_day: [50, 100] } },
    };
    const asked: string[] = [];
    const left = async (now: string, tried: number) => {
      const budget = await warmUpBudget(publication, new Date(now), async since => {
        asked.push(since.toISOString());
        return tried;
      });
      return budget && [budget.left, budget.until.toISOString()];
    };
    // Midnight in Paris is 23:00 in UTC.
    expect(await left('2026-11-26T22:59:00Z', 0)).toBeUndefined();
    expect(await left('2026-11-26T23:01:00Z', 20)).toEqual([30, '2026-11-27T23:00:00.000Z']);
    expect(await left('2026-11-28T10:00:00Z', 120)).toEqual([0, '2026-11-28T23:00:00.000Z']);
    expect(await left('2026-11-29T10:00:00Z', 0)).toBeUndefined();
    expect(asked).toEqual(['2026-11-26T23:00:00.000Z', '2026-11-27T23:00:00.000Z']);
  });
});
