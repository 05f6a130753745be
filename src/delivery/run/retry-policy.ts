import { maxDueWaitMs } from './due-verdict.ts';

/** When a delivery is tried again, and when it is given up. */
export type RetryPolicy = {
  /** Before the second attempt of a delivery, the third, …; the last holds for all later ones. */
  pausesMs: readonly number[];
  /** How long a run waits, in all, for deliveries to come due; later ones are left to the next run. */
  maxWaitMs: number;
  /** The time from a delivery's first attempt after which it is given up, if it was tried five times. */
  giveUpAfterMs: number;
  /** Between attempts to settle a delivery while the ledger cannot be written; one attempt more than pauses. */
  ledgerMs: readonly number[];
  /** Between attempts to reach the server; one attempt more than pauses, then the run ends. */
  reconnectMs: readonly number[];
};

/** What a run uses unless `hebdo.yaml` says otherwise. */
export const defaultRetry: RetryPolicy = {
  pausesMs: [30_000, 120_000, 300_000, 600_000, 1_800_000, 3_600_000, 7_200_000, 14_400_000],
  // RFC 5321 section 4.5.4.1: at least four to five days.
  giveUpAfterMs: 432_000_000,
  maxWaitMs: maxDueWaitMs,
  ledgerMs: [500, 2_000, 5_000],
  reconnectMs: [1_000, 3_000, 8_000, 15_000],
};
