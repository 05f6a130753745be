import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { laterOf } from '../../src/delivery/run/plan-run.ts';
import type { ClaimRequest } from '../../src/store/ledger/claim.ts';
import type { Store } from '../../src/store/store.ts';

const now = new Date('2026-11-24T10:00:00.000Z');
const later = (seconds: number): Date => new Date(now.getTime() + seconds * 1_000);
const week = '2026-W48';

/** What every store must do. @param open an empty store */
export function storeContract(open: () => Promise<Store>): void {
  let store: Store;
  beforeEach(async () => {
    store = await open();
  });
  afterEach(() => store.close());

  const join = (...people: [address: string, language: string][]) =>
    store.subscribers.upsert(entries(people), now, () => undefined);
  /** The fencing tokens under which holders took runs last. */
  const tokens = new Map<string, number>();
  const of = (holder: string): number => tokens.get(holder) ?? -1;
  const claim = async (more: Partial<ClaimRequest> = {}) => {
    const result = await store.ledger.claim({
      week,
      contentHash: 'hash',
      holder: 'me',
      now,
      until: later(60),
      isDead: () => false,
      editionFor: language => (language === 'en' ? 'en' : 'fr'),
      ...more,
    });
    if ('token' in result) tokens.set(more.holder ?? 'me', result.token);
    return result;
  };
  const open_ = (at = now) => store.ledger.open(week, at, { limit: 100 });
  const states = async () =>
    Object.fromEntries(
      (await store.ledger.counts(week, now)).map(({ language, state, count }) => [`${language} ${state}`, count]),
    );

  describe('the audience', () => {
    it('is frozen when the run starts, each in the edition for their language', async () => {
      await join(['a@example.com', 'fr'], ['b@example.com', 'en'], ['c@example.com', 'hr'], ['d@example.com', 'fr']);
      await store.subscribers.leave(4, '2026-W48', now);
      expect(await claim()).toMatchObject({ kind: 'started' });
      await join(['late@example.com', 'fr']);
      expect(await states()).toEqual({ 'fr queued': 2, 'en queued': 1 });
      expect((await open_()).map(({ language }) => language)).toEqual(['fr', 'en', 'fr']);
    });

    it('leaves out who paused, until the pause is over', async () => {
      await join(['a@example.com', 'fr'], ['b@example.com', 'fr']);
      const pause = (until: Date) => ({ paused_until: until.toISOString() });
      await store.subscribers.change(1, pause(later(3_600)), { kind: 'paused', week }, now);
      await store.subscribers.change(2, pause(now), { kind: 'paused', week }, now);
      expect(await store.subscribers.countDue(now)).toEqual([{ language: 'fr', count: 1 }]);
      await claim();
      expect(await states()).toEqual({ 'fr queued': 1 });
      const [open] = await open_();
      await store.subscribers.change(2, pause(later(3_600)), { kind: 'paused', week }, now);
      expect(await store.ledger.begin(open?.id ?? 0, of('me'), now)).toEqual({ skip: 'paused until 2026-11-24' });
    });

    it('is looked up once more before the final dot', async () => {
      await join(['a@example.com', 'fr'], ['b@example.com', 'fr'], ['c@example.com', 'fr']);
      await claim();
      const ids = (await open_()).map(({ id }) => id);
      for (const id of ids) await store.ledger.begin(id, of('me'), now);
      await store.subscribers.change(1, { status: 'unsubscribed' }, { kind: 'left', week }, now);
      await store.subscribers.change(2, { paused_until: later(60).toISOString() }, { kind: 'paused' }, now);
      expect(await Promise.all(ids.map(id => store.ledger.commit(id, of('me'), now)))).toEqual([
        { skip: 'unsubscribed' },
        { skip: 'paused until 2026-11-24' },
        true,
      ]);
    });

    it('keeps a record of what readers change', async () => {
      await join(['a@example.com', 'fr']);
      await store.subscribers.change(1, { language: 'en' }, { kind: 'language', week, detail: 'en' }, now);
      await store.subscribers.change(1, { status: 'unsubscribed' }, { kind: 'left', detail: 'too_many' }, later(5));
      expect(await store.subscribers.byNumber(1)).toMatchObject({ language: 'en', status: 'unsubscribed' });
      expect(await store.subscribers.changes(1)).toEqual([
        { kind: 'language', week, detail: 'en', at: now.toISOString() },
        { kind: 'left', week: undefined, detail: 'too_many', at: later(5).toISOString() },
      ]);
      expect(await store.subscribers.byNumber(99)).toBeUndefined();
    });

    it('is that of nobody where nobody is subscribed', async () => {
      expect(await claim()).toMatchObject({ kind: 'started' });
      expect(await states()).toEqual({});
    });

    it('is looked up again at the moment of sending', async () => {
      await join(['a@example.com', 'fr'], ['b@example.com', 'fr'], ['c@example.com', 'fr']);
      await claim();
      await store.subscribers.leave(1, '2026-W48', now);
      await store.suppressions.add('b@example.com', 'bounced', now);
      const ids = (await open_()).map(({ id }) => id);
      expect(await Promise.all(ids.map(id => store.ledger.begin(id, of('me'), now)))).toEqual([
        { skip: 'unsubscribed' },
        { skip: 'suppressed: bounced' },
        { id: 3, address: 'c@example.com', name: undefined },
      ]);
    });
  });

  describe('an audience that goes by its clocks', () => {
    const morning = (zone: string | undefined) =>
      later({ 'Asia/Tokyo': 60, 'America/Montreal': 7_200 }[zone ?? ''] ?? 3_600);
    const inZones = async () => {
      await join(['a@example.com', 'fr'], ['b@example.com', 'fr'], ['c@example.com', 'en']);
      await store.subscribers.change(1, { time_zone: 'America/Montreal' }, { kind: 'time_zone', week }, now);
      await store.subscribers.change(3, { time_zone: 'Asia/Tokyo' }, { kind: 'time_zone', week }, now);
    };

    const waiting = async (at: Date) => laterOf(await store.ledger.counts(week, at));

    it('is due in waves, those who named no time zone by that of the newsletter', async () => {
      await inZones();
      const zones = await store.subscribers.countByTimeZone(now);
      expect(new Map(zones.map(({ timeZone, count }) => [timeZone, count]))).toEqual(
        new Map([
          ['America/Montreal', 1],
          ['Asia/Tokyo', 1],
          [undefined, 1],
        ]),
      );
      await claim({ dueIn: morning });
      const dueAt = async (seconds: number) => (await open_(later(seconds))).map(({ id }) => id);
      expect([await dueAt(59), await dueAt(60), await dueAt(3_600), await dueAt(7_200)]).toEqual([
        [],
        [3],
        [2, 3],
        [1, 2, 3],
      ]);
      expect(await store.ledger.nextDue(week, now)).toEqual(later(60));
      expect(await waiting(later(60))).toBe(2);
      await store.ledger.release(week, of('me'), now);
      expect((await store.ledger.run(week))?.finishedAt).toBeUndefined();
    });

    it('waits on when the run goes on, and is due at once when a person sends it now', async () => {
      await inZones();
      await claim({ dueIn: morning });
      await claim({ dueIn: morning });
      expect(await waiting(now)).toBe(3);
      await claim();
      expect(await waiting(now)).toBe(0);
      expect(await open_()).toHaveLength(3);
      expect(await store.ledger.nextDue(week, now)).toEqual(new Date(0));
    });
  });

  describe('a run', () => {
    it('belongs to one process until its lease ends, is given back, or its holder is known to be dead', async () => {
      await claim();
      expect(await claim({ holder: 'other' })).toEqual({ kind: 'held', until: later(60).toISOString() });
      expect(await claim({ holder: 'other', isDead: holder => holder === 'me' })).toMatchObject({ kind: 'resumed' });
      expect(await store.ledger.renew(week, of('me'), later(90))).toBe(false);
      expect(await store.ledger.renew(week, of('other'), later(90))).toBe(true);
      expect(await claim({ now: later(91), until: later(150) })).toMatchObject({ kind: 'resumed' });
      await store.ledger.release(week, of('me'), later(92));
      expect(await claim({ holder: 'third', now: later(93) })).toMatchObject({ kind: 'resumed' });
    });

    it('is started by one of many that try at once', async () => {
      await join(['a@example.com', 'fr']);
      const kinds = await Promise.all(Array.from({ length: 8 }, (_, i) => claim({ holder: `h${i}` })));
      expect(kinds.filter(({ kind }) => kind === 'started')).toHaveLength(1);
      expect(kinds.filter(({ kind }) => kind === 'held')).toHaveLength(7);
      expect(await states()).toEqual({ 'fr queued': 1 });
    });

    it('of an issue that was changed meanwhile waits for a person', async () => {
      await join(['a@example.com', 'fr']);
      await claim();
      await store.ledger.release(week, of('me'), now);
      expect(await claim({ contentHash: 'other' })).toEqual({ kind: 'changed', startedAt: now.toISOString() });
      expect(await claim({ contentHash: 'other', acceptChanges: true })).toMatchObject({ kind: 'resumed' });
      expect(await store.ledger.run(week)).toMatchObject({ contentHash: 'other' });
    });

    it('is finished when nothing is left to do, and not before', async () => {
      await join(['a@example.com', 'fr'], ['b@example.com', 'fr']);
      await claim();
      const [a, b] = await open_();
      if (a === undefined || b === undefined) throw new Error('no deliveries');
      await store.ledger.begin(a.id, of('me'), now);
      await store.ledger.settle(a.id, of('me'), { state: 'accepted' }, now);
      await store.ledger.release(week, of('me'), now);
      expect((await store.ledger.run(week))?.finishedAt).toBeUndefined();
      await claim();
      await store.ledger.begin(b.id, of('me'), now);
      await store.ledger.settle(b.id, of('me'), { state: 'failed', code: 550, words: 'no such user' }, now);
      await store.ledger.release(week, of('me'), later(1));
      expect((await store.ledger.run(week))?.finishedAt).toBe(later(1).toISOString());
    });
  });

  describe('a delivery', () => {
    const one = async (): Promise<number> => {
      await join(['a@example.com', 'fr']);
      await claim();
      const [delivery] = await open_();
      if (delivery === undefined) throw new Error('no delivery');
      return delivery.id;
    };

    it('goes its steps in order, each once, for the holder only', async () => {
      const id = await one();
      const { ledger } = store;
      expect(await ledger.commit(id, of('me'), now)).toBe(false);
      expect(await ledger.begin(id, of('other'), now)).toBeUndefined();
      expect(await ledger.begin(id, of('me'), now)).toMatchObject({ address: 'a@example.com' });
      expect(await ledger.begin(id, of('me'), now)).toBeUndefined();
      expect(await ledger.commit(id, of('other'), now)).toBe(false);
      expect(await ledger.commit(id, of('me'), now)).toBe(true);
      await ledger.settle(id, of('me'), { state: 'accepted', code: 250, words: 'ok' }, now);
      expect(await ledger.begin(id, of('me'), now)).toBeUndefined();
      expect(await states()).toEqual({ 'fr accepted': 1 });
    });

    it('begun and put back was not tried: the days until it is given up begin with the first attempt', async () => {
      const id = await one();
      const { ledger } = store;
      expect(await ledger.hasTried(week)).toBe(false);
      await ledger.begin(id, of('me'), now);
      expect(await ledger.hasTried(week)).toBe(true);
      await ledger.settle(id, of('me'), { state: 'queued' }, now);
      expect((await open_())[0]?.firstTriedAt).toBeUndefined();
      expect(await ledger.hasTried(week)).toBe(false);
    });

    it('cut off before the final dot goes back into the queue', async () => {
      const id = await one();
      await store.ledger.begin(id, of('me'), now);
      await claim({ holder: 'next', isDead: () => true });
      expect(await states()).toEqual({ 'fr queued': 1 });
      expect(await store.ledger.commit(id, of('me'), now)).toBe(false);
    });

    it('cut off after it is uncertain, and sent again only when a person says so', async () => {
      const id = await one();
      await store.ledger.begin(id, of('me'), now);
      await store.ledger.commit(id, of('me'), now);
      await claim({ holder: 'next', isDead: () => true });
      expect(await states()).toEqual({ 'fr uncertain': 1 });
      expect(await open_()).toEqual([]);
      expect(await store.ledger.list(week, ['uncertain'], 10)).toMatchObject([
        { address: 'a@example.com', state: 'uncertain' },
      ]);
      await store.ledger.release(week, of('next'), now);
      await claim({ resendUncertain: true });
      expect(await states()).toEqual({ 'fr queued': 1 });
    });

    it('to an address that does not exist suppresses it in the same moment', async () => {
      const id = await one();
      await store.ledger.begin(id, of('me'), now);
      const suppress = { address: 'A@example.com', reason: 'refused: 550 5.1.1 no such user' };
      await store.ledger.settle(id, of('me'), { state: 'failed', code: 550, suppress }, now);
      expect(await store.suppressions.find('a@example.com')).toBeDefined();
    });

    it('that is deferred comes back when its time has come', async () => {
      const id = await one();
      await store.ledger.begin(id, of('me'), now);
      await store.ledger.settle(id, of('me'), { state: 'deferred', code: 451, words: 'later', dueAt: later(30) }, now);
      expect(await open_(later(29))).toEqual([]);
      expect(await store.ledger.nextDue(week, now)).toEqual(later(30));
      expect(await open_(later(30))).toMatchObject([
        { id, language: 'fr', domain: 'example.com', attempts: 1, firstTriedAt: now.toISOString() },
      ]);
    });
  });

  it('reads a long queue in pages, each delivery once', async () => {
    await join(...Array.from({ length: 25 }, (_, i): [string, string] => [`a${i}@example.com`, i % 2 ? 'fr' : 'en']));
    await claim();
    const seen: number[] = [];
    for (let after = 0; ; ) {
      const page = await store.ledger.open(week, now, { after, limit: 10 });
      if (page.length === 0) break;
      seen.push(...page.map(({ id }) => id));
      after = seen.at(-1) ?? 0;
    }
    expect(new Set(seen).size).toBe(25);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
  });
}

async function* entries(people: [string, string][]) {
  for (const [address, language] of people) yield { address, language };
}
