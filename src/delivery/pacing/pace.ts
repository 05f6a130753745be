import { setTimeout as sleep } from 'node:timers/promises';
import type { Limits } from '../../store/limits.ts';

/** A clock in milliseconds that can also wait. */
export type Timer = { now(): number; sleep(milliseconds: number, signal: AbortSignal): Promise<unknown> };

/** The clock of the process, which is never set back. Its `sleep` ends early, without an error, when the signal aborts. */
export const clock: Timer = {
  now: () => performance.now(),
  sleep: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }).catch(() => undefined),
};

/** Limits that a run shares with other processes, and the name of this process as a holder of permits. */
export type Shared = { limits: Limits; holder: string };

/** Waits for the next rate slot. */
export type Pace = (signal: AbortSignal) => Promise<void>;

/**
 * A pace at an even rate, however many callers wait: one slot every `1 / perSecond` seconds, without bursts.
 * @param perSecond slots a second; undefined for no limit
 * @example const wait = pace(10); await wait(signal); // at most ten times a second
 */
export function pace(perSecond: number | undefined, timer = clock): Pace {
  if (perSecond === undefined) return () => Promise.resolve();
  let nextAt = Number.NEGATIVE_INFINITY;
  return async signal => {
    const at = Math.max(nextAt, timer.now());
    nextAt = at + 1_000 / perSecond;
    const wait = at - timer.now();
    if (wait > 0) await timer.sleep(wait, signal);
  };
}

/** The same for several processes that share `limits`: each slot is given to one of them. */
export function sharedPace(perSecond: number, { limits }: Shared, timer = clock): Pace {
  const slots = rateSlotsOf('rate', perSecond, limits, timer);
  return async signal => {
    while (slots.next() === undefined) await slots.fetch();
    const wait = (slots.takeNext() ?? 0) - timer.now();
    if (wait > 0) await timer.sleep(wait, signal);
  };
}

/** Milliseconds for which slots are fetched ahead, and after which an unused slot is dropped. */
const fetchAheadMs = 100;
const staleAfterMs = 200;

/** The rate slots of this process, fetched from the limits a few at a time. Moments are milliseconds of `timer`. */
export function rateSlotsOf(name: string, perSecond: number, limits: Limits, timer: Timer) {
  const gapMs = 1_000 / perSecond;
  const slots: number[] = [];
  let fetching: Promise<void> | undefined;
  return {
    /** The moment of the next slot; undefined if more must be fetched. */
    next(): number | undefined {
      while ((slots[0] ?? Number.POSITIVE_INFINITY) < timer.now() - staleAfterMs) slots.shift();
      return slots[0];
    },
    /** Takes the next slot. */
    takeNext: (): number | undefined => slots.shift(),
    fetch(): Promise<void> {
      const count = Math.max(1, Math.floor(fetchAheadMs / gapMs));
      fetching ??= limits
        .takeRateSlots(name, perSecond, count)
        .then(wait => {
          const first = timer.now() + wait;
          for (let i = 0; i < count; i++) slots.push(first + i * gapMs);
        })
        .finally(() => {
          fetching = undefined;
        });
      return fetching;
    },
  };
}
