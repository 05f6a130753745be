import type { Limits } from '../../store/limits.ts';
import { rateSlotsOf, type Shared, type Timer } from './pace.ts';

/** The limits of a recipient domain. */
export type DomainLimit = {
  /** Messages a second, evenly. */
  rate?: number;
  /** Messages in transit at the same time. */
  connections?: number;
};

/** The pace of one recipient domain: its limit, and what its servers can accept at present. */
export type DomainPace = {
  /** Milliseconds until its next message may be sent; a short pause where that depends on other messages or processes. */
  waitMs(now: number): number;
  /** Counts a message that is sent now. */
  begin(now: number): void;
  /** A message has ended: `slow` if the answer was to slow down, `accepted` if it was accepted. */
  end(how: 'slow' | 'accepted' | 'other'): void;
  /** Whether it limits nothing at present and can be forgotten. */
  isIdle(now: number): boolean;
};

/** Milliseconds between two messages after the first reply to slow down; doubled by each further one, halved by each acceptance. */
const firstGapMs = 1_000;
const maxGapMs = 60_000;
/** A gap below this is none. */
const minGapMs = 100;

/**
 * A domain's pace. A server that asks to slow down (421, 450, 451, 452) is sent one message a second, then one every two, down to
 * one a minute. Each accepted message halves the gap again.
 */
export function domainPace({ rate, connections = Number.POSITIVE_INFINITY }: DomainLimit): DomainPace {
  const limitGapMs = rate === undefined ? 0 : 1_000 / rate;
  let gapMs = 0;
  let nextAt = 0;
  let lastAt = 0;
  let inTransit = 0;
  return {
    waitMs(now) {
      if (inTransit >= (gapMs > 0 ? 1 : connections)) return minGapMs;
      return Math.max(0, nextAt - now);
    },
    begin(now) {
      lastAt = now;
      nextAt = Math.max(nextAt, now) + Math.max(limitGapMs, gapMs);
      inTransit++;
    },
    end(how) {
      inTransit--;
      if (how === 'slow') {
        gapMs = Math.min(maxGapMs, Math.max(firstGapMs, gapMs * 2));
        nextAt = lastAt + gapMs;
      } else if (how === 'accepted' && gapMs > 0) {
        gapMs = gapMs / 2 < minGapMs ? 0 : gapMs / 2;
        nextAt = lastAt + Math.max(limitGapMs, gapMs);
      }
    },
    isIdle: now => inTransit === 0 && gapMs === 0 && nextAt <= now,
  };
}

/** Milliseconds between two looks for slots or permits that are being fetched. */
const recheckAfterMs = 10;
/** Milliseconds between two requests for a permit. */
const permitRequestAfterMs = 300;

/** A domain's pace where other processes share its limit. Each process finds out by itself what the domain's servers can accept. */
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
      : permitsOf({ name: `connections ${domain}`, holder, limit: connections }, limits, timer);
  return {
    waitMs(now) {
      const wait = own.waitMs(now);
      if (wait > 0) return wait;
      if (permits?.isFull() === true) return recheckAfterMs;
      if (slots === undefined) return 0;
      const next = slots.next();
      // If the database fails, the next step of a delivery reports it.
      if (next === undefined) slots.fetch().catch(() => undefined);
      return next === undefined ? recheckAfterMs : Math.max(0, next - now);
    },
    begin(now) {
      own.begin(now);
      slots?.takeNext();
      permits?.use();
    },
    end(how) {
      own.end(how);
      permits?.free();
    },
    isIdle: now => own.isIdle(now),
  };
}

/** The permits of this process, requested one by one as they are needed. */
function permitsOf(permit: { name: string; holder: string; limit: number }, limits: Limits, timer: Timer) {
  let held = 0;
  let inUse = 0;
  let requestedAt = Number.NEGATIVE_INFINITY;
  return {
    isFull(): boolean {
      if (inUse < held) return false;
      if (held < permit.limit && timer.now() - requestedAt >= permitRequestAfterMs) {
        requestedAt = timer.now();
        limits.takePermits({ ...permit, wanted: inUse + 1 }).then(
          count => {
            held = count;
            // The next may be requested as soon as this one is in use.
            if (count > inUse) requestedAt = Number.NEGATIVE_INFINITY;
          },
          () => undefined,
        );
      }
      return true;
    },
    use: () => void inUse++,
    free: () => void inUse--,
  };
}
