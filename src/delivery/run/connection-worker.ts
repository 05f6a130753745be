import { limitsConnection } from '../../replies/throttle.ts';
import type { OpenDelivery } from '../../store/ledger/delivery.ts';
import { connect } from '../smtp/connect.ts';
import { type Outcome, type Session, TransportError } from '../smtp/transport.ts';
import { closeDelivery, putBack, settle } from './close-delivery.ts';
import { heldBack, recordSettlement } from './record-settlement.ts';
import type { RunJob } from './run-job.ts';
import { type Begun, LostRun, type Traffic } from './traffic.ts';

/** The state of one connection of a run. */
type Worker = {
  job: RunJob;
  traffic: Traffic;
  session?: Session;
  /** Messages that the server accepted in this session. */
  accepted: number;
  /** Resolves when the delivery before is settled in the ledger. */
  settled: Promise<void>;
};

/**
 * Sends deliveries over one connection until none is left or the pass is to stop. While a message's last step is written, the
 * next delivery is begun, so that its envelope goes out with the end of the message before it.
 * @throws TransportError if no connection can be opened; LostRun
 */
export async function connectionWorker(job: RunJob, traffic: Traffic): Promise<void> {
  const worker: Worker = { job, traffic, accepted: 0, settled: Promise.resolve() };
  let begun: Begun | undefined;
  try {
    for (;;) {
      if (begun === undefined) {
        const delivery = await takeNext(worker);
        if (delivery === undefined) return;
        begun = await begin(worker, delivery);
        continue;
      }
      if (traffic.signal.aborted && worker.session?.usable !== true) return await putBack(job, traffic, begun);
      begun = await deliverOne(worker, begun);
    }
  } catch (cause) {
    // A TransportError is thrown before anything of the message is sent.
    if (cause instanceof TransportError && begun !== undefined) await putBack(job, traffic, begun);
    throw cause;
  } finally {
    worker.session?.close();
    await worker.settled;
  }
}

/** Waits for the next delivery and for a connection to send it on. */
async function takeNext(worker: Worker): Promise<OpenDelivery | undefined> {
  const { traffic } = worker;
  await worker.settled;
  await traffic.waitForSlot(traffic.noMore);
  await traffic.relay.waitForSlot(traffic.noMore);
  const delivery = traffic.noMore.aborted ? undefined : await traffic.queue.takeNext(traffic.noMore);
  if (delivery === undefined) return undefined;
  await connected(worker).catch(cause => {
    traffic.queue.finish(delivery, 'other');
    throw cause;
  });
  return delivery;
}

/** The open session, or a new one. */
async function connected(worker: Worker): Promise<Session> {
  if (worker.session?.usable === true) return worker.session;
  worker.session?.close();
  worker.session = undefined;
  worker.accepted = 0;
  worker.session = await connect(worker.job.transport, worker.job.retry.reconnectMs, worker.traffic.signal);
  return worker.session;
}

/** Begins a delivery in the ledger and makes its message. @returns undefined if it was skipped @throws LostRun */
async function begin({ job, traffic }: Worker, delivery: OpenDelivery): Promise<Begun | undefined> {
  const since = traffic.relay.now();
  const to = await job.ledger.begin(delivery.id, job.token, job.now());
  if (to === undefined) throw new LostRun();
  if (!('skip' in to))
    return { delivery, address: to.address, message: await job.compose(delivery.language, to), since };
  await settle(job, traffic, delivery, { state: 'skipped', words: to.skip });
  traffic.queue.finish(delivery, 'other');
  return undefined;
}

/** Sends one message and begins to settle it. @returns the next delivery, whose envelope may be sent already */
async function deliverOne(worker: Worker, begun: Begun): Promise<Begun | undefined> {
  const { job, traffic } = worker;
  const session = await connected(worker);
  // Only an envelope that is sent already may precede the settlement of the message before it.
  if (!session.pipelining) await worker.settled;
  const { outcome, next, left, failure } = await send(worker, session, begun).catch(async cause => {
    // It is not known whether the step before the dot was written: the dot was not sent.
    await recordSettlement(job, begun.delivery, heldBack(job.now()), traffic.trouble).catch(() => false);
    throw cause;
  });
  await worker.settled;
  worker.settled = closeDelivery(job, traffic, begun, { outcome, left, takenBefore: worker.accepted });
  if (outcome.kind === 'accepted') worker.accepted++;
  if (limitsConnection(outcome)) session.close();
  // `settled` is awaited before the next final dot, or at the end.
  worker.settled.catch(() => {
    traffic.trouble.since ??= performance.now();
  });
  if (failure === undefined) return next;
  await worker.settled;
  throw failure.cause;
}

/** How a message ended; `left`: why its recipient gets nothing; `failure`: why the next delivery could not be begun. */
type Sent = { outcome: Outcome; next?: Begun; left?: string; failure?: { cause: unknown } };

/** Sends a message, and begins the next one while its last step is written. @throws if that step could not be written */
async function send(worker: Worker, session: Session, { delivery, message }: Begun): Promise<Sent> {
  const { job, traffic } = worker;
  const sent: Omit<Sent, 'outcome'> = {};
  const outcome = await session.send(message, async () => {
    // If the message before could not be settled, no further message may become uncertain on this connection.
    await new Promise<void>(resolve => process.nextTick(resolve));
    if (traffic.trouble.since !== undefined) await worker.settled;
    // One write for three steps: the message before is settled, this one is committed, the next is begun.
    const beginning = beginNext(worker).catch((cause: unknown) => {
      // This message is sent nevertheless if it is committed.
      sent.failure = { cause };
      return undefined;
    });
    const commit = job.ledger.commit(delivery.id, job.token, job.now());
    const [, committed, next] = await allSettled([worker.settled, commit, beginning]).catch(async cause => {
      const begun = await beginning;
      if (begun !== undefined)
        await recordSettlement(job, begun.delivery, { state: 'queued' }, traffic.trouble).catch(() => false);
      throw cause;
    });
    sent.next = next;
    if (typeof committed === 'boolean') return committed && (next?.message ?? true);
    sent.left = committed.skip;
    return false;
  });
  return { outcome, ...sent };
}

/** Begins the next delivery, if one can be sent without waiting. */
async function beginNext(worker: Worker): Promise<Begun | undefined> {
  const { job, traffic } = worker;
  const needsNoSlot = !traffic.noMore.aborted && job.rate === undefined && traffic.relay.isUnlimited;
  const delivery = needsNoSlot ? traffic.queue.takeReady() : undefined;
  return delivery && begin(worker, delivery);
}

/** Like `Promise.all`, but rejects only when no step is still being written. */
async function allSettled<T extends readonly unknown[]>(
  steps: { [K in keyof T]: Promise<T[K]> },
): Promise<{ [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(steps);
  return Promise.all(steps);
}
