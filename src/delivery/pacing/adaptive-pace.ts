/**
 * A rate that is found by what is refused: without any until then. A refusal for its rate makes it what went through lately, less
 * a little, and half of that, and half again, until the next is taken; then it is whole again, and grows slowly.
 */
export type AdaptivePace = {
  /** Whether it holds nothing back. */
  readonly isFree: boolean;
  /** Milliseconds until the next message may go. */
  wait(now: number): number;
  begin(now: number): void;
  /** A message was taken. @param isFirst whether it was its first attempt: a second one is not to be risked for a better rate */
  well(now: number, isFirst: boolean): void;
  /** A message was refused for its rate. @param since when it was begun: those on their way when the rate fell say nothing new */
  slow(now: number, since: number): void;
  /** Goes a little slower: what comes now is tried a second time, and ought to go through. */
  ease(): void;
  /** Holds nothing back any more: what was refused was not refused for its rate. */
  lift(): void;
  /** Milliseconds after which a message that was refused is tried again. */
  readonly pause: number;
};

const second = 1_000;
/** Seconds over which it is counted what goes through. */
const memory = 60;
/** What is asked for of what went through. */
const share = 0.975;
/** Where less than this part of the rate went through, the rate was wrong altogether. */
const enough = 0.8;
/** What the nth message that is taken adds to the rate is n times this part of it, but never more in a second. */
const growth = 0.000005;
const growthPerSecond = 0.01;
const eased = 0.95;
/** Messages a second where nothing went through yet: half of that is one. */
const firstRate = 2;
const slowest = 1 / 60;
const firstPause = 2 * second;
const longestPause = 60 * second;

export function adaptivePace(): AdaptivePace {
  /** Messages taken, by second. */
  const taken = new Map<number, number>();
  let started: number | undefined;
  let rate: number | undefined;
  /** Messages taken since it fell. */
  let sinceFall = 0;
  /** What it was when it fell: at twice that nothing is held back any more. */
  let found = 0;
  /** Refusals in a row. */
  let refusals = 0;
  let fellAt = Number.NEGATIVE_INFINITY;
  /** Since when nothing went through, and how long that took at the longest: a relay may count by the minute. */
  let shutAt = 0;
  let longestShut = 0;
  let next = Number.NEGATIVE_INFINITY;

  const average = (now: number): number => {
    const at = Math.floor(now / second);
    let count = 0;
    for (const [when, many] of taken) {
      if (when <= at - memory) taken.delete(when);
      else count += many;
    }
    const span = Math.min(memory * second, now - (started ?? now));
    return (count * second) / Math.max(second, span);
  };
  const gap = (): number => (rate === undefined ? 0 : second / Math.max(slowest, rate / 2 ** refusals));

  return {
    get isFree() {
      return rate === undefined;
    },
    get pause() {
      return Math.min(longestPause, Math.max(firstPause, longestShut, firstPause * 2 ** (refusals - 1)));
    },
    ease() {
      if (rate !== undefined) rate = Math.max(slowest, rate * eased);
      sinceFall = 0;
      next = Math.max(next, fellAt + longestShut);
    },
    lift() {
      rate = undefined;
      refusals = 0;
    },
    wait: now => (rate === undefined ? 0 : Math.max(0, next - now)),
    begin(now) {
      started ??= now;
      next = Math.max(next, now) + gap();
    },
    well(now, isFirst) {
      const at = Math.floor(now / second);
      taken.set(at, (taken.get(at) ?? 0) + 1);
      if (taken.size > memory + 1) average(now);
      if (rate === undefined) return;
      if (refusals > 0) {
        longestShut = Math.min(longestPause, Math.max(longestShut, now - shutAt));
        next = Math.min(next, now + second / rate);
      }
      refusals = 0;
      if (isFirst) rate *= 1 + Math.min(growth * ++sinceFall, growthPerSecond / rate);
      if (rate > 2 * found) rate = undefined;
    },
    slow(now, since) {
      if (since <= fellAt) return;
      fellAt = now;
      if (refusals === 0) {
        const through = average(now);
        if (through === 0) rate = rate ?? firstRate;
        else rate = Math.max(slowest, share * (rate === undefined || through < enough * rate ? through : rate));
        found = rate;
        sinceFall = 0;
        shutAt = now;
      }
      refusals = Math.min(refusals + 1, 12);
      next = now + gap();
    },
  };
}
