import fc from 'fast-check';
import type { Chunk } from '../../../src/store/ledger/chunks.ts';
import type { Ledger } from '../../../src/store/ledger/ledger.ts';
import type { DeliveryState } from '../../../src/store/schema.ts';
import type { Store } from '../../../src/store/store.ts';

/**
 * A small model of the promise: senders that do one step at a time, in any order, beside each other, with clocks that differ;
 * that stop anywhere, wake up late, or die; and a server that takes what reaches it. It knows who got how many copies.
 */

const week = '2026-W48';
const [senders, readers] = [3, 2];
const leaseMs = 60_000;
const skews = [0, 300_000, -300_000];

/** What a sender has in hand of a delivery. */
type Hand = 'begun' | 'committed' | { answer: 'accepted' | 'deferred' | 'failed' | 'unknown' };

type Sender = { life: number; token?: number; chunk?: Chunk; hands: Map<number, Hand> };

/** `step` is the next of a delivery's steps, whichever that is for the sender. */
const operations = [
  ...Array<'step'>(10).fill('step'),
  'takeOver',
  'takeOver',
  'putBack',
  'putBack',
  'renew',
  'release',
  'crash',
  'later',
  'expire',
  'leave',
  'erase',
  'resend',
] as const;

export type Operation = {
  name: (typeof operations)[number] | 'claim' | 'take' | 'begin' | 'commit' | 'dot' | 'settle';
  sender: number;
  reader: number;
  answer: 'accepted' | 'deferred' | 'failed' | 'unknown';
  /** How many steps the sender does one after another. */
  times: number;
};

