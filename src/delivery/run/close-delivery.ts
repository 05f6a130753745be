import { limitsConnection, type Throttle, throttleOf } from '../../replies/throttle.ts';
import type { OpenDelivery, Settlement } from '../../store/ledger/delivery.ts';
import type { MessageEnd } from '../pacing/domain-paces.ts';
import type { Outcome } from '../smtp/transport.ts';
import { recordSettlement } from './record-settlement.ts';
import type { RunJob } from './run-job.ts';
import { settlementOf } from './settlement.ts';
import { type Begun, type HeldRefusal, LostRun, type Traffic } from './traffic.ts';

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
  const { delivery, since } = begun;
  const { queue, relay } = traffic;
  if (outcome.kind === 'withdrawn') {
    if (left === undefined) throw new LostRun();
    queue.finish(delivery, 'other');
    return settle(job, traffic, delivery, { state: 'skipped', words: left });
  }
  const { attempts, domain } = delivery;
  const plain = outcome.kind === 'accepted' ? traffic.held.take(since) : [];
  const ofUs = new Set(plain.filter(refusal => traffic.guard.refuses(refusal.begun.delivery.domain)));
  const isOfUs = traffic.recordOutcome(outcome, { domain, isFirst: attempts === 0 });
  const said = throttleOf(outcome);
  // What refuses us asks for no slower pace.
  const throttle = isOfUs && said === 'unclear' ? 'none' : said;
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
  if (outcome.kind === 'refused' && outcome.code !== undefined && !isOfUs) return hold(job, traffic, begun, outcome);
  const pausesMs = pause === undefined ? job.retry.pausesMs : [pause];
  await settle(job, traffic, delivery, settlementOf(outcome, { ...triedOf(job, begun), isOfUs, pausesMs }));
  for (const refusal of plain) await closeHeld(job, traffic, refusal, ofUs.has(refusal));
}

/** What is known of a delivery that was tried. */
const triedOf = ({ retry, now }: RunJob, { address, delivery: { attempts, firstTriedAt } }: Begun) => ({
  address,
  attempts,
  firstTriedAt,
  pausesMs: retry.pausesMs,
  giveUpAfterMs: retry.giveUpAfterMs,
  now: now(),
});

/** Holds a refusal until it is plain whom it is about. The delivery is queued meanwhile, so that nothing is lost. @throws LostRun */
async function hold(job: RunJob, traffic: Traffic, begun: Begun, outcome: HeldRefusal['outcome']): Promise<void> {
  const { queue, trouble, held, relay } = traffic;
  queue.leaveOut(begun.delivery);
  if (!(await recordSettlement(job, begun.delivery, { state: 'queued' }, trouble))) throw new LostRun();
  held.hold({ begun, outcome, at: relay.now() });
}

/** Settles a delivery whose refusal was held. @param isOfUs whether the server refused us @throws LostRun */
export async function closeHeld(
  job: RunJob,
  traffic: Traffic,
  { begun, outcome }: HeldRefusal,
  isOfUs: boolean,
): Promise<void> {
  const { delivery } = begun;
  const to = await job.ledger.begin(delivery.id, job.token, job.now());
  if (to === undefined) throw new LostRun();
  const settlement: Settlement =
    'skip' in to ? { state: 'skipped', words: to.skip } : settlementOf(outcome, { ...triedOf(job, begun), isOfUs });
  await settle(job, traffic, delivery, settlement);
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
  traffic.queue.leaveOut(delivery);
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
