import type { Throttle } from '../../replies/throttle.ts';
import type { Outcome, Transport } from '../smtp/transport.ts';
import { type AdaptivePace, adaptivePace } from './adaptive-pace.ts';
import { clock, type Pace, type Timer } from './pace.ts';
import { minDomainsOfRelay, unclearReplies } from './unclear-replies.ts';

/** Replies to slow down for so many domains within so many milliseconds come from the relay, not from the domains. */
const spreadWithinMs = 10_000;

/** A message that was tried: how it ended, when it was begun, and whether it was its first attempt. */
type Tried = { outcome: Outcome; throttle: Throttle; domain: string; since: number; isFirst: boolean };

/** The pace of a run through its relay, found from the relay's replies. */
export type RelayPace = {
  /** Whether there is no limit at present. */
  readonly isUnlimited: boolean;
  /** Waits for the next message’s rate slot. */
  waitForSlot: Pace;
  /** Milliseconds of its clock. */
  now(): number;
  /** Lowers the rate a little before a pass of deferred messages. */
  slowDown(): void;
  /**
   * Records how a message ended.
   * @returns milliseconds after which it is tried again, if the relay, not the recipient's provider, deferred it
   */
  record(tried: Tried): number | undefined;
};

/**
 * Decides by a reply's words, and by how many domains get similar replies, whether a limit is the relay's: the run's rate then falls, not
 * the recipient domain's. Where several processes send, each finds its own part of the relay's rate.
 * @param resetDomains is called when domains were slowed down for a limit that turns out to be the relay's
 */
export function relayPace(timer: Timer = clock, resetDomains: () => void = () => undefined): RelayPace {
  const pace = adaptivePace();
  const unclear = unclearReplies(pace.removeLimit);
  /** When each domain last got a reply about a rate. */
  const throttledAt = new Map<string, number>();
  const isSpread = (domain: string, now: number): boolean => {
    throttledAt.set(domain, now);
    for (const [other, at] of throttledAt) if (now - at > spreadWithinMs) throttledAt.delete(other);
    return throttledAt.size >= minDomainsOfRelay;
  };
  return {
    get isUnlimited() {
      return pace.isUnlimited;
    },
    now: timer.now,
    slowDown: pace.slowDown,
    async waitForSlot(signal) {
      for (let wait = pace.waitMs(timer.now()); wait > 0 && !signal.aborted; wait = pace.waitMs(timer.now()))
        await timer.sleep(wait, signal);
      pace.begin(timer.now());
    },
    record({ outcome, throttle, domain, since, isFirst }) {
      const now = timer.now();
      if (outcome.kind === 'accepted') pace.recordAccepted(now, isFirst);
      const isUnclear = throttle === 'unclear' || throttle === 'busy';
      const meaning = unclear.record(domain, isUnclear ? 'unclear' : outcome.kind);
      if (isUnclear && (meaning === 'tried' || meaning === 'limit')) {
        pace.recordRefused(now, since);
        // Until sending less has helped, it may be greylisting: the recipient's pause is then that of greylisting.
        return meaning === 'limit' ? pace.retryAfterMs : undefined;
      }
      // A relay that is over its limit replies so for every domain.
      const isOfMany = throttle === 'rate' && isSpread(domain, now);
      if (throttle !== 'relay' && !isOfMany) return undefined;
      if (throttle !== 'relay') resetDomains();
      pace.recordRefused(now, since);
      return pace.retryAfterMs;
    },
  };
}

/** The rates found for a relay: its own limit for us, and those of recipient domains behind it. */
type Pacing = { relay: RelayPace; domains: Map<string, AdaptivePace> };

const pacings = new WeakMap<Transport, Pacing>();

/** The rates that this process has found for a relay. They are kept from one run to the next. */
export function pacingOf(transport: Transport): Pacing {
  const pacing = pacings.get(transport);
  if (pacing !== undefined) return pacing;
  const domains = new Map<string, AdaptivePace>();
  const made = { relay: relayPace(clock, () => domains.clear()), domains };
  pacings.set(transport, made);
  return made;
}
