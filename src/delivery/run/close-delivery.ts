import { limitsConnection, type Throttle, throttleOf } from '../../replies/throttle.ts';
import type { OpenDelivery, Settlement } from '../../store/ledger/delivery.ts';
import type { Outcome } from '../smtp/transport.ts';
import type { RunJob } from './job.ts';
import { record } from './record.ts';
import { settlementOf } from './settlement.ts';
import { type Begun, LostRun, type Traffic } from './traffic.ts';

/** How a message ended, on which connection. */
export type Ended = {
  outcome: Outcome;
  /** Why its reader gets nothing after all. */
  left?: string;
  /** Messages that the connection took before. */
  takenBefore: number;
};

/** Writes how a delivery ended, and tells the pace of its domain and of the relay. @throws LostRun */
export async function closeDelivery(job: RunJob, traffic: Traffic, begun: Begun, ended: Ended): Promise<void> {
  const { outcome, left, takenBefore } = ended;
  const { delivery, address, since } = begun;
  const { queue, relay } = traffic;
  if (outcome.kind === 'withdrawn') {
    if (left === undefined) throw new LostRun();
    queue.done(delivery, 'other');
    return settle(job, traffic, delivery, { state: 'skipped', words: left });
  }
  const { attempts, domain, firstTriedAt } = delivery;
  const isOfUs = traffic.see(outcome, domain);
  const throttle = throttleOf(outcome);
  // Not the reader's failure: the message goes back into the queue as if it had not been begun.
  if (takenBefore > 0 && limitsConnection(outcome)) return putBack(job, traffic, begun);
  if (throttle === 'quota' && 'code' in outcome && traffic.spend(delivery, `${outcome.code} ${outcome.words}`))
    return putBack(job, traffic, begun);
  const pause = relay.see({ outcome, throttle, domain, since, isFirst: attempts === 0 });
  queue.done(delivery, howItWent(traffic, outcome, domain, pause === undefined ? throttle : 'none'));
  const pauses = pause === undefined ? job.retry.pauses : [pause];
  const { giveUpAfter } = job.retry;
  const tried = { isOfUs, address, attempts, firstTriedAt, pauses, giveUpAfter, now: job.now() };
  return settle(job, traffic, delivery, settlementOf(outcome, tried));
}

/** What the pace of the recipient's domain is told. */
function howItWent({ guard }: Traffic, outcome: Outcome, domain: string, throttle: Throttle) {
  if (outcome.kind === 'accepted') return 'well';
  if (throttle === 'busy' || guard.refuses(domain)) return 'slow';
  return throttle === 'rate' ? 'throttled' : 'other';
}

/** Gives a delivery that was begun back to the queue of the next pass. @throws LostRun */
export async function putBack(job: RunJob, traffic: Traffic, { delivery }: Begun): Promise<void> {
  traffic.queue.done(delivery, 'other');
  await settle(job, traffic, delivery, { state: 'queued' });
}

/** Writes how a delivery ended. @throws LostRun if it is another's by now */
export async function settle(
  job: RunJob,
  { trouble }: Traffic,
  delivery: OpenDelivery,
  settlement: Settlement,
): Promise<void> {
  if (!(await record(job, delivery, settlement, trouble))) throw new LostRun();
  job.settled?.(delivery, settlement);
}
