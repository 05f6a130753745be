import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ClaimRequest } from '../../src/store/claim.ts';
import type { Store } from '../../src/store/store.ts';

const now = new Date('2026-11-27T08:00:00.000Z');
const later = (seconds: number): Date => new Date(now.getTime() + seconds * 1_000);
const week = '2026-W48';

/** What a store must do for a run in pieces. @param open an empty store that many machines can share */
export function chunksContract(open: () => Promise<Store>): void {
  let store: Store;
  beforeEach(async () => {
    store = await open();
    async function* people() {
      for (let i = 0; i < 25; i++) yield { address: `r${i}@example.com`, language: 'fr' };
    }
    await store.subscribers.put(people(), now, () => undefined);
    await claim();
    await store.chunks.cut(week, 10);
    await store.ledger.release(week, 'me', now);
  });
  afterEach(() => store.close());

  const claim = (handOut = true, contentHash = 'x', more: Partial<ClaimRequest> = {}) =>
    store.ledger.claim({
      week,
      contentHash,
      handOut,
      holder: 'me',
      now,
      until: later(60),
      isDead: () => false,
      editionFor: one => one,
      ...more,
    });
  const take = (holder: string, at = now) => store.chunks.take(holder, at, new Date(at.getTime() + 60_000));
  /** Makes all deliveries of a piece. */
  const make = async (first: number, last: number, holder: string, at = now) => {
    for (let id = first; id <= last; id++) {
      if ((await store.ledger.begin(id, holder, at)) === undefined) return id;
      if ((await store.ledger.commit(id, holder, at)) !== true) return id;
      await store.ledger.settle(id, { state: 'accepted', code: 250, words: 'ok' }, at);
    }
    return undefined;
  };

  describe('a run in pieces', () => {
    it('is cut once, and each piece is with one worker', async () => {
      expect(await store.chunks.cut(week, 5)).toBe(3);
      const pieces = await Promise.all(['a', 'b', 'c', 'd'].map(holder => take(holder)));
      expect(pieces.map(piece => piece?.number).sort()).toEqual([0, 1, 2, undefined]);
      const held = await store.chunks.held(week, now);
      expect(held.sort((a, b) => a.number - b.number)).toMatchObject([
        { holder: expect.any(String), total: 10, open: 10 },
        { total: 10, open: 10 },
        { total: 5, open: 5 },
      ]);
    });

    it('lets a worker take the steps of its own piece only', async () => {
      const piece = await take('a');
      expect(piece).toMatchObject({ number: 0, first: 1, last: 10 });
      expect(await store.ledger.begin(11, 'a', now)).toBeUndefined();
      expect(await store.ledger.begin(1, 'b', now)).toBeUndefined();
      expect(await store.ledger.begin(1, 'a', now)).toMatchObject({ address: 'r0@example.com' });
    });

    it('passes a piece on when its worker is silent, which can send nothing more when it wakes', async () => {
      const piece = await take('a');
      await store.ledger.begin(1, 'a', now);
      await store.ledger.begin(2, 'a', now);
      await store.ledger.commit(2, 'a', now);
      expect((await take('b', later(59)))?.number).toBe(1);
      expect((await take('c', later(61)))?.number).toBe(0);
      // Begun, and not at its dot: again. At its dot: nobody knows.
      expect(await store.ledger.counts(week, now)).toContainEqual({
        language: 'fr',
        state: 'uncertain',
        count: 1,
        later: 0,
      });
      expect(await store.ledger.commit(1, 'a', later(62))).toBe(false);
      expect(await store.ledger.begin(3, 'a', later(62))).toBeUndefined();
      expect(piece !== undefined && (await store.chunks.renew(piece, 'a', later(120)))).toBe(false);
      expect(await store.ledger.begin(1, 'c', later(62))).toMatchObject({ address: 'r0@example.com' });
    });

    it('frees the pieces of the dead at once', async () => {
      await take('dead');
      await store.chunks.free(holder => holder === 'dead', later(1));
      expect((await take('b', later(1)))?.number).toBe(0);
    });

    it('keeps a deferred delivery’s piece until it is due, and is finished with the last, though two end at once', async () => {
      const pieces = [await take('a'), await take('b'), await take('c')];
      expect(await make(2, 10, 'a')).toBeUndefined();
      expect(await make(11, 20, 'b')).toBeUndefined();
      expect(await make(21, 25, 'c')).toBeUndefined();
      await store.ledger.begin(1, 'a', now);
      await store.ledger.settle(1, { state: 'deferred', dueAt: later(300), words: 'later' }, now);
      await Promise.all(pieces.map((piece, i) => piece && store.chunks.release(piece, 'abc'[i] ?? '', now)));
      expect([await store.chunks.left(week), await take('d', later(299))]).toEqual([1, undefined]);
      expect((await store.ledger.run(week))?.finishedAt).toBeUndefined();
      const piece = await take('d', later(300));
      await make(1, 1, 'd', later(300));
      if (piece !== undefined) await store.chunks.release(piece, 'd', later(301));
      expect((await store.ledger.run(week))?.finishedAt).toBe(later(301).toISOString());
    });

    it('keeps a piece until the next of its readers’ clocks strikes, or a person sends it now', async () => {
      for (const other of ['x', 'y', 'z']) await store.chunks.take(other, now, later(7_200));
      await store.subscribers.change(3, { time_zone: 'Asia/Tokyo' }, { kind: 'time_zone' }, now);
      const next = { week: '2026-W49', dueIn: (zone: string | undefined) => (zone === undefined ? later(3_600) : now) };
      await claim(true, 'x', next);
      await store.chunks.cut('2026-W49', 100);
      await store.ledger.release('2026-W49', 'me', now);
      const until = later(60);
      const piece = await store.chunks.take('a', now, until);
      expect((await store.ledger.open('2026-W49', now, 0, 100)).length).toBe(1);
      const [{ id } = { id: 0 }] = await store.ledger.open('2026-W49', now, 0, 1);
      expect(await make(id, id, 'a')).toBeUndefined();
      if (piece !== undefined) await store.chunks.release(piece, 'a', now);
      expect(await store.chunks.take('b', now, until)).toBeUndefined();
      expect((await store.chunks.take('b', later(3_600), later(3_700)))?.week).toBe('2026-W49');
      if (piece !== undefined) await store.chunks.release(piece, 'b', now);
      await claim(true, 'x', { week: '2026-W49' });
      expect((await store.chunks.take('b', now, until))?.week).toBe('2026-W49');
      expect((await store.ledger.open('2026-W49', now, 0, 100)).length).toBe(24);
    });

    it('holds off a sender without pieces, and one whose issue has changed, until a person decides', async () => {
      expect((await claim(false)).kind).toBe('handed-out');
      expect((await claim(true, 'x', { resendUncertain: true })).kind).toBe('handed-out');
      expect((await claim(true)).kind).toBe('resumed');
      expect((await claim(true, 'changed')).kind).toBe('changed');
      expect((await claim(true, 'changed', { acceptChanges: true })).kind).toBe('resumed');
      expect((await store.ledger.run(week))?.contentHash).toBe('changed');
    });
  });

  it('is finished by the last of three that end at the same moment', async () => {
    const pieces = [await take('a'), await take('b'), await take('c')];
    await make(1, 10, 'a');
    await make(11, 20, 'b');
    await make(21, 25, 'c');
    await Promise.all(pieces.map((piece, i) => piece && store.chunks.release(piece, 'abc'[i] ?? '', now)));
    expect((await store.ledger.run(week))?.finishedAt).toBe(now.toISOString());
  });
}
