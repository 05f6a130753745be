import type { Store } from '../../src/store/store.ts';
import type { Subscriber } from '../../src/store/subscribers/subscribers.ts';
import { erase } from '../../src/subscribers/erasure.ts';
import { secret } from '../helpers/hebdo.ts';
import { day, zones } from './year-plan.ts';

/** Readers who stay all year, so that there is one in every time zone and in the dead domain. */
const faithful = 12;
/** The reader whose domain never answers. */
const dead = 5;

/** The address of the nth who ever joined: their own domain, a shared one, one that greylists, or the dead one. */
const addressOf = (n: number): string => {
  if (n === dead) return 'r5@dead.example';
  return n % 9 === 4 ? `r${n}@grey${n}.example` : `r${n}@p${n % 5}.example`;
};

/** The readers of the newsletter, who come and go; and what is remembered of them. */
export async function readersOf(store: Store, count: number, random: () => number) {
  const readerOf = new Map<string, number>();
  const away = new Set<number>();
  /** Those to whom something happened since it was emptied. */
  const changed = new Set<number>();
  let joined = 0;
  let moved = 0;

  const join = async (many: number, now: Date): Promise<void> => {
    const addresses = Array.from({ length: many }, () => addressOf(joined++));
    async function* people() {
      for (const [i, address] of addresses.entries()) {
        const n = joined - many + i;
        yield { address, language: n % 3 === 0 ? 'en' : 'fr', timeZone: zones[n % zones.length] };
      }
    }
    await store.subscribers.upsert(people(), now, () => undefined);
    for (const address of addresses) {
      const id = (await store.subscribers.find(address))?.id ?? -1;
      readerOf.set(address, id);
      changed.add(id);
    }
  };
  const one = async (): Promise<Subscriber | undefined> => {
    const ids = [...new Set(readerOf.values())].slice(faithful);
    return store.subscribers.byNumber(ids[Math.floor(random() * ids.length)] ?? -1);
  };
  const leave = async (now: Date): Promise<void> => {
    const who = await one();
    if (who === undefined) return;
    away.add(who.id);
    changed.add(who.id);
    await store.subscribers.leave(who.id, '2026-W01', now);
  };
  const move = async (who: Subscriber, now: Date): Promise<void> => {
    const address = who.address.replace('@', `.${moved++}@`);
    const request = { kind: 'address' as const, subscriber: who.id, address, language: who.language, page: 'p' };
    await store.confirmations.ask(request, day, { between: 0, perDay: 9 }, now);
    const asked = (await store.confirmations.due(now, 1_000)).find(one => one.address === address);
    await store.confirmations.confirm(asked?.id ?? -1, undefined, [], now);
    readerOf.set(address, who.id);
  };

  await join(count, new Date(Date.UTC(2025, 11, 1)));
  return {
    readerOf,
    away,
    changed,
    isDead: (id: number): boolean => readerOf.get(addressOf(dead)) === id,
    leave,
    /** Something that a reader does, or that is done for them. */
    async event(now: Date): Promise<void> {
      const chance = random();
      if (chance < 0.3) return join(1, now);
      if (chance < 0.45) return leave(now);
      const who = await one();
      if (who === undefined) return;
      changed.add(who.id);
      if (chance < 0.6) {
        const time_zone = zones[Math.floor(random() * zones.length)] ?? null;
        return store.subscribers.change(who.id, { time_zone }, { kind: 'time_zone' }, now);
      }
      if (chance < 0.75) return move(who, now);
      away.add(who.id);
      if (chance < 0.85) {
        const paused_until = new Date(now.getTime() + 14 * day).toISOString();
        return store.subscribers.change(who.id, { paused_until }, { kind: 'paused' }, now);
      }
      await erase(store, who, [secret], now);
    },
    /** Who would get an issue whose run begins now. */
    async due(now: Date): Promise<{ id: number; zone: string | undefined }[]> {
      const found = [];
      for await (const { id, status, pausedUntil = '', timeZone } of store.subscribers.all())
        if (status === 'active' && pausedUntil <= now.toISOString()) found.push({ id, zone: timeZone });
      return found;
    },
  };
}
