import { setTimeout as sleep } from 'node:timers/promises';
import type { Message } from '../../message/message.ts';
import { throttleOf } from '../../replies/throttle.ts';
import type { OpenDelivery, Settlement } from '../../store/ledger/delivery.ts';
import type { PolicyGuard } from '../pacing/policy-guard.ts';
import type { RelayPace } from '../pacing/relay-pace.ts';
import { type Outcome, type Session, TransportError } from '../smtp/transport.ts';
import type { RunJob } from './job.ts';
import type { DeliveryQueue } from './queue.ts';
import { settlementOf } from './settlement.ts';

/** What the lanes of a pass share. */
export type Traffic = {
  queue: DeliveryQueue;
  /** Waits for the next message’s rate slot. */
  waitForSlot(signal: AbortSignal): Promise<void>;
  /** What the relay's replies ask for. */
  relay: RelayPace;
  guard: PolicyGuard;
  /** Whether the relay has no more messages for us today. */
  readonly isSpent: boolean;
  /** A reader's message was refused for a quota. @returns whether that is the relay's by now */
  spend(delivery: OpenDelivery, words: string): boolean;
  signal: AbortSignal;
  trouble: Trouble;
  /** Takes note of how a message ended. @returns whether the server refused us, and not this reader */
  see(outcome: Outcome, domain: string): boolean;
};

/** A delivery that is begun, and its message. */
type Begun = { delivery: OpenDelivery; address: string; message: Message; since: number };

/** Another process holds the run now, or what it held was decided otherwise: nothing more is ours to send. */
export class LostRun extends Error {}

/**
 * One connection's work: delivery after delivery, until nothing is left or it is time to stop. While a message's last step
 * is written, the next delivery is begun, so that its envelope goes out with the end of the message before it.
 * @throws TransportError where no connection can be had; LostRun
 */
export async function connectionWorker(job: RunJob, traffic: Traffic): Promise<void> {
  const { queue, waitForSlot, relay, guard, signal, trouble } = traffic;
  let session: Session | undefined;
  let begun: Begun | undefined;
  /** What is still being written of the delivery before. */
  let settled = Promise.resolve();
  const mayGoOn = (): boolean => !signal.aborted && guard.refusal === undefined && !traffic.isSpent;

  const begin = async (delivery: OpenDelivery): Promise<Begun | undefined> => {
    const since = relay.now();
    const to = await job.ledger.begin(delivery.id, job.token, job.now());
    if (to === undefined) throw new LostRun();
    if (!('skip' in to))
      return { delivery, address: to.address, message: await job.compose(delivery.language, to), since };
    await settle(delivery, { state: 'skipped', words: to.skip });
    queue.done(delivery, 'other');
    return undefined;
  };
  const settle = async (delivery: OpenDelivery, settlement: Settlement): Promise<void> => {
    if (!(await record(job, delivery, settlement, trouble))) throw new LostRun();
    job.settled?.(delivery, settlement);
  };
  /** The next delivery, if there is one that need not be waited for. */
  const beginNext = async (): Promise<Begun | undefined> => {
    const delivery = mayGoOn() && job.rate === undefined && relay.isFree ? queue.takeNow() : undefined;
    return delivery && begin(delivery);
  };
  const connected = async (): Promise<Session> => {
    if (session?.usable === true) return session;
    session?.close();
    session = undefined;
    const opened = await connect(job, signal);
    endInTime(opened, signal);
    session = opened;
    return opened;
  };

  /** Sends one; `left` is why its reader gets nothing after all. */
  const sendOne = async (to: Session, { delivery, message }: Begun) => {
    const found: { next?: Begun; left?: string; failure?: { cause: unknown } } = {};
    const outcome = await to.send(message, async () => {
      // How the one before ended could not be written: nothing more may be uncertain on this connection.
      await new Promise<void>(resolve => process.nextTick(resolve));
      if (trouble.since !== undefined) await settled;
      // Together in one write: how the one before ended, that this one is about to, that the next begins.
      const beginning = beginNext().catch((cause: unknown) => {
        // What is committed goes out all the same.
        found.failure = { cause };
        return undefined;
      });
      const commit = job.ledger.commit(delivery.id, job.token, job.now());
      const [, ours, next] = await all([settled, commit, beginning]).catch(async cause => {
        const begun = await beginning;
        if (begun !== undefined) await record(job, begun.delivery, { state: 'queued' }, trouble).catch(() => false);
        throw cause;
      });
      found.next = next;
      if (typeof ours === 'boolean') return ours && (next?.message ?? true);
      found.left = ours.skip;
      return false;
    });
    return { outcome, ...found };
  };
  const close = async (tried: Begun, outcome: Outcome, left: string | undefined): Promise<void> => {
    const { delivery, address, since } = tried;
    if (outcome.kind === 'withdrawn') {
      if (left === undefined) throw new LostRun();
      queue.done(delivery, 'other');
      return settle(delivery, { state: 'skipped', words: left });
    }
    const { attempts, domain, firstTriedAt } = delivery;
    const isOfUs = traffic.see(outcome, domain);
    const throttle = throttleOf(outcome);
    // Not the reader's failure: it waits for the next run, as those do that were not begun.
    if (throttle === 'quota' && 'code' in outcome && traffic.spend(delivery, `${outcome.code} ${outcome.words}`))
      return putBack(tried);
    const pause = relay.see({ outcome, throttle, domain, since, isFirst: attempts === 0 });
    queue.done(
      delivery,
      outcome.kind === 'accepted'
        ? 'well'
        : pause === undefined && (throttle === 'busy' || guard.refuses(domain))
          ? 'slow'
          : pause === undefined && throttle === 'rate'
            ? 'throttled'
            : 'other',
    );
    const pauses = pause === undefined ? job.retry.pauses : [pause];
    const { giveUpAfter } = job.retry;
    const now = job.now();
    return settle(
      delivery,
      settlementOf(outcome, { isOfUs, address, attempts, firstTriedAt, pauses, giveUpAfter, now }),
    );
  };
  const putBack = async ({ delivery }: Begun): Promise<void> => {
    queue.done(delivery, 'other');
    await settle(delivery, { state: 'queued' });
  };

  try {
    for (;;) {
      if (begun === undefined) {
        await settled;
        await waitForSlot(signal);
        await relay.waitForSlot(signal);
        const delivery = mayGoOn() ? await queue.take(signal) : undefined;
        if (delivery === undefined) return;
        // Nothing is begun without a connection.
        await connected().catch(cause => {
          queue.done(delivery, 'other');
          throw cause;
        });
        begun = await begin(delivery);
        continue;
      }
      if (signal.aborted && session?.usable !== true) return await putBack(begun);
      const to = await connected();
      // Only an envelope that is out already may overtake what became of the message before it.
      if (!to.pipelining) await settled;
      const current: Begun = begun;
      const { outcome, next, left, failure } = await sendOne(to, current).catch(async cause => {
        // The step before the dot could not be written, or it is not known whether it was: the dot did not go out.
        await record(job, current.delivery, heldBack(job.now()), trouble).catch(() => false);
        throw cause;
      });
      await settled;
      settled = close(current, outcome, left);
      // It is awaited before the next final dot, or at the end; until then a failure is nobody's.
      settled.catch(() => {
        trouble.since ??= performance.now();
      });
      begun = next;
      if (failure === undefined) continue;
      await settled;
      throw failure.cause;
    }
  } catch (cause) {
    // No connection can be had: thrown before anything of the message is sent.
    if (cause instanceof TransportError && begun !== undefined) await putBack(begun);
    throw cause;
  } finally {
    session?.close();
    await settled;
  }
}

