import { lane, type Traffic } from './lane.ts';
import { pace, sharedPace } from './pace.ts';
import { type PolicyGuard, policyGuard } from './policy-guard.ts';
import { deliveryQueue } from './queue.ts';
import { pacingOf } from './relay-pace.ts';
import type { RunJob } from './run.ts';
import { TransportError } from './transport.ts';

/** What a pass came to. `isHeld`: only readers are left whose domains take little now. */
type PassEnd = {
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
export async function pass(job: RunJob, signal: AbortSignal): Promise<PassEnd> {
  const { relay, domains: rates } = pacingOf(job.transport);
  relay.ease();
  for (const rate of rates.values()) rate.ease();
  const { domains, budget, shared } = job;
  const isPatient = job.retry.patience > 0;
  const queue = deliveryQueue(job.ledger, job.week, job.now(), { domains, budget, shared, rates, isPatient });
  const turn = job.rate !== undefined && job.shared ? sharedPace(job.rate, job.shared) : pace(job.rate);
  const guard = job.guard ?? policyGuard();
  let [tried, accepted] = [0, 0];
  let reason: string | undefined;
  let spent: string | undefined;
  const quota = new Set<number>();
  const failure = new AbortController();
  const traffic: Traffic = {
    queue,
    turn,
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
      await lane(job, traffic);
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
