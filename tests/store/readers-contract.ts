import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SubscriberEntry } from '../../src/store/imports/entry.ts';
import type { Audience } from '../../src/store/ledger/claim.ts';
import type { BounceKind } from '../../src/store/schema.ts';
import type { Store } from '../../src/store/store.ts';
import type { NewConfirmation } from '../../src/store/subscribers/ask.ts';

const now = new Date('2026-11-24T10:00:00.000Z');
const later = (seconds: number): Date => new Date(now.getTime() + seconds * 1_000);
const day = 86_400;
const week = '2026-W48';
const limits = { between: 60_000, perDay: 3 };
const life = 7 * day * 1_000;

/** What every store must do for the subscribers' side. @param open an empty store */
export function readersContract(open: () => Promise<Store>): void {
  let store: Store;
  beforeEach(async () => {
    store = await open();
  });
  afterEach(() => store.close());

  const put = async (...entries: SubscriberEntry[]) => {
    async function* all() {
      yield* entries;
    }
    const outcomes: string[] = [];
    await store.subscribers.upsert(all(), now, outcome => outcomes.push(outcome));
    return outcomes;
  };
  const ask = (request: Partial<NewConfirmation> = {}, at = now) =>
    store.confirmations.ask(
      {
        kind: 'sign_up',
        address: 'Zoe@example.com',
        language: 'fr',
        page: 'page',
        consent: { version: 'v1', text: 'Yes, please.' },
        network: 'hash',
        ...request,
      },
      life,
      limits,
      at,
    );
  const confirm = (id: number, at = later(60), erased: string[] = []) =>
    store.confirmations.confirm(id, 'network', erased, at);

  const claim = async (audience?: Audience) => {
    const claimed = await store.ledger.claim({
      week,
      contentHash: 'x',
      holder: 'me',
      now,
      until: later(60),
      isDead: () => false,
      editionFor: language => language,
      audience,
    });
    if (!('token' in claimed)) throw new Error(claimed.kind);
    return claimed.token;
  };

  describe('a sign-up', () => {
    it('subscribes nobody before it is confirmed, and once only then', async () => {
      await ask({ name: 'Zoé' });
      expect(await store.subscribers.find('zoe@example.com')).toBeUndefined();
      expect(await store.confirmations.due(now, 10)).toMatchObject([
        { id: 1, address: 'Zoe@example.com', attempts: 0 },
      ]);
      expect(await confirm(1)).toEqual({ outcome: 'confirmed', subscriber: 1 });
      expect(await store.subscribers.find('zoe@example.com')).toMatchObject({ name: 'Zoé', status: 'active' });
      await store.subscribers.leave(1, '2026-W48', later(70));
      expect(await confirm(1)).toEqual({ outcome: 'already', subscriber: 1 });
      expect((await store.subscribers.byNumber(1))?.status).toBe('unsubscribed');
    });

    it('keeps the proof: when, where, in which words, from which network', async () => {
      await ask();
      await confirm(1);
      expect(await store.confirmations.consents(1)).toEqual([
        {
          kind: 'sign_up',
          address: 'Zoe@example.com',
          language: 'fr',
          page: 'page',
          askedAt: now.toISOString(),
          confirmedAt: later(60).toISOString(),
          text: 'Yes, please.',
          network: 'hash',
          confirmedNetwork: 'network',
        },
      ]);
      expect((await store.subscribers.changes(1)).map(({ kind }) => kind)).toEqual(['joined']);
    });

    it('brings back one who had left, in the language they choose now, and one who was erased', async () => {
      await put({ address: 'zoe@example.com', language: 'en', left: true });
      await ask();
      expect(await confirm(1)).toEqual({ outcome: 'confirmed', subscriber: 1 });
      expect(await store.subscribers.byNumber(1)).toMatchObject({ status: 'active', language: 'fr' });
      const erasedHash = 'h';
      await store.erasures.erase(1, () => erasedHash, later(70));
      await ask({}, later(100));
      await confirm(2, later(110), [erasedHash]);
      expect(await store.erasures.has([erasedHash])).toBe(false);
    });

    it('expires, and is forgotten', async () => {
      await ask();
      expect(await store.confirmations.open(1, later(7 * day))).toBeUndefined();
      expect(await confirm(1, later(7 * day))).toEqual({ outcome: 'over' });
      expect(await store.confirmations.forgetExpired(later(7 * day))).toBe(1);
      expect(await store.confirmations.waiting()).toBe(0);
    });

    it('of one address is taken once a minute and three times a day', async () => {
      for (const second of [0, 5, 61, 125, 200, 300]) await ask({}, later(second));
      expect(await store.confirmations.waiting()).toBe(3);
      await ask({}, later(day + 400));
      expect(await store.confirmations.waiting()).toBe(4);
    });

    it('of one mailbox counts as one, where its provider ignores tags or dots', async () => {
      for (const [i, address] of [
        'ana@gmail.com',
        'A.na@gmail.com',
        'ana+1@googlemail.com',
        'an.a+x+y@gmail.com',
      ].entries())
        await ask({ address }, later(61 * i));
      expect(await store.confirmations.waiting()).toBe(3);
      for (const address of ['a.na@corp.example', 'ana@corp.example', 'ana+1@corp.example', '+x@gmail.com'])
        await ask({ address }, later(600));
      expect(await store.confirmations.waiting()).toBe(7);
    });

    it('drops the oldest unanswered request where too many wait, and no answered one', async () => {
      const limits = { between: 0, perDay: 9, waiting: 3 };
      const request = { kind: 'sign_up' as const, language: 'fr', page: 'p' };
      const dropped: number[] = [];
      for (let i = 1; i <= 5; i++) {
        const address = `a${i}@example.com`;
        dropped.push((await store.confirmations.ask({ ...request, address }, day * 1_000, limits, later(i))).dropped);
        if (i === 1) await confirm(1, later(i));
      }
      expect(dropped).toEqual([0, 0, 0, 0, 1]);
      expect(await store.confirmations.open(2, later(6))).toBeUndefined();
      expect(await store.confirmations.open(3, later(6))).toMatchObject({ address: 'a3@example.com' });
      expect(await store.subscribers.find('a1@example.com')).toMatchObject({ status: 'active' });
    });

    it('is mailed again only where it was not, and says who must not be', async () => {
      await store.suppressions.add('zoe@example.com', 'called it spam', now);
      await ask();
      expect(await store.confirmations.due(now, 10)).toMatchObject([{ suppressed: 'called it spam' }]);
      expect(await store.confirmations.markTried(1, 0, later(30))).toBe(true);
      expect(await store.confirmations.markTried(1, 0, later(30))).toBe(false);
      expect(await store.confirmations.due(later(29), 10)).toEqual([]);
      expect(await store.confirmations.due(later(30), 10)).toMatchObject([{ attempts: 1 }]);
      await store.confirmations.markMailed(1, 'sent');
      expect(await store.confirmations.due(later(90), 10)).toEqual([]);
    });
  });

  describe('at the same moment', () => {
    it('ten sign-ups of one address are one, and two answers subscribe once', async () => {
      await Promise.all(Array.from({ length: 10 }, () => ask()));
      expect(await store.confirmations.waiting()).toBe(1);
      await ask({ address: 'ZOE@example.com' }, later(90));
      const answers = await Promise.all([confirm(1, later(95)), confirm(2, later(95)), confirm(1, later(95))]);
      // Ids may have gaps: in PostgreSQL an insertion that comes second uses one up.
      const id = (await store.subscribers.find('zoe@example.com'))?.id ?? 0;
      expect(answers.map(answer => 'subscriber' in answer && answer.subscriber)).toEqual([id, id, id]);
      expect((await store.subscribers.changes(id)).map(({ kind }) => kind)).toEqual(['joined']);
    });

    it('two who move to one address do not both have it', async () => {
      await put({ address: 'a@example.com', language: 'fr' }, { address: 'b@example.com', language: 'fr' });
      await ask({ kind: 'address', subscriber: 1, address: 'new@example.com' });
      await ask({ kind: 'address', subscriber: 2, address: 'new@example.com' }, later(90));
      const answers = await Promise.all([confirm(1, later(95)), confirm(2, later(95))]);
      expect(answers.map(({ outcome }) => outcome).sort()).toEqual(['confirmed', 'taken']);
    });

    it('an erasure and what comes in beside it leave nothing of one who is gone', async () => {
      for (let i = 1; i <= 20; i++) {
        await put({ address: 'zoe@example.com', language: 'fr', tags: ['a'] });
        const id = (await store.subscribers.find('zoe@example.com'))?.id ?? 0;
        const hard = { key: `k${i}`, subscriber: id, kind: 'hard' as const, source: 'mailbox', words: 'zoe' };
        await Promise.all([
          store.bounces.record(hard, { count: 3, within: 1 }, now),
          store.subscribers.change(id, { language: 'en' }, { kind: 'language' }, now),
          store.erasures.erase(id, () => `h${i}`, now),
          store.subscribers.tag(id, ['b'], []),
          store.subscribers.leave(id, week, now),
        ]);
        expect(await store.subscribers.byNumber(id)).toBeUndefined();
        expect(await store.suppressions.count()).toBe(0);
        expect(await store.subscribers.changes(id)).toEqual([]);
        expect((await store.bounces.of(id)).filter(({ words }) => words !== undefined)).toEqual([]);
        expect(await store.subscribers.countByTag()).toEqual([]);
      }
    });

    it('an import and a sign-up of one address subscribe once', async () => {
      for (let i = 1; i <= 20; i++) {
        const address = `new${i}@example.com`;
        await ask({ address });
        const [[outcome], answer] = await Promise.all([put({ address, language: 'fr' }), confirm(i)]);
        expect(outcome).toMatch(/added|unchanged/);
        expect(answer.outcome).toBe('confirmed');
        expect((await store.subscribers.find(address))?.status).toBe('active');
      }
    });

    it('three soft bounces are counted as three', async () => {
      await put({ address: 'a@example.com', language: 'fr' });
      const outcomes = await Promise.all(
        ['2026-W46', '2026-W47', '2026-W48'].map((issue, i) =>
          store.bounces.record(
            { key: `${i}`, subscriber: 1, week: issue, kind: 'soft', source: 'mailbox' },
            { count: 3, within: day },
            now,
          ),
        ),
      );
      expect(outcomes.sort()).toEqual(['counted', 'counted', 'suppressed']);
    });
  });

  describe('one who is gone', () => {
    it('is not changed, tagged or recorded', async () => {
      await put({ address: 'a@example.com', language: 'fr' });
      await store.erasures.erase(1, () => 'hash', now);
      await store.subscribers.change(1, { language: 'en' }, { kind: 'language', week, detail: 'en' }, now);
      await store.subscribers.tag(1, ['x'], []);
      expect(await store.subscribers.leave(1, week, now)).toBe(false);
      expect(await store.subscribers.changes(1)).toEqual([]);
      expect(await store.subscribers.countByTag()).toEqual([]);
    });
  });

  describe('a change of address', () => {
    it('waits for the new one, and never takes one that is another’s', async () => {
      await put({ address: 'old@example.com', language: 'fr' }, { address: 'other@example.com', language: 'fr' });
      await ask({ kind: 'address', subscriber: 1, address: 'new@example.com' });
      expect((await store.subscribers.byNumber(1))?.address).toBe('old@example.com');
      expect(await confirm(1)).toEqual({ outcome: 'confirmed', subscriber: 1 });
      expect((await store.subscribers.byNumber(1))?.address).toBe('new@example.com');
      await ask({ kind: 'address', subscriber: 1, address: 'other@example.com' });
      expect(await confirm(3)).toEqual({ outcome: 'taken' });
      await ask({ kind: 'address', subscriber: 99, address: 'third@example.com' });
      expect(await confirm(4)).toEqual({ outcome: 'over' });
    });

    it('is told to the old address, which can undo it for a week, whatever came after', async () => {
      await put({ address: 'old@example.com', language: 'fr' });
      const moveTo = (address: string, second: number) =>
        ask({ kind: 'address', subscriber: 1, address }, later(second));
      await moveTo('thief@example.com', 0); // 1
      await moveTo('second@example.com', 1); // 2
      await ask({ kind: 'account', subscriber: 1, address: 'old@example.com' }, later(2)); // 3
      await confirm(1); // The letter to undo it is 4.
      expect(await store.confirmations.due(later(60), 10)).toContainEqual(
        expect.objectContaining({ id: 4, kind: 'undo', address: 'old@example.com', language: 'fr' }),
      );
      // The other links that were sent before are void.
      for (const id of [2, 3]) expect(await store.confirmations.open(id, later(61))).toBeUndefined();
      await moveTo('third@example.com', 62); // 5
      await confirm(5, later(63)); // The letter to undo it, to the thief, is 6.
      await moveTo('fourth@example.com', 64); // 7
      expect(await store.confirmations.open(4, later(7 * day + 60))).toBeUndefined();
      expect(await confirm(4, later(7 * day + 59))).toEqual({ outcome: 'confirmed', subscriber: 1 });
      expect((await store.subscribers.byNumber(1))?.address).toBe('old@example.com');
      for (const id of [6, 7]) expect(await confirm(id, later(100))).toEqual({ outcome: 'over' });
      expect((await store.subscribers.byNumber(1))?.address).toBe('old@example.com');
    });

    it('that only changes the spelling is not told, and one who signed up again keeps that: what was moved away ends', async () => {
      await put({ address: 'Old@example.com', language: 'fr' });
      await ask({ kind: 'address', subscriber: 1, address: 'old@example.com' });
      await confirm(1);
      expect(await store.confirmations.open(2, later(60))).toBeUndefined();
      await ask({ kind: 'address', subscriber: 1, address: 'new@example.com' }, later(70)); // 2
      await confirm(2, later(71)); // 3: undo
      await ask({ address: 'old@example.com' }, later(72)); // 4
      await confirm(4, later(73));
      expect(await confirm(3, later(74))).toEqual({ outcome: 'confirmed', subscriber: 2 });
      expect((await store.subscribers.byNumber(1))?.status).toBe('unsubscribed');
      expect((await store.subscribers.byNumber(2))?.status).toBe('active');
    });

    it('by a link to one’s data alone does not happen', async () => {
      await put({ address: 'old@example.com', language: 'fr' });
      await ask({ kind: 'account', subscriber: 1, address: 'old@example.com' });
      expect(await store.confirmations.open(1, later(1))).toMatchObject({ kind: 'account', subscriber: 1 });
      expect(await confirm(1)).toEqual({ outcome: 'over' });
    });
  });

  it('sign-ups that a stranger asks for use up no request of the reader’s own, nor push it out', async () => {
    await put({ address: 'zoe@example.com', language: 'fr' });
    for (const second of [0, 61, 125, 200]) await ask({}, later(second));
    await ask({ kind: 'account', subscriber: 1, address: 'zoe@example.com' }, later(201));
    expect(await store.confirmations.open(4, later(202))).toMatchObject({ kind: 'account' });
    const few = { between: 0, perDay: 9, waiting: 1 };
    const request = { kind: 'sign_up' as const, language: 'fr', page: 'p', address: 'ana@example.com' };
    await store.confirmations.ask(request, life, few, later(203));
    expect(await store.confirmations.open(4, later(204))).toMatchObject({ kind: 'account' });
  });

  it('who moved is not brought back by a list with the old address, in a moment or later', async () => {
    await put({ address: 'old@example.com', name: 'Ann', language: 'fr', tags: ['a'] });
    await ask({ kind: 'address', subscriber: 1, address: 'new@example.com' });
    await confirm(1);
    const later = { address: 'old@example.com', name: 'Other', language: 'en', tags: ['b'] };
    expect(await put(later, { address: 'new@example.com', language: 'fr' })).toEqual(['updated', 'unchanged']);
    expect(await store.subscribers.find('old@example.com')).toBeUndefined();
    expect(await store.subscribers.byNumber(1)).toMatchObject({ name: 'Ann', language: 'fr', tags: ['a', 'b'] });
    // That they left is believed, of the old address too.
    expect(await put({ address: 'old@example.com', language: 'fr', left: true })).toEqual(['updated']);
    expect((await store.subscribers.byNumber(1))?.status).toBe('unsubscribed');
    // Who signs up with an address that was somebody's is a reader of their own.
    await ask({ address: 'old@example.com' });
    expect(await confirm(3)).toEqual({ outcome: 'confirmed', subscriber: 2 });
    expect(await put({ address: 'old@example.com', language: 'fr' })).toEqual(['unchanged']);
    expect((await store.subscribers.byNumber(1))?.status).toBe('unsubscribed');
  });

  it('one who moved and is erased stays away under both addresses, and nothing of either is kept', async () => {
    await put({ address: 'old@example.com', language: 'fr', suppress: 'bounced' });
    await ask({ kind: 'address', subscriber: 1, address: 'new@example.com' });
    await confirm(1);
    await store.erasures.erase(1, key => `hash of ${key}`, later(70));
    for (const key of ['old@example.com', 'new@example.com']) {
      expect(await store.suppressions.find(key)).toBeUndefined();
      expect(await put({ address: key, language: 'fr', hashes: [`hash of ${key}`] })).toEqual(['erased']);
    }
    expect(await store.confirmations.due(later(80), 10)).toEqual([]);
  });

  describe('declared fields', () => {
    const fieldsOf = async () => (await store.subscribers.find('zoe@example.com'))?.fields;
    const zoe = { address: 'zoe@example.com', language: 'fr' };

    it('are merged by an import: what a list does not have stays, and the same again is no change', async () => {
      expect(await put({ ...zoe, fields: { city: 'Aÿ' } })).toEqual(['added']);
      expect(await put({ ...zoe, fields: { plan: 'free' } })).toEqual(['updated']);
      expect(await put({ ...zoe, fields: { plan: 'free' } }, zoe, { ...zoe, fields: {} })).toEqual([
        'unchanged',
        'unchanged',
        'unchanged',
      ]);
      expect(await fieldsOf()).toEqual({ city: 'Aÿ', plan: 'free' });
      expect(await put({ ...zoe, fields: { city: 'Lyon "2" {name} <b> 👩‍👩‍👧' } })).toEqual(['updated']);
      expect(await fieldsOf()).toEqual({ city: 'Lyon "2" {name} <b> 👩‍👩‍👧', plan: 'free' });
    });

    it('are of the form of keys and values, whatever an entry has', async () => {
      const odd = { City: 'a', a: 'x'.repeat(201), b: 'a\r\nb', c: 'a\u202eb', d: '\ud800', e: 'e' };
      await put({ ...zoe, fields: JSON.parse(JSON.stringify({ ...odd, f: 'f' }).replace('{', '{"__proto__":"x",')) });
      expect(await fieldsOf()).toEqual({ e: 'e', f: 'f' });
    });

    it('come with the recipient of a delivery, as they are then', async () => {
      await put({ ...zoe, fields: { city: 'Aÿ' } }, { address: 'ana@example.com', language: 'fr' });
      const token = await claim();
      await store.subscribers.change(1, { fields: '{"city":"Lyon"}' }, { kind: 'fields', week }, now);
      expect(await store.ledger.begin(1, token, now)).toMatchObject({ id: 1, fields: { city: 'Lyon' } });
      expect(await store.ledger.begin(2, token, now)).toEqual({ id: 2, address: 'ana@example.com' });
    });

    it('go with an erasure', async () => {
      await put({ ...zoe, fields: { city: 'Aÿ' } });
      await store.erasures.erase(1, () => 'hash', now);
      expect(await fieldsOf()).toBeUndefined();
      await put({ ...zoe });
      expect(await fieldsOf()).toBeUndefined();
    });
  });

  describe('one who is erased', () => {
    it('leaves a hash and no trace of who they were, and no import brings them back', async () => {
      await put({ address: 'zoe@example.com', name: 'Zoé', language: 'fr', tags: ['a'], suppress: 'bounced' });
      const token = await claim();
      const words = '<zoe@example.com>: unknown';
      await store.ledger.begin(1, token, now);
      await store.ledger.settle(1, token, { state: 'failed', code: 550, words }, now);
      await store.bounces.record(
        { key: 'k', subscriber: 1, kind: 'soft', words, source: 'mailbox' },
        { count: 9, within: 1 },
        now,
      );
      await store.erasures.erase(1, () => 'hash', now);
      expect(await store.subscribers.find('zoe@example.com')).toBeUndefined();
      expect(await store.suppressions.find('zoe@example.com')).toBeUndefined();
      expect(await store.ledger.list(week, ['failed'], 5)).toMatchObject([{ address: '(erased)', words: undefined }]);
      expect(await store.bounces.of(1)).toMatchObject([{ words: undefined }]);
      expect(await store.subscribers.countByTag()).toEqual([]);
      expect(await put({ address: 'zoe@example.com', language: 'fr', hashes: ['older', 'hash'] })).toEqual(['erased']);
      expect(await put({ address: 'ann@example.com', language: 'fr', hashes: ['other'] })).toEqual(['added']);
      expect((await store.subscribers.find('ann@example.com'))?.id).toBe(2);
    });
  });

  it('who is erased while their message is on the wire leaves no trace either: no words, no suppression', async () => {
    await put({ address: 'zoe@example.com', language: 'fr' }, { address: 'ann@example.com', language: 'fr' });
    const token = await claim();
    for (const id of [1, 2]) {
      await store.ledger.begin(id, token, now);
      await store.ledger.commit(id, token, now);
    }
    await store.erasures.erase(1, () => 'hash', now);
    await store.erasures.erase(2, () => 'other', now);
    const suppress = { address: 'zoe@example.com', reason: 'refused: 550 <zoe@example.com>' };
    const failed = { state: 'failed' as const, code: 550, words: '<zoe@example.com>: unknown', suppress };
    expect(await store.ledger.settle(1, token, failed, now)).toBe(true);
    expect(await store.ledger.settle(2, token, { state: 'accepted', words: 'ok <ann@example.com>' }, now)).toBe(true);
    expect(await store.suppressions.count()).toBe(0);
    expect(await store.ledger.list(week, ['failed', 'accepted'], 5)).toMatchObject([
      { address: '(erased)', state: 'failed', words: undefined },
      { address: '(erased)', state: 'accepted', words: undefined },
    ]);
  });

  it('shows a failed delivery of a subscriber with the reply of the server, also when the reply suppressed the address', async () => {
    await put({ address: 'a@example.com', language: 'fr' });
    const token = await claim();
    await store.ledger.begin(1, token, now);
    const suppress = { address: 'a@example.com', reason: 'refused: 550 no such user' };
    await store.ledger.settle(1, token, { state: 'failed', code: 550, words: 'no such user', suppress }, now);
    expect(await store.ledger.deliveriesOf(1)).toMatchObject([{ state: 'failed', code: 550, words: 'no such user' }]);
    expect((await store.suppressions.find('a@example.com'))?.reason).toBe('refused: 550 no such user');
    expect(await store.statistics.refusedDeliveries(week)).toEqual([
      { domain: 'example.com', code: 550, words: 'no such user', count: 1 },
    ]);
  });

  describe('a bounce', () => {
    const limit = { count: 3, within: 30 * day * 1_000 };
    const soft = (key: string, issue: string, at: Date) =>
      store.bounces.record({ key, subscriber: 1, week: issue, kind: 'soft', source: 'mailbox' }, limit, at);

    it('that is hard, or a complaint, suppresses at once, and counts once', async () => {
      await put({ address: 'a@example.com', language: 'fr' }, { address: 'b@example.com', language: 'fr' });
      const hard = { key: 'k1', subscriber: 1, week, kind: 'hard' as const, code: '5.1.1', source: 'mailbox' };
      expect(await store.bounces.record(hard, limit, now)).toBe('suppressed');
      expect(await store.bounces.record(hard, limit, now)).toBe('known');
      expect((await store.suppressions.find('a@example.com'))?.reason).toBe('bounced (5.1.1)');
      const spam = { key: 'k2', subscriber: 2, week, kind: 'complaint' as const, source: 'ses' };
      expect(await store.bounces.record(spam, limit, now)).toBe('suppressed');
      expect(await store.bounces.record({ ...spam, key: 'k3', subscriber: 99 }, limit, now)).toBe('nobody');
    });

    it('that is soft suppresses when enough issues came back in the window; a lifted suppression counts anew', async () => {
      await put({ address: 'a@example.com', language: 'fr' });
      expect(await soft('1', '2026-W40', later(-40 * day))).toBe('counted');
      expect(await soft('2', '2026-W47', later(-7 * day))).toBe('counted');
      expect(await soft('3', '2026-W48', now)).toBe('counted');
      expect(await soft('4', '2026-W48', now)).toBe('counted');
      expect(await soft('5', '2026-W49', later(5))).toBe('suppressed');
      expect(await store.suppressions.remove('a@example.com', 'mended', later(10))).toBe('3 soft bounces in 30 days');
      expect(await soft('6', '2026-W50', later(20))).toBe('counted');
    });

    it('that is about us, or was not understood, counts against no reader, and is known by recipient domain', async () => {
      await put({ address: 'a@example.com', language: 'fr' }, { address: 'b@other.example', language: 'fr' });
      const record = (key: string, subscriber: number, kind: BounceKind, words?: string) =>
        store.bounces.record({ key, subscriber, week: key, kind, words, source: 'mailbox' }, limit, now);
      for (let i = 0; i < 10; i++) expect(await record(`p${i}`, 1, 'policy', `blocked ${i}`)).toBe('recorded');
      expect(await record('h', 2, 'soft')).toBe('counted');
      expect(await record('q', 2, 'policy', 'no PTR')).toBe('recorded');
      expect(await record('u', 2, 'unknown')).toBe('recorded');
      expect(await record('s', 1, 'soft')).toBe('counted');
      expect(await record('p', 1, 'policy', 'blocked again')).toBe('recorded');
      expect(await store.suppressions.count()).toBe(0);
      expect(await store.statistics.policyRefusals(later(-5))).toEqual([
        { domain: 'example.com', count: 11, inARow: 1, code: undefined, words: 'blocked again' },
        { domain: 'other.example', count: 1, inARow: 1, code: undefined, words: 'no PTR' },
      ]);
      expect(await store.statistics.policyRefusals(later(-5), 'q')).toMatchObject([{ domain: 'other.example' }]);
      expect(await store.statistics.policyRefusals(later(5))).toEqual([]);
    });

    it('of an address the reader has left since does not touch the new one', async () => {
      await put({ address: 'a@example.com', language: 'fr' });
      await ask({ kind: 'address', subscriber: 1, address: 'new@example.com' });
      const token = await claim();
      await store.ledger.begin(1, token, now);
      await store.ledger.settle(1, token, { state: 'accepted' }, now);
      await confirm(1, later(60));
      const hard = { key: 'k', subscriber: 1, week, kind: 'hard' as const, source: 'mailbox' };
      expect(await store.bounces.record(hard, limit, later(90))).toBe('moved');
      expect(await store.suppressions.count()).toBe(0);
    });
  });

  describe('tags and the audience', () => {
    it('narrow an issue to those with any of the tags, and to some editions', async () => {
      await put(
        { address: 'a@example.com', language: 'fr', tags: ['press'] },
        { address: 'b@example.com', language: 'en', tags: ['press', 'paid'] },
        { address: 'c@example.com', language: 'en' },
      );
      expect(await put({ address: 'c@example.com', language: 'en', tags: ['paid'] })).toEqual(['updated']);
      await store.subscribers.tag(1, ['paid'], ['press']);
      expect((await store.subscribers.byNumber(1))?.tags).toEqual(['paid']);
      expect(await store.subscribers.countByTag()).toEqual([
        { tag: 'paid', count: 3 },
        { tag: 'press', count: 1 },
      ]);
      expect(await store.subscribers.countDue(now, ['press'])).toEqual([{ language: 'en', count: 1 }]);
      await claim({ tags: ['paid', 'press'], languages: ['en'] });
      expect(await store.ledger.counts(week, now)).toEqual([{ language: 'en', state: 'queued', count: 2, later: 0 }]);
    });
  });
}
