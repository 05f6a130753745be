import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../src/store/store.ts';

/** What a store must do for limits that many keep to together. @param open an empty store */
export function limitsContract(open: () => Promise<Store>): void {
  let store: Store;
  beforeEach(async () => {
    store = await open();
  });
  afterEach(() => store.close());

  const ask = (holder: string, wanted: number, limit = 4) =>
    store.limits.takePermits({ name: 'connections', holder, limit, wanted });

  describe('turns of a rate', () => {
    it('are each given once, as far apart as the rate says, whoever takes them', async () => {
      const waits = await Promise.all([1, 2, 3, 4].map(() => store.limits.takeRateSlots('rate', 10, 2)));
      const inOrder = waits.sort((a, b) => a - b);
      expect(inOrder.map(wait => Math.round(wait / 200))).toEqual([0, 1, 2, 3]);
      expect(await store.limits.takeRateSlots('another', 10, 1)).toBe(0);
    });

    it('are not saved up', async () => {
      await store.limits.takeRateSlots('rate', 100, 1);
      await sleep(100);
      expect(await store.limits.takeRateSlots('rate', 100, 3)).toBe(0);
      expect(await store.limits.takeRateSlots('rate', 100, 1)).toBeGreaterThan(15);
    });
  });

  describe('places', () => {
    it('are no more than there are, however many ask at once', async () => {
      const given = await Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map(holder => ask(holder, 3)));
      expect(given.reduce((sum, count) => sum + count, 0)).toBe(4);
    });

    it('are all one’s own until others ask, then a fair part once they are given back', async () => {
      expect(await ask('a', 10)).toBe(4);
      expect([await ask('b', 10), await ask('a', 1)]).toEqual([0, 4]);
      await store.limits.releasePermits('a');
      expect(await ask('a', 10)).toBe(2);
      expect(await ask('b', 10)).toBe(2);
    });

    it('are fewer by what was tried already', async () => {
      const now = new Date();
      async function* people() {
        yield { address: 'a@example.com', language: 'fr' };
      }
      await store.subscribers.upsert(people(), now, () => undefined);
      const until = new Date(now.getTime() + 60_000);
      const claim = { week: '2026-W48', contentHash: 'x', holder: 'me', now, until };
      const claimed = await store.ledger.claim({ ...claim, isDead: () => false, editionFor: one => one });
      await store.ledger.begin(1, 'token' in claimed ? claimed.token : -1, now);
      const day = { name: 'warm-up', holder: 'a', limit: 5, wanted: 10 };
      expect(await store.limits.takePermits({ ...day, lessTriedSince: new Date(now.getTime() - 1_000) })).toBe(4);
    });

    it('that are kept stay with their holder, those of one that left are free', async () => {
      await ask('a', 4);
      await store.limits.keepPermits('a');
      await store.limits.releasePermits('b');
      expect(await ask('b', 1)).toBe(0);
      await store.limits.releasePermits('a');
      expect(await ask('b', 1)).toBe(1);
    });

    it('of those that are known to be dead are free at once', async () => {
      await ask('a', 4);
      await store.limits.freePermits(holder => holder === 'a');
      expect(await ask('b', 4)).toBe(4);
    });
  });
}
