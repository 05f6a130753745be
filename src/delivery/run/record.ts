import { setTimeout as sleep } from 'node:timers/promises';
import type { OpenDelivery, Settlement } from '../../store/ledger/delivery.ts';
import type { RunJob } from './job.ts';
import type { Trouble } from './traffic.ts';

/** Milliseconds after which a ledger that cannot be written is given up. */
const recordForMs = 8_000;

/**
 * Writes how a delivery ended. A ledger that cannot be written is tried a few times more: what is not written ends as uncertain,
 * even where it is known.
 * @returns false if the delivery is another's by now
 */
export async function record(
  job: RunJob,
  { id }: OpenDelivery,
  settlement: Settlement,
  trouble: Trouble,
): Promise<boolean> {
  for (const pause of [...job.retry.ledger, undefined]) {
    try {
      const isOurs = await job.ledger.settle(id, job.token, settlement, job.now());
      trouble.since = undefined;
      return isOurs;
    } catch (cause) {
      trouble.since ??= performance.now();
      if (pause === undefined || performance.now() - trouble.since > recordForMs) throw cause;
      await sleep(pause);
    }
  }
  return false;
}

/** How a delivery ended whose last step before the dot could not be written. It is due again at once. */
export const heldBack = (now: Date): Settlement => ({
  state: 'deferred',
  words: 'the ledger could not be written: the final dot was held back',
  dueAt: now,
});
