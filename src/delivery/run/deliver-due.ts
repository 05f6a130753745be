import { heldRefusals } from '../pacing/held-refusals.ts';
import { pace, sharedPace } from '../pacing/pace.ts';
import { type PolicyGuard, policyGuard } from '../pacing/policy-guard.ts';
import { pacingOf } from '../pacing/relay-pace.ts';
import { TransportError } from '../smtp/transport.ts';
import { closeHeld } from './close-delivery.ts';
import { connectionWorker } from './connection-worker.ts';
import { type DeliveryQueue, deliveryQueue } from './delivery-queue.ts';
import type { RunJob } from './run-job.ts';
import type { HeldRefusal, Traffic } from './traffic.ts';

/**
 * How a pass ended. Where deliveries are left, `reason` says why a connection could not be opened, `refusal` is the reply that
 * refuses us, and `hasSlowLeft` says that only deliveries to slow domains are left.
 */
type DueEnd = {
  tried: number;
  accepted: number;
  reason?: string;
  refusal?: PolicyGuard['refusal'];
  hasSlowLeft: boolean;
};

/** A quota counts as used up once so many recipients in a row were refused for it: a single refusal may be about the mailbox. */
const minRecipientsOfQuota = 3;

/**
 * One pass: tries every delivery that is due now, over all connections of the job.
 * @param isProbe whether one message is tried to find out whether the server accepts mail again
 */
export async function deliverDue(job: RunJob, signal: AbortSignal, isProbe = false): Promise<DueEnd> {
  const { relay, domains: rates } = pacingOf(job.transport);
  relay.slowDown();
  for (const rate of rates.values()) rate.slowDown();
  const { ledger, week, domains, budget, shared } = job;
  const queue = deliveryQueue({
    ledger,
    week,
    now: job.now(),
    domains,
    budget,
    shared,
    rates,
    maxSlowWaitMs: job.retry.maxWaitMs,
    isShuffled: isProbe,
  });
  const guard = job.guard ?? policyGuard();
  const quota = quotaOf(queue);
  const counts = { tried: 0, accepted: 0 };
  let reason: string | undefined;
  const failure = new AbortController();
  const refused = new AbortController();
  if (guard.refusal !== undefined) refused.abort();
  const traffic: Traffic = {
    queue,
    waitForSlot: job.rate !== undefined && job.shared ? sharedPace(job.rate, job.shared) : pace(job.rate),
    relay,
    guard,
    trouble: {},
    signal: AbortSignal.any([signal, failure.signal]),
    noMore: AbortSignal.any([signal, failure.signal, refused.signal]),
    held: heldRefusals(),
    recordOutcome(outcome, tried) {
      counts.tried++;
      if (outcome.kind === 'accepted') {
        counts.accepted++;
        quota.reset();
      }
      const isOfUs = guard.record(outcome, tried, queue.hasOthers);
      if (guard.refusal !== undefined) refused.abort();
      return isOfUs;
    },
    recordQuotaRefusal({ id, domain }, words) {
      const isUsedUp = quota.recordRefusal(id, domain, words);
      if (isUsedUp) refused.abort();
      return isUsedUp;
    },
  };
  const work = async (): Promise<void> => {
    try {
      await connectionWorker(job, traffic);
    } catch (cause) {
      // A server may allow fewer connections than the job has: the open ones do the work.
      if (cause instanceof TransportError) reason = cause.message;
      else {
        failure.abort();
        throw cause;
      }
    }
  };
  const results = await Promise.allSettled(Array.from({ length: job.connections }, work));
  for (const result of results) if (result.status === 'rejected') throw result.reason;
  if (counts.accepted === 0) guard.endWithoutAcceptance();
  const refusal = guard.refusal ?? (quota.words === undefined ? undefined : { words: quota.words });
  // In an interrupted pass they stay queued.
  const held = signal.aborted ? [] : traffic.held.take();
  const isOfUs = ({ begun: { delivery }, outcome }: HeldRefusal): boolean =>
    isProbe ||
    refusal !== undefined ||
    guard.refuses(delivery.domain) ||
    // It is tried once more, and then believed.
    (delivery.attempts === 0 && guard.doubts(outcome, delivery.domain));
  for (const one of held) await closeHeld(job, traffic, one, isOfUs(one));
  const left = await ledger.open(week, job.now(), { limit: 1 });
  return { ...counts, reason: left.length > 0 ? reason : undefined, refusal, hasSlowLeft: queue.hasSlowLeft };
}

/** Decides from refusals for a quota whether the relay's quota for us is used up; then `words` are those of the server. */
function quotaOf(queue: DeliveryQueue) {
  /** Recipients in a row whose messages were refused for a quota, and their domains. */
  const refused = new Map<number, string>();
  let words: string | undefined;
  return {
    get words() {
      return words;
    },
    reset: () => refused.clear(),
    recordRefusal(id: number, domain: string, reply: string): boolean {
      refused.set(id, domain);
      const isOfRelay = new Set(refused.values()).size > 1 || !queue.hasOthers(new Set([domain]));
      if (refused.size >= minRecipientsOfQuota && isOfRelay) words ??= reply;
      return words !== undefined;
    },
  };
}