/** Histories: what is in one list happens at the same time. */
export const histories = fc.array(
  fc.array(
    fc.record<Operation>({
      name: fc.constantFrom(...operations),
      sender: fc.nat(senders - 1),
      reader: fc.integer({ min: 1, max: readers }),
      answer: fc.constantFrom('accepted', 'accepted', 'deferred', 'failed', 'unknown'),
      times: fc.integer({ min: 1, max: 5 }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  { minLength: 20, maxLength: 70 },
);

type Act = Omit<Operation, 'times'> & { times?: number };

const nextOf = (hand: Hand | undefined): Operation['name'] =>
  hand === undefined ? 'begin' : hand === 'begun' ? 'commit' : hand === 'committed' ? 'dot' : 'settle';

/** What a test does to a store from outside. `inChunks`: the run is handed out. */
export type World = {
  store: Store;
  ledger: Ledger;
  inChunks: boolean;
  /** Lets the heartbeats of all workers be long ago. */
  silence(): Promise<void>;
  /** The states of deliveries, by their numbers. */
  states(): Promise<Map<number, DeliveryState>>;
};

/** Runs a history, then lets one more sender do all that is left. @throws where the promise was broken */
export async function runHistory(
  { store, ledger, inChunks, silence, states: statesNow }: World,
  history: readonly Operation[][],
): Promise<void> {
  let clock = Date.now();
  const copies = new Map<number, number>();
  /** Second copies that a person has risked. */
  const risked = new Map<number, number>();
  const add = (to: Map<number, number>, id: number): void => void to.set(id, (to.get(id) ?? 0) + 1);
  const crew: Sender[] = Array.from({ length: senders }, () => ({ life: 0, hands: new Map() }));
  const holderOf = (i: number): string => `${i}-${crew[i]?.life}`;
  const nowOf = (i: number): Date => new Date(clock + (skews[i] ?? 0));
  const claim = async (i: number, isDead: (holder: string) => boolean, resendUncertain = false) => {
    const sender = crew[i];
    if (sender === undefined || sender.chunk !== undefined) return;
    const now = nowOf(i);
    const until = new Date(now.getTime() + leaseMs);
    const request = { week, contentHash: 'x', holder: holderOf(i), now, until, editionFor: (one: string) => one };
    const before = resendUncertain ? await statesNow() : new Map<number, DeliveryState>();
    const claimed = await ledger.claim({ ...request, isDead, resendUncertain });
    if (!('token' in claimed)) return;
    // Those at their dot, or on their way there in this moment, end as uncertain, and are put back.
    for (const [id, state] of before) if (['uncertain', 'committing', 'sending'].includes(state)) add(risked, id);
    sender.token = claimed.token;
  };
  const settle = async (i: number, id: number, settlement: Parameters<Ledger['settle']>[2]) => {
    const sender = crew[i];
    if (sender?.token === undefined) return;
    await ledger.settle(id, sender.token, settlement, nowOf(i));
    sender.hands.delete(id);
  };

  const act = async ({ name, sender: i, reader, answer, times = 1 }: Act): Promise<void> => {
    const sender = crew[i];
    if (sender === undefined) return;
    const hand = sender.hands.get(reader);
    const { token } = sender;
    switch (name) {
      case 'step':
        await act({
          name: token === undefined ? (inChunks ? 'take' : 'claim') : nextOf(hand),
          sender: i,
          reader,
          answer,
        });
        return times > 1 ? act({ name, sender: i, reader, answer, times: times - 1 }) : undefined;
      case 'claim':
        return inChunks ? undefined : claim(i, () => false);
      case 'takeOver':
        // The others are thought dead, wrongly where they are not.
        return inChunks ? store.chunks.recover(holder => !holder.startsWith(`${i}-`), nowOf(i)) : claim(i, () => true);
      case 'take': {
        if (!inChunks || sender.chunk !== undefined) return;
        const chunk = await store.chunks.take([week], holderOf(i), nowOf(i));
        if (chunk === undefined) return;
        sender.chunk = chunk;
        sender.token = chunk.token;
        return;
      }
      case 'begin': {
        if (token === undefined || hand !== undefined) return;
        const to = await ledger.begin(reader, token, nowOf(i));
        if (to !== undefined && !('skip' in to)) sender.hands.set(reader, 'begun');
        else if (to !== undefined) await settle(i, reader, { state: 'skipped', words: to.skip });
        return;
      }
      case 'commit': {
        if (token === undefined || hand !== 'begun') return;
        const ours = await ledger.commit(reader, token, nowOf(i));
        if (ours === true) sender.hands.set(reader, 'committed');
        else if (ours === false) sender.hands.delete(reader);
        else await settle(i, reader, { state: 'skipped', words: ours.skip });
        return;
      }
      case 'dot':
        if (hand !== 'committed') return;
        // Whatever the sender hears of it: where the answer is lost, the server has taken it.
        if (answer === 'accepted' || answer === 'unknown') add(copies, reader);
        sender.hands.set(reader, { answer });
        return;
      case 'settle': {
        if (typeof hand !== 'object') return;
        const dueAt = nowOf(i);
        if (hand.answer === 'accepted') return settle(i, reader, { state: 'accepted', code: 250, words: 'ok' });
        if (hand.answer === 'deferred')
          return settle(i, reader, { state: 'deferred', code: 451, words: 'later', dueAt });
        if (hand.answer === 'failed') return settle(i, reader, { state: 'failed', code: 550, words: 'no' });
        return settle(i, reader, { state: 'uncertain', words: 'gone' });
      }
      case 'putBack':
        if (hand !== 'begun') return;
        return answer === 'deferred'
          ? settle(i, reader, { state: 'deferred', words: 'lost', dueAt: nowOf(i) })
          : settle(i, reader, { state: 'queued' });
      case 'renew':
        if (token === undefined) return;
        if (sender.chunk !== undefined) await store.chunks.renew(sender.chunk);
        else await ledger.renew(week, token, new Date(nowOf(i).getTime() + leaseMs));
        return;
      case 'release':
        // What is in hand is settled before, by every sender there is.
        if (token === undefined || sender.hands.size > 0) return;
        if (sender.chunk !== undefined) await store.chunks.release(sender.chunk, nowOf(i));
        else await ledger.release(week, token, nowOf(i));
        crew[i] = { ...sender, token: undefined, chunk: undefined };
        return;
      case 'crash':
        crew[i] = { life: sender.life + 1, hands: new Map() };
        return;
      case 'later':
        clock += 25_000;
        return;
      case 'expire':
        if (inChunks) await silence();
        else clock += leaseMs;
        return;
      case 'leave':
        if (answer === 'failed') await store.subscribers.leave(reader, week, nowOf(i));
        return;
      case 'erase':
        if (answer === 'failed') await store.erasures.erase(reader, () => `hash ${reader}`, nowOf(i));
        return;
      case 'resend':
        return inChunks || answer !== 'failed' ? undefined : claim(i, () => true, true);
    }
  };

  for (const moment of history) {
    // One sender does one thing at a time, and what a person decides is decided when all is still.
    const steps = moment.filter(({ sender }, i) => moment.findIndex(other => other.sender === sender) === i);
    if (steps.some(({ name }) => name === 'resend')) for (const step of steps) await act(step);
    else await Promise.all(steps.map(act));
  }
  await drain();
  await judge();

  /** All senders die; one more does what is left, and has every message accepted. */
  async function drain(): Promise<void> {
    clock += 10 * leaseMs;
    for (const i of crew.keys()) crew[i] = { life: 1_000, hands: new Map() };
    for (let round = 0; round < 20; round++) {
      if (inChunks) {
        await store.chunks.recover(() => true, new Date(clock));
        await store.chunks.wake(week);
      }
      await act({ name: inChunks ? 'take' : 'takeOver', sender: 0, reader: 1, answer: 'accepted' });
      if (!inChunks && (await ledger.nextDue(week, new Date(clock))) === undefined) return;
      if (inChunks && !(await store.chunks.weeks()).includes(week)) return;
      for (let reader = 1; reader <= readers; reader++)
        for (const name of ['begin', 'commit', 'dot', 'settle'] as const)
          await act({ name, sender: 0, reader, answer: 'accepted' });
      await act({ name: 'release', sender: 0, reader: 1, answer: 'accepted' });
    }
  }

  async function judge(): Promise<void> {
    const states = await statesNow();
    for (let id = 1; id <= readers; id++) {
      const [state, got] = [states.get(id) ?? 'missing', copies.get(id) ?? 0];
      const wrong =
        got > 1 + (risked.get(id) ?? 0)
          ? `${got} copies`
          : state === 'accepted' && got === 0
            ? 'accepted, and the server took nothing'
            : got > 0 && state !== 'accepted' && state !== 'uncertain' && !risked.has(id)
              ? `${state}, and the server took it`
              : ['queued', 'sending', 'committing', 'deferred', 'missing'].includes(state)
                ? `left ${state}`
                : undefined;
      if (wrong !== undefined) throw new Error(`delivery ${id}: ${wrong}`);
    }
  }
}
