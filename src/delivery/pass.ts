import { lane, type Traffic } from './lane.ts';
import { pace, sharedPace } from './pace.ts';
import { type PolicyGuard, policyGuard } from './policy-guard.ts';
import { deliveryQueue } from './queue.ts';
import { pacingOf } from './relay-pace.ts';
import type { RunJob } from './run.ts';
import { TransportError } from './transport.ts';

/**
 * Goes once over all that is due now, over as many connections as there are. Should some of it be left, `reason`
 * says why a connection could not be had, or `rejected` that the server will not have us.
 */
export async function pass(
  job: RunJob,
  signal: AbortSignal,
): Promise<{ tried: number; accepted: number; reason?: string; refusal?: PolicyGuard['refusal'] }> {
  const { relay, domains: rates } = pacingOf(job.transport);
  relay.ease();
  for (const rate of rates.values()) rate.ease();
  const { domains, budget, shared } = job;
  const queue = deliveryQueue(job.ledger, job.week, job.now(), { domains, budget, shared, rates });
  const turn = job.rate !== undefined && job.shared ? sharedPace(job.rate, job.shared) : pace(job.rate);
  const guard = job.guard ?? policyGuard();
  let [tried, accepted] = [0, 0];
  let reason: string | undefined;
  let spent: string | undefined;
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
      if (outcome.kind === 'accepted') accepted++;
      guard.see(outcome);
    },
    get isSpent() {
      return spent !== undefined;
    },
    spend(words) {
      spent ??= words;
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
  const refusal = guard.refusal ?? (spent === undefined ? undefined : { words: spent });
  return { tried, accepted, reason: left.length > 0 ? reason : undefined, refusal };
}
