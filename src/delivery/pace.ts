import { setTimeout as sleep } from 'node:timers/promises';

/** What tells the time in milliseconds, and waits. */
export type Timer = { now(): number; sleep(milliseconds: number, signal: AbortSignal): Promise<unknown> };

export const clock: Timer = {
  now: () => performance.now(),
  sleep: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }).catch(() => undefined),
};

/**
 * Gives turns at an even rate, however many ask: one every `1 / perSecond` seconds, not a second's worth at once.
 * @param perSecond turns a second; without it there is no waiting
 */
export function pace(perSecond: number | undefined, timer = clock): (signal: AbortSignal) => Promise<void> {
  if (perSecond === undefined) return () => Promise.resolve();
  let next = Number.NEGATIVE_INFINITY;
  return async signal => {
    const at = Math.max(next, timer.now());
    next = at + 1_000 / perSecond;
    const wait = at - timer.now();
    if (wait > 0) await timer.sleep(wait, signal);
  };
}
