import { pace, sharedPace } from '../pacing/pace.ts';
import { type PolicyGuard, policyGuard } from '../pacing/policy-guard.ts';
import { pacingOf } from '../pacing/relay-pace.ts';
import { TransportError } from '../smtp/transport.ts';
import { connectionWorker } from './connection-worker.ts';
import type { RunJob } from './job.ts';
import { deliveryQueue } from './queue.ts';
import type { Traffic } from './traffic.ts';

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
 * @param isProbe whether one message is tried to see whether the server takes mail again
 * Goes once over all that is due now, over as many connections as there are. Should some of it be left, `reason`
 * says why a connection could not be had, or `refusal` what the server said that will not have us.
 */
export async function deliverDue(job: RunJob, signal: AbortSignal, isProbe = false): Promise<DueEnd> {
  const { relay, domains: rates } = pacingOf(job.transport);
  relay.ease();
  for (const rate of rates.values()) rate.ease();
  const { domains, budget, shared } = job;
  const queue = deliveryQueue(job.ledger, job.week, job.now(), {
    domains,
    budget,
    shared,
    rates,
    patience: job.retry.patience,
    isShuffled: isProbe,
  });
  const waitForSlot = job.rate !== undefined && job.shared ? sharedPace(job.rate, job.shared) : pace(job.rate);
  const guard = job.guard ?? policyGuard();
  let [tried, accepted] = [0, 0];
  let reason: string | undefined;
  let spent: string | undefined;
  /** Readers in a row whose messages were refused for a quota, and their domains. */
  const quota = new Map<number, string>();
  const failure = new AbortController();
  const traffic: Traffic = {
    queue,
    waitForSlot,
    relay,
    guard,
    trouble: {},
    signal: AbortSignal.any([signal, failure.signal]),
    see(outcome, domain) {
      tried++;
      if (outcome.kind === 'accepted') {
        accepted++;
        quota.clear();
      }
      return guard.see(outcome, domain, queue.hasOthers);
    },
    get isSpent() {
      return spent !== undefined;
    },
    spend({ id, domain }, words) {
      quota.set(id, domain);
      const isOfRelay = new Set(quota.values()).size > 1 || !queue.hasOthers(new Set([domain]));
      if (quota.size >= readersOfQuota && isOfRelay) spent ??= words;
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
