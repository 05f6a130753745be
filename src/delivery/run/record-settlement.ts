import { setTimeout as sleep } from 'node:timers/promises';
import type { OpenDelivery, Settlement } from '../../store/ledger/delivery.ts';
import { t } from '../../wording/wording.ts';
import type { RunJob } from './run-job.ts';
import type { Trouble } from './traffic.ts';

/** Milliseconds after which a ledger that cannot be written is given up. */
const recordWithinMs = 8_000;

/**
 * Settles a delivery in the ledger. A failed write is tried again after the pauses of `retry.ledgerMs`: an outcome that is not
 * written would become uncertain, although it is known.
 * @returns false if another process holds or has settled the delivery
 */
export async function recordSettlement(
  job: RunJob,
  { id }: OpenDelivery,
  settlement: Settlement,
  trouble: Trouble,
): Promise<boolean> {
  for (const pause of [...job.retry.ledgerMs, undefined]) {
    try {
      const isOurs = await job.ledger.settle(id, job.token, settlement, job.now());
      trouble.since = undefined;
      return isOurs;
    } catch (cause) {
      trouble.since ??= performance.now();
      if (pause === undefined || performance.now() - trouble.since > recordWithinMs) throw cause;
      await sleep(pause);
    }
  }
  return false;
}

/** The settlement of a delivery whose last step before the dot could not be written. It is due again at once. */
export const heldBack = (now: Date): Settlement => ({
  state: 'deferred',
  words: t('the ledger could not be written: the final dot was held back'),
  dueAt: now,
});
