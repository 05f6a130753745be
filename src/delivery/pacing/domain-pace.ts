import type { Limits } from '../../store/limits.ts';
import { rateSlotsOf, type Shared, type Timer } from './pace.ts';

/** What a recipient domain is given at most. */
export type DomainLimit = {
  /** Messages a second, evenly. */
  rate?: number;
  /** Messages under way at the same time. */
  connections?: number;
};

/** The pace of one recipient domain: its limit, and what its servers can take now. */
export type DomainPace = {
  /** Milliseconds until its next message may go; a while, where that depends on others to come back. */
  wait(now: number): number;
  begin(now: number): void;
  /** A message came back: `slow` where the answer was to slow down, `well` where it was taken. */
  end(how: 'slow' | 'well' | 'other'): void;
  /** Whether it can be forgotten: it holds nothing back. */
  isIdle(now: number): boolean;
};

/** Milliseconds between two messages after the first word to slow down; it doubles with each, and halves when all is well. */
const firstGap = 1_000;
const longestGap = 60_000;
const noGap = 100;

/**
 * A domain's pace. A server that says slow down (421, 450, 451, 452) is given one message a second, then one every two, and
 * so on up to one a minute; each message it takes halves that again, so that it recovers by itself.
 */
export function domainPace({ rate, connections = Number.POSITIVE_INFINITY }: DomainLimit): DomainPace {
  const usual = rate === undefined ? 0 : 1_000 / rate;
  let gap = 0;
  let next = 0;
  let last = 0;
  let underWay = 0;
  return {
    wait(now) {
      if (underWay >= (gap > 0 ? 1 : connections)) return noGap;
      return Math.max(0, next - now);
    },
    begin(now) {
      last = now;
      next = Math.max(next, now) + Math.max(usual, gap);
      underWay++;
    },
    end(how) {
      underWay--;
      if (how === 'slow') {
        gap = Math.min(longestGap, Math.max(firstGap, gap * 2));
        next = last + gap;
      } else if (how === 'well' && gap > 0) {
        gap = gap / 2 < noGap ? 0 : gap / 2;
        next = last + Math.max(usual, gap);
      }
    },
    isIdle: now => underWay === 0 && gap === 0 && next <= now,
  };
}

/** Milliseconds after which slots or permits that were asked for are looked for. */
const soon = 10;
/** Milliseconds between two questions for a permit. */
const askAgain = 300;

/** A domain's pace where other processes keep to the same limit: what its servers can take each finds out by itself. */
export function sharedDomainPace(
  domain: string,
  { rate, connections }: DomainLimit,
  { limits, holder }: Shared,
  timer: Timer,
): DomainPace {
  const own = domainPace({});
  const slots = rate === undefined ? undefined : rateSlotsOf(`rate ${domain}`, rate, limits, timer);
  const permits =
    connections === undefined
      ? undefined
      : permitsOf({ name: `connections ${domain}`, holder, most: connections }, limits, timer);
  return {
    wait(now) {
      const wait = own.wait(now);
      if (wait > 0) return wait;
      if (permits?.isFull() === true) return soon;
      if (slots === undefined) return 0;
      const next = slots.next();
      // Should the database be gone, the next step of a delivery says so.
      if (next === undefined) slots.more().catch(() => undefined);
      return next === undefined ? soon : Math.max(0, next - now);
    },
    begin(now) {
      own.begin(now);
      slots?.take();
      permits?.enter();
    },
    end(how) {
      own.end(how);
      permits?.leave();
    },
    isIdle: now => own.isIdle(now),
  };
}

/** Places that are ours, taken from the limits one by one as they are needed. */
function permitsOf(asked: { name: string; holder: string; most: number }, limits: Limits, timer: Timer) {
  let has = 0;
  let inUse = 0;
  let askedAt = Number.NEGATIVE_INFINITY;
  return {
    isFull(): boolean {
      if (inUse < has) return false;
      if (has < asked.most && timer.now() - askedAt >= askAgain) {
        askedAt = timer.now();
        limits.takePermits({ ...asked, wanted: inUse + 1 }).then(
          count => {
            has = count;
            // The next may be asked for as soon as this one is used.
            if (count > inUse) askedAt = Number.NEGATIVE_INFINITY;
          },
          () => undefined,
        );
      }
      return true;
    },
    enter: () => void inUse++,
    leave: () => void inUse--,
  };
}
