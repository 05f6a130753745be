import { limitsConnection } from '../../replies/throttle.ts';
import type { OpenDelivery } from '../../store/ledger/delivery.ts';
import { type Outcome, type Session, TransportError } from '../smtp/transport.ts';
import { closeDelivery, putBack, settle } from './close-delivery.ts';
import { connect } from './connect.ts';
import type { RunJob } from './job.ts';
import { heldBack, record } from './record.ts';
import { type Begun, LostRun, type Traffic } from './traffic.ts';

/** One connection of a run, and what is on it. */
type Worker = {
  job: RunJob;
  traffic: Traffic;
  session?: Session;
  /** Messages that the session has taken. */
  taken: number;
  /** The end of the delivery before, which is still being written. */
  settled: Promise<void>;
};

/**
 * One connection's work: delivery after delivery, until nothing is left or it is time to stop. While a message's last step
 * is written, the next delivery is begun, so that its envelope goes out with the end of the message before it.
 * @throws TransportError where no connection can be had; LostRun
 */
export async function connectionWorker(job: RunJob, traffic: Traffic): Promise<void> {
  const worker: Worker = { job, traffic, taken: 0, settled: Promise.resolve() };
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
    // No connection can be had: thrown before anything of the message is sent.
    if (cause instanceof TransportError && begun !== undefined) await putBack(job, traffic, begun);
    throw cause;
  } finally {
    worker.session?.close();
    await worker.settled;
  }
}

const mayGoOn = ({ signal, guard, isSpent }: Traffic): boolean =>
  !signal.aborted && guard.refusal === undefined && !isSpent;

/** The next delivery, once its time has come and there is a connection for it. */
async function takeNext(worker: Worker): Promise<OpenDelivery | undefined> {
  const { traffic } = worker;
  await worker.settled;
  await traffic.waitForSlot(traffic.signal);
  await traffic.relay.waitForSlot(traffic.signal);
  const delivery = mayGoOn(traffic) ? await traffic.queue.take(traffic.signal) : undefined;
  if (delivery === undefined) return undefined;
  await connected(worker).catch(cause => {
    traffic.queue.done(delivery, 'other');
    throw cause;
  });
  return delivery;
}

async function connected(worker: Worker): Promise<Session> {
  if (worker.session?.usable === true) return worker.session;
  worker.session?.close();
  worker.session = undefined;
  worker.taken = 0;
  worker.session = await connect(worker.job, worker.traffic.signal);
  return worker.session;
}

/** Begins a delivery in the ledger and makes its message; nothing where its reader is not to get it any more. @throws LostRun */
async function begin({ job, traffic }: Worker, delivery: OpenDelivery): Promise<Begun | undefined> {
  const since = traffic.relay.now();
  const to = await job.ledger.begin(delivery.id, job.token, job.now());
  if (to === undefined) throw new LostRun();
  if (!('skip' in to))
    return { delivery, address: to.address, message: await job.compose(delivery.language, to), since };
  await settle(job, traffic, delivery, { state: 'skipped', words: to.skip });
  traffic.queue.done(delivery, 'other');
  return undefined;
}

/** Sends one message and begins to write how it ended. @returns the next delivery, where its envelope may be out already */
async function deliverOne(worker: Worker, begun: Begun): Promise<Begun | undefined> {
  const { job, traffic } = worker;
  const session = await connected(worker);
  // Only an envelope that is out already may overtake what is written of the message before it.
  if (!session.pipelining) await worker.settled;
  const { outcome, next, left, failure } = await send(worker, session, begun).catch(async cause => {
    // The step before the dot could not be written, or it is not known whether it was: the dot did not go out.
    await record(job, begun.delivery, heldBack(job.now()), traffic.trouble).catch(() => false);
    throw cause;
  });
  await worker.settled;
  worker.settled = closeDelivery(job, traffic, begun, { outcome, left, takenBefore: worker.taken });
  if (outcome.kind === 'accepted') worker.taken++;
  if (limitsConnection(outcome)) session.close();
  // It is awaited before the next final dot, or at the end.
  worker.settled.catch(() => {
    traffic.trouble.since ??= performance.now();
  });
  if (failure === undefined) return next;
  await worker.settled;
  throw failure.cause;
}

/** How a message ended; `left`: why its reader gets nothing after all; `failure`: why the next could not be begun. */
type Sent = { outcome: Outcome; next?: Begun; left?: string; failure?: { cause: unknown } };

/** Sends a message, and begins the next one while its last step is written. @throws if that step could not be written */
async function send(worker: Worker, session: Session, { delivery, message }: Begun): Promise<Sent> {
  const { job, traffic } = worker;
  const sent: Omit<Sent, 'outcome'> = {};
  const outcome = await session.send(message, async () => {
    // How the one before ended could not be written: nothing more may be uncertain on this connection.
    await new Promise<void>(resolve => process.nextTick(resolve));
    if (traffic.trouble.since !== undefined) await worker.settled;
    // Together in one write: how the one before ended, that this one is about to, that the next begins.
    const beginning = beginNext(worker).catch((cause: unknown) => {
      // What is committed goes out all the same.
      sent.failure = { cause };
      return undefined;
    });
    const commit = job.ledger.commit(delivery.id, job.token, job.now());
    const [, ours, next] = await allSettled([worker.settled, commit, beginning]).catch(async cause => {
      const begun = await beginning;
      if (begun !== undefined)
        await record(job, begun.delivery, { state: 'queued' }, traffic.trouble).catch(() => false);
      throw cause;
    });
    sent.next = next;
    if (typeof ours === 'boolean') return ours && (next?.message ?? true);
    sent.left = ours.skip;
    return false;
  });
  return { outcome, ...sent };
}

/** Begins the next delivery, if there is one that need not be waited for. */
async function beginNext(worker: Worker): Promise<Begun | undefined> {
  const { job, traffic } = worker;
  const isFree = mayGoOn(traffic) && job.rate === undefined && traffic.relay.isFree;
  const delivery = isFree ? traffic.queue.takeNow() : undefined;
  return delivery && begin(worker, delivery);
}

/** Like `Promise.all`, but no step is still being written when another's failure is told. */
async function allSettled<T extends readonly unknown[]>(
  steps: { [K in keyof T]: Promise<T[K]> },
): Promise<{ [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(steps);
  return Promise.all(steps);
}
