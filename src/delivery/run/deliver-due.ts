import { pace, sharedPace } from '../pacing/pace.ts';
import { type PolicyGuard, policyGuard } from '../pacing/policy-guard.ts';
import { pacingOf } from '../pacing/relay-pace.ts';
import { TransportError } from '../smtp/transport.ts';
import { connectionWorker, type Traffic } from './connection-worker.ts';
import type { RunJob } from './job.ts';
import { deliveryQueue } from './queue.ts';

/** What a pass came to. `isHeld`: only readers are left whose domains take little now. */
type DueEnd = {
  tried: number;
  accepted: number;
  reason?: string;
  refusal?: PolicyGuard['refusal'];
  isHeld: boolean;
};

/** That a quota is used up is believed when so many readers in a row have got that answer: of one it may be about their mailbox. */
const readersOfQuota = 3;

/**
 * Goes once over all that is due now, over as many connections as there are. Should some of it be left, `reason`
 * says why a connection could not be had, or `refusal` what the server said that will not have us.
 */
export async function deliverDue(job: RunJob, signal: AbortSignal): Promise<DueEnd> {
  const { relay, domains: rates } = pacingOf(job.transport);
  relay.ease();
  for (const rate of rates.values()) rate.ease();
  const { domains, budget, shared } = job;
  const isPatient = job.retry.patience > 0;
  const queue = deliveryQueue(job.ledger, job.week, job.now(), { domains, budget, shared, rates, isPatient });
  const waitForSlot = job.rate !== undefined && job.shared ? sharedPace(job.rate, job.shared) : pace(job.rate);
  const guard = job.guard ?? policyGuard();
  let [tried, accepted] = [0, 0];
  let reason: string | undefined;
  let spent: string | undefined;
  const quota = new Set<number>();
  const failure = new AbortController();
  const traffic: Traffic = {
    queue,
    waitForSlot,
    relay,
    guard,
    trouble: {},
    signal: AbortSignal.any([signal, failure.signal]),
    see(outcome) {
      tried++;
      if (outcome.kind === 'accepted') {
        accepted++;
        quota.clear();
      }
      guard.see(outcome);
    },
    get isSpent() {
      return spent !== undefined;
    },
    spend(delivery, words) {
      quota.add(delivery);
      if (quota.size >= readersOfQuota) spent ??= words;
      return spent !== undefined;
    },
  };
  const work = async (): Promise<void> => {
    try {
      await connectionWorker(job, traffic);
    } catch (cause) {
      // A server may grant fewer connections than asked for: those that stand do the work.
      if (cause instanceof TransportError) reason = cause.message;
      else {
        failure.abort();
        throw cause;
      }
    }
  };
  const results = await Promise.allSettled(Array.from({ length: job.connections }, work));
  for (const result of results) if (result.status === 'rejected') throw result.reason;
  const left = await job.ledger.open(job.week, job.now(), 0, 1);
  if (accepted === 0) guard.endInVain();
  const refusal = guard.refusal ?? (spent === undefined ? undefined : { words: spent });
  return { tried, accepted, reason: left.length > 0 ? reason : undefined, refusal, isHeld: queue.isHeld };
}
