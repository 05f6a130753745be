import { lane } from './lane.ts';
import { pace, sharedPace } from './pace.ts';
import { type PolicyGuard, policyGuard } from './policy-guard.ts';
import { deliveryQueue } from './queue.ts';
import type { RunJob } from './run.ts';
import { type Outcome, TransportError } from './transport.ts';

/**
 * Goes once over all that is due now, over as many connections as there are. Should some of it be left, `reason`
 * says why a connection could not be had, or `rejected` that the server will not have us.
 */
export async function pass(
  job: RunJob,
  signal: AbortSignal,
): Promise<{ tried: number; accepted: number; reason?: string; refusal?: PolicyGuard['refusal'] }> {
  const queue = deliveryQueue(job.ledger, job.week, job.now(), job);
  const turn = job.rate !== undefined && job.shared ? sharedPace(job.rate, job.shared) : pace(job.rate);
  const guard = job.guard ?? policyGuard();
  let [tried, accepted] = [0, 0];
  let reason: string | undefined;
  const failure = new AbortController();
  const see = (outcome: Outcome): void => {
    tried++;
    if (outcome.kind === 'accepted') accepted++;
    guard.see(outcome);
  };
  const traffic = { queue, turn, guard, see, signal: AbortSignal.any([signal, failure.signal]) };
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
  return { tried, accepted, reason: left.length > 0 ? reason : undefined, refusal: guard.refusal };
}
