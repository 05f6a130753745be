import { limitsConnection, type Throttle, throttleOf } from '../../replies/throttle.ts';
import type { OpenDelivery, Settlement } from '../../store/ledger/delivery.ts';
import type { MessageEnd } from '../pacing/domain-paces.ts';
import type { Outcome } from '../smtp/transport.ts';
import { recordSettlement } from './record-settlement.ts';
import type { RunJob } from './run-job.ts';
import { settlementOf } from './settlement.ts';
import { type Begun, LostRun, type Traffic } from './traffic.ts';

/** How a message ended. */
type Ended = {
  outcome: Outcome;
  /** Why its recipient gets nothing, where the dot was held back. */
  left?: string;
  /** Messages that the connection took before this one. */
  takenBefore: number;
};

/** Settles a delivery by how its message ended, and adjusts the paces of its domain and of the relay. @throws LostRun */
export async function closeDelivery(job: RunJob, traffic: Traffic, begun: Begun, ended: Ended): Promise<void> {
  const { outcome, left, takenBefore } = ended;
  const { delivery, address, since } = begun;
  const { queue, relay } = traffic;
  if (outcome.kind === 'withdrawn') {
    if (left === undefined) throw new LostRun();
    queue.finish(delivery, 'other');
    return settle(job, traffic, delivery, { state: 'skipped', words: left });
  }
  const { attempts, domain, firstTriedAt } = delivery;
  const isOfUs = traffic.recordOutcome(outcome, domain);
  const throttle = throttleOf(outcome);
  // A limit of the connection or of the relay is not about the recipient: the delivery goes back into the queue.
  if (takenBefore > 0 && limitsConnection(outcome)) return putBack(job, traffic, begun);
  if (
    throttle === 'quota' &&
    'code' in outcome &&
    traffic.recordQuotaRefusal(delivery, `${outcome.code} ${outcome.words}`)
  )
    return putBack(job, traffic, begun);
  const pause = relay.record({ outcome, throttle, domain, since, isFirst: attempts === 0 });
  queue.finish(delivery, messageEnd(traffic, outcome, domain, pause === undefined ? throttle : 'none'));
  const pausesMs = pause === undefined ? job.retry.pausesMs : [pause];
  const { giveUpAfterMs } = job.retry;
  const tried = { isOfUs, address, attempts, firstTriedAt, pausesMs, giveUpAfterMs, now: job.now() };
  return settle(job, traffic, delivery, settlementOf(outcome, tried));
}

/** How the message ended for the pace of the recipient's domain. */
function messageEnd({ guard }: Traffic, outcome: Outcome, domain: string, throttle: Throttle): MessageEnd {
  if (outcome.kind === 'accepted') return 'accepted';
  if (throttle === 'busy' || guard.refuses(domain)) return 'slow';
  return throttle === 'rate' ? 'throttled' : 'other';
}

/** Puts a delivery that was begun back into the queue of the next pass. @throws LostRun */
export async function putBack(job: RunJob, traffic: Traffic, { delivery }: Begun): Promise<void> {
  traffic.queue.finish(delivery, 'other');
  await settle(job, traffic, delivery, { state: 'queued' });
}

/** Settles a delivery in the ledger. @throws LostRun if another process holds or has settled it */
export async function settle(
  job: RunJob,
  { trouble }: Traffic,
  delivery: OpenDelivery,
  settlement: Settlement,
): Promise<void> {
  if (!(await recordSettlement(job, delivery, settlement, trouble))) throw new LostRun();
  job.settled?.(delivery, settlement);
}
