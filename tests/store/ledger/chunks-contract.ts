import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Chunk } from '../../../src/store/ledger/chunks.ts';
import type { ClaimRequest } from '../../../src/store/ledger/claim.ts';
import { openStore, type Store } from '../../../src/store/store.ts';

const week = '2026-W48';

/** What a store must do for a run in chunks. @param fresh an empty PostgreSQL */
export function chunksContract(fresh: () => Promise<string>): void {
  let store: Store;
  let client: Client;
  let url: string;
  beforeEach(async () => {
    url = await fresh();
    store = await openStore(url);
    client = new Client({ connectionString: url });
    await client.connect();
    async function* people() {
      for (let i = 0; i < 25; i++) yield { address: `r${i}@example.com`, language: 'fr' };
    }
    await store.subscribers.upsert(people(), store.now(), () => undefined);
    await handOut(10);
  });
  afterEach(async () => {
    await client.end();
    await store.close();
  });

  const claim = (handOut = true, contentHash = 'x', more: Partial<ClaimRequest> = {}) => {
    const now = store.now();
    const until = new Date(now.getTime() + 60_000);
    const isDead = () => false;
    const request = { week, contentHash, handOut, holder: 'me', now, until, isDead, editionFor: (one: string) => one };
    return store.ledger.claim({ ...request, ...more });
  };
  const handOut = async (size: number, more: Partial<ClaimRequest> = {}) => {
    const claimed = await claim(true, 'x', more);
    if (!('token' in claimed)) throw new Error(claimed.kind);
    const chunks = await store.chunks.cut(more.week ?? week, claimed.token, size);
    await store.ledger.release(more.week ?? week, claimed.token, store.now());
    return chunks;
  };
  const take = (holder: string, weeks = [week]) => store.chunks.take(weeks, holder, store.now());
  const taken = async (holder: string, weeks?: string[]): Promise<Chunk> => {
    const chunk = await take(holder, weeks);
    if (chunk === undefined) throw new Error('nothing to take');
    return chunk;
  };
  /** Takes a chunk as soon as there is one. */
  const takenInTime = async (holder: string, weeks = [week]): Promise<Chunk> => {
    let chunk: Chunk | undefined;
    const look = async () => {
      chunk = await take(holder, weeks);
      return chunk;
    };
    await expect.poll(look, { timeout: 15_000, interval: 100 }).toBeDefined();
    return chunk ?? expect.fail('nothing to take');
  };
  const recover = (isDead: (holder: string) => boolean = () => false) => store.chunks.recover(isDead, store.now());
  /** As if nothing had been heard of workers for so long. */
  const silence = async (seconds: number) => {
    await client.query(`update hebdo_jobs.job set heartbeat_on = heartbeat_on - $1 * interval '1 second'`, [seconds]);
    await client.query('update hebdo_jobs.queue set monitor_claim_on = null, monitor_on = null');
  };
  const states = async (of = week) => {
    const counts = await store.ledger.counts(of, store.now());
    return Object.fromEntries(counts.map(({ state, count }) => [state, count]));
  };
  /** Makes deliveries. @returns the first of them that was not the asker's to make */
  const make = async (first: number, last: number, { token }: Chunk) => {
    for (let id = first; id <= last; id++) {
      if ((await store.ledger.begin(id, token, store.now())) === undefined) return id;
      if ((await store.ledger.commit(id, token, store.now())) !== true) return id;
      await store.ledger.settle(id, token, { state: 'accepted', code: 250, words: 'ok' }, store.now());
    }
    return undefined;
  };
  /** Chunks that are not done. */
  const left = async () => (await client.query('select 1 from chunks where week = $1', [week])).rowCount;
  const isFinished = async () => (await store.ledger.run(week))?.finishedAt !== undefined;

  describe('a run in chunks', () => {
    it('is cut once, and each chunk is with one worker', async () => {
      expect(await store.chunks.cut(week, 0, 5)).toBe(3);
      const chunks = await Promise.all(['a', 'b', 'c', 'd'].map(holder => take(holder)));
      expect(chunks.map(chunk => chunk?.number).sort()).toEqual([0, 1, 2, undefined]);
      const held = await store.chunks.held(week);
      expect(held.sort((a, b) => a.number - b.number)).toMatchObject([
        { holder: expect.any(String), total: 10, open: 10 },
        { total: 10, open: 10 },
        { total: 5, open: 5 },
      ]);
    });

    it('lets a worker take the steps of its own chunk only', async () => {
      const chunk = await taken('a');
      expect(chunk).toMatchObject({ number: 0, first: 1, last: 10 });
      expect(await store.ledger.begin(11, chunk.token, store.now())).toBeUndefined();
      expect(await store.ledger.begin(1, -1, store.now())).toBeUndefined();
      expect(await store.ledger.begin(1, chunk.token, store.now())).toMatchObject({ address: 'r0@example.com' });
    });

    it('passes a chunk on when its worker is silent, which can change nothing more when it wakes', async () => {
      const a = await taken('a');
      for (const id of [1, 2, 3, 4]) await store.ledger.begin(id, a.token, store.now());
      await store.ledger.commit(2, a.token, store.now());
      await store.ledger.commit(4, a.token, store.now());
      await silence(50);
      await recover();
      expect([(await taken('b')).number, (await taken('b')).number, await take('b')]).toEqual([1, 2, undefined]);
      await silence(15);
      await recover();
      const c = await takenInTime('c');
      expect(c.number).toBe(0);
      expect(c.token).toBeGreaterThan(a.token);
      // Begun, and not at its dot: again. At its dot: not to be known.
      expect(await states()).toMatchObject({ uncertain: 2, queued: 23 });
      const { ledger } = store;
      const now = store.now();
      expect(await ledger.commit(1, a.token, now)).toBe(false);
      expect(await ledger.begin(5, a.token, now)).toBeUndefined();
      expect(await store.chunks.renew(a)).toBe(false);
      // The other has it under way: what the first says of it late is not written.
      expect(await ledger.begin(1, c.token, now)).toMatchObject({ address: 'r0@example.com' });
      expect(await ledger.settle(1, a.token, { state: 'deferred', words: 'late', dueAt: now }, now)).toBe(false);
      expect(await ledger.settle(1, a.token, { state: 'queued' }, now)).toBe(false);
      expect(await ledger.commit(1, c.token, now)).toBe(true);
      expect(await ledger.settle(1, a.token, { state: 'queued' }, now)).toBe(false);
      expect(await ledger.settle(1, c.token, { state: 'accepted', code: 250 }, now)).toBe(true);
      expect(await ledger.settle(1, a.token, { state: 'deferred', words: 'late', dueAt: now }, now)).toBe(false);
      // That its message was accepted after all has happened.
      expect(await ledger.settle(2, a.token, { state: 'accepted', code: 250 }, now)).toBe(true);
      expect(await states()).toMatchObject({ accepted: 2, uncertain: 1 });
    });

    it('gives the chunks of the dead to others at once', async () => {
      await taken('dead');
      await taken('alive');
      await recover(holder => holder === 'dead');
      const chunks = await Promise.all([take('b'), take('b')]);
      expect(chunks.map(chunk => chunk?.number).sort()).toEqual([0, 2]);
    });

    it('keeps a deferred delivery’s chunk until it is due, and is finished with the last, though two end at once', async () => {
      const [a, b, c] = [await taken('a'), await taken('b'), await taken('c')];
      expect(await make(2, 10, a)).toBeUndefined();
      expect(await make(11, 20, b)).toBeUndefined();
      expect(await make(21, 25, c)).toBeUndefined();
      await store.ledger.begin(1, a.token, store.now());
      const dueAt = new Date(store.now().getTime() + 1_500);
      await store.ledger.settle(1, a.token, { state: 'deferred', dueAt, words: 'later' }, store.now());
      await Promise.all([a, b, c].map(chunk => store.chunks.release(chunk, store.now())));
      expect(await take('d')).toBeUndefined();
      expect([await left(), await isFinished()]).toEqual([1, false]);
      const d = await takenInTime('d');
      expect(store.now().getTime()).toBeGreaterThanOrEqual(dueAt.getTime());
      await make(1, 1, d);
      await store.chunks.release(d, store.now());
      expect([await left(), await isFinished()]).toEqual([0, true]);
    });

    it('holds off no newer week: a worker asks only for what it can send', async () => {
      await handOut(100, { week: '2026-W49' });
      expect(await taken('a', ['2026-W49'])).toMatchObject({ week: '2026-W49', first: 26, last: 50 });
      expect(await store.chunks.weeks()).toEqual([week, '2026-W49']);
    });

    it('is cut by what is open: two deliveries far apart are one chunk', async () => {
      for (const holder of ['a', 'b', 'c']) {
        const chunk = await taken(holder);
        for (let id = chunk.first; id <= chunk.last; id++)
          if (id === 3 || id === 24) {
            await store.ledger.begin(id, chunk.token, store.now());
            await store.ledger.commit(id, chunk.token, store.now());
            await store.ledger.settle(id, chunk.token, { state: 'uncertain' }, store.now());
          } else await make(id, id, chunk);
        await store.chunks.release(chunk, store.now());
      }
      expect(await isFinished()).toBe(true);
      expect(await handOut(10, { resendUncertain: true })).toBe(1);
      expect(await taken('a')).toMatchObject({ first: 3, last: 24 });
    });

    it('holds a chunk until the next of its readers’ clocks strikes, or a person sends it now', async () => {
      await store.subscribers.change(3, { time_zone: 'Asia/Tokyo' }, { kind: 'time_zone' }, store.now());
      const soon = new Date(store.now().getTime() + 3_600_000);
      const weeks = ['2026-W49'];
      await handOut(100, { week: '2026-W49', dueIn: zone => (zone === undefined ? soon : store.now()) });
      const chunk = await taken('a', weeks);
      const open = () => store.ledger.open('2026-W49', store.now(), { limit: 100, range: chunk });
      const [{ id } = { id: 0 }, ...others] = await open();
      expect(others).toEqual([]);
      expect(await make(id, id, chunk)).toBeUndefined();
      await store.chunks.release(chunk, store.now());
      expect(await take('b', weeks)).toBeUndefined();
      await claim(true, 'x', { week: '2026-W49' });
      await store.chunks.wake('2026-W49');
      expect(await takenInTime('b', weeks)).toMatchObject({ week: '2026-W49' });
      expect(await open()).toHaveLength(24);
    });

    it('holds off a sender without chunks, and one whose issue has changed, until a person decides', async () => {
      expect((await claim(false)).kind).toBe('handed-out');
      expect((await claim(true, 'x', { resendUncertain: true })).kind).toBe('handed-out');
      expect((await claim(true)).kind).toBe('resumed');
      expect((await claim(true, 'changed')).kind).toBe('changed');
      expect((await claim(true, 'changed', { acceptChanges: true })).kind).toBe('resumed');
      expect((await store.ledger.run(week))?.contentHash).toBe('changed');
    });

    it('finds a chunk whose job is gone, and a run whose last worker died before it was finished', async () => {
      await client.query('delete from hebdo_jobs.job');
      expect(await take('a')).toBeUndefined();
      await recover();
      for (let i = 0; i < 3; i++) {
        const chunk = await taken('a');
        await make(chunk.first, chunk.last, chunk);
        // Its worker dies between the ledger and the queue.
        await client.query('delete from chunks where number = $1', [chunk.number]);
      }
      expect(await isFinished()).toBe(false);
      await recover();
      expect(await isFinished()).toBe(true);
    });

    it('sets a chunk aside whose workers die again and again, until a person hands out once more', async () => {
      await client.query(`update hebdo_jobs.job set retry_limit = 1 where singleton_key = '0'`);
      expect(await taken('dead')).toMatchObject({ number: 0 });
      expect([(await taken('b')).number, (await taken('b')).number]).toEqual([1, 2]);
      for (let death = 1; death <= 2; death++) {
        await recover(holder => holder === 'dead');
        if (death === 1) expect(await takenInTime('dead')).toMatchObject({ number: 0 });
      }
      expect(await take('b')).toBeUndefined();
      await recover();
      expect([await take('b'), await store.chunks.setAside(week)]).toEqual([undefined, 1]);
      await store.chunks.wake(week);
      expect(await taken('b')).toMatchObject({ number: 0 });
      expect(await store.chunks.setAside(week)).toBe(0);
    });

    it('waits for nothing when the database’s clock goes back: neither chunks nor who was deferred', async () => {
      const ahead = new Date(store.now().getTime() + 3_600_000);
      const chunk = await taken('a');
      await store.ledger.begin(1, chunk.token, ahead);
      const dueAt = new Date(ahead.getTime() + 30_000);
      await store.ledger.settle(1, chunk.token, { state: 'deferred', dueAt, words: 'later' }, ahead);
      await make(2, 10, chunk);
      await store.chunks.release(chunk, ahead);
      await client.query(
        `update hebdo_jobs.job set created_on = created_on + interval '1 hour' where state < 'active' and singleton_key = '0'`,
      );
      await recover();
      const numbers = [await taken('b'), await taken('b'), await taken('b')].map(({ number }) => number);
      expect(numbers.sort()).toEqual([0, 1, 2]);
      expect((await store.ledger.open(week, store.now(), { limit: 1 })).map(({ id }) => id)).toEqual([1]);
      expect(await store.ledger.nextDue(week, store.now())).toEqual(new Date(0));
    });
  });

  describe('a process that wakes up late', () => {
    it('cuts no run that another process holds by now', async () => {
      const request = { week: '2026-W49' };
      const late = await claim(true, 'x', request);
      if (!('token' in late)) throw new Error(late.kind);
      await client.query(`update runs set lease_until = '2026' where week = '2026-W49'`);
      const holder = await claim(false, 'x', { ...request, holder: 'other' });
      if (!('token' in holder)) throw new Error(holder.kind);
      expect(await store.chunks.cut('2026-W49', late.token, 10)).toBe(0);
      expect(await store.chunks.weeks()).toEqual([week]);
      expect(await store.ledger.renew('2026-W49', holder.token, new Date())).toBe(true);
    });

    it('leases no chunk whose job another worker has by now', async () => {
      // Its worker sleeps between fetching the job and leasing the chunk, and another one has both when it wakes up.
      const lock = new Client({ connectionString: url });
      await lock.connect();
      await lock.query('begin');
      await lock.query('lock table chunks');
      const late = take('late');
      const waiting = `select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like '%update chunks set holder%'`;
      await expect.poll(async () => (await client.query(waiting)).rowCount, { timeout: 15_000 }).toBe(1);
      await lock.query(`update hebdo_jobs.job set retry_count = retry_count + 1 where singleton_key = '0'`);
      await lock.query(`update chunks set holder = 'b', token = nextval('fencing_tokens') where number = 0`);
      await lock.query('commit');
      await lock.end();
      expect((await late)?.number).toBe(1);
      expect(await store.chunks.held(week)).toMatchObject([{ holder: 'b' }, { holder: 'late', number: 1 }]);
    });
  });

  describe('a run whose sender died after its last delivery', () => {
    it('is finished by the next that looks, though its lease was never given back', async () => {
      const chunks = [await taken('a'), await taken('b'), await taken('c')];
      for (const chunk of chunks) await make(chunk.first, chunk.last, chunk);
      await client.query('delete from chunks');
      await client.query(`update runs set holder = 'dead', lease_until = '2999'`);
      expect(await isFinished()).toBe(false);
      await store.ledger.finish(store.now());
      expect(await isFinished()).toBe(true);
    });

    it('is not, while a delivery of it is open', async () => {
      await store.ledger.finish(store.now());
      await client.query('delete from chunks');
      await store.ledger.finish(store.now());
      expect(await isFinished()).toBe(false);
    });
  });

  describe('jobs that are damaged', () => {
    it.each([
      'drop schema hebdo_jobs cascade',
      'delete from hebdo_jobs.job; delete from hebdo_jobs.queue',
      'truncate hebdo_jobs.job',
    ])('are made anew by a worker that runs: %s', async damage => {
      const chunk = await taken('a');
      await client.query(damage);
      // The first look may fail. The worker tells it, and looks again.
      await recover().catch(() => undefined);
      await recover();
      const again = [await taken('b'), await taken('b'), await taken('b')];
      expect(again.map(({ number }) => number).sort()).toEqual([0, 1, 2]);
      expect(await store.ledger.begin(1, chunk.token, store.now())).toBeUndefined();
    });

    it('pass a silent worker’s chunk on though the database’s clock was set back', async () => {
      expect((await taken('silent')).number).toBe(0);
      await client.query(
        `update hebdo_jobs.job set heartbeat_on = heartbeat_on + interval '1 hour' where state = 'active'`,
      );
      await client.query(`update hebdo_jobs.queue set monitor_on = now() + interval '1 hour', monitor_claim_on = null`);
      await recover();
      await silence(70);
      await client.query(`update hebdo_jobs.queue set monitor_on = now() + interval '1 hour'`);
      await recover();
      const numbers = [await taken('b'), await taken('b'), await taken('b')].map(({ number }) => number);
      expect(numbers.sort()).toEqual([0, 1, 2]);
    });
  });

  it('is finished by the last of three that end at the same moment', async () => {
    const chunks = [await taken('a'), await taken('b'), await taken('c')];
    for (const chunk of chunks) await make(chunk.first, chunk.last, chunk);
    await Promise.all(chunks.map(chunk => store.chunks.release(chunk, store.now())));
    expect(await isFinished()).toBe(true);
  });
}