/** Since when the ledger cannot be written, by `performance.now()`. */
export type Trouble = { since?: number };

/** Milliseconds after which a ledger that cannot be written is given up. */
const recordForMs = 8_000;

/**
 * Writes how a delivery ended. A ledger that cannot be written is tried a few times more: what is not written ends as uncertain,
 * even where it is known.
 * @returns false if the delivery is another's by now
 */
async function record(job: RunJob, { id }: OpenDelivery, settlement: Settlement, trouble: Trouble): Promise<boolean> {
  for (const pause of [...job.retry.ledger, undefined]) {
    try {
      const isOurs = await job.ledger.settle(id, job.token, settlement, job.now());
      trouble.since = undefined;
      return isOurs;
    } catch (cause) {
      trouble.since ??= performance.now();
      if (pause === undefined || performance.now() - trouble.since > recordForMs) throw cause;
      await sleep(pause);
    }
  }
  return false;
}

/** How a delivery ended whose last step before the dot could not be written. */
const heldBack = (now: Date): Settlement => ({
  state: 'deferred',
  words: 'the ledger could not be written: the final dot was held back',
  dueAt: now,
});

/** Like `Promise.all`, but no step is still being written when another's failure is told. */
async function all<T extends readonly unknown[]>(
  steps: { [K in keyof T]: Promise<T[K]> },
): Promise<{ [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(steps);
  return Promise.all(steps);
}

async function connect({ transport, retry }: RunJob, signal: AbortSignal): Promise<Session> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await transport.open();
    } catch (cause) {
      const pause = retry.reconnect[attempt];
      if (pause === undefined || signal.aborted || (cause instanceof TransportError && cause.permanent)) throw cause;
      await sleep(pause, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** Milliseconds a server has to answer for what is on the wire, once the run is asked to stop. */
const grace = 4_000;

/** After that the connection is cut: what had not reached the final dot is tried again, what had is uncertain. */
function endInTime(session: Session, signal: AbortSignal): void {
  const cut = (): void => {
    setTimeout(() => session.abort(), grace).unref();
  };
  if (signal.aborted) cut();
  else signal.addEventListener('abort', cut, { once: true });
}
