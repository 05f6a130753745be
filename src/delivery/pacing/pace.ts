import { setTimeout as sleep } from 'node:timers/promises';
import type { Limits } from '../../store/limits.ts';

/** What tells the time in milliseconds, and waits. */
export type Timer = { now(): number; sleep(milliseconds: number, signal: AbortSignal): Promise<unknown> };

export const clock: Timer = {
  now: () => performance.now(),
  sleep: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }).catch(() => undefined),
};

/** The limits of a run that other processes keep to, too, and who asks. */
export type Shared = { limits: Limits; holder: string };

/** Waits for the next message's slot. */
export type Pace = (signal: AbortSignal) => Promise<void>;

/**
 * Gives slots at an even rate, however many ask: one every `1 / perSecond` seconds, not a second's worth at once.
 * @param perSecond slots a second; without it there is no waiting
 */
export function pace(perSecond: number | undefined, timer = clock): Pace {
  if (perSecond === undefined) return () => Promise.resolve();
  let next = Number.NEGATIVE_INFINITY;
  return async signal => {
    const at = Math.max(next, timer.now());
    next = at + 1_000 / perSecond;
    const wait = at - timer.now();
    if (wait > 0) await timer.sleep(wait, signal);
  };
}

/** The same with slots of which each is given to one process only. */
export function sharedPace(perSecond: number, { limits }: Shared, timer = clock): Pace {
  const slots = rateSlotsOf('rate', perSecond, limits, timer);
  return async signal => {
    while (slots.next() === undefined) await slots.more();
    const wait = (slots.take() ?? 0) - timer.now();
    if (wait > 0) await timer.sleep(wait, signal);
  };
}

/** Milliseconds that slots are taken ahead for, and after which one that was not used is given up. */
const ahead = 100;
const stale = 200;

/** Rate slots of this process, taken from the limits a few at a time. */
export function rateSlotsOf(name: string, perSecond: number, limits: Limits, timer: Timer) {
  const gap = 1_000 / perSecond;
  const slots: number[] = [];
  let asking: Promise<void> | undefined;
  return {
    /** When the next one is; nothing where more have to be taken. */
    next(): number | undefined {
      while ((slots[0] ?? Number.POSITIVE_INFINITY) < timer.now() - stale) slots.shift();
      return slots[0];
    },
    take: (): number | undefined => slots.shift(),
    more(): Promise<void> {
      const count = Math.max(1, Math.floor(ahead / gap));
      asking ??= limits
        .takeRateSlots(name, perSecond, count)
        .then(wait => {
          const first = timer.now() + wait;
          for (let i = 0; i < count; i++) slots.push(first + i * gap);
        })
        .finally(() => {
          asking = undefined;
        });
      return asking;
    },
  };
}
