import { type AdaptivePace, adaptivePace } from './adaptive-pace.ts';
import { clock, type Pace, type Timer } from './pace.ts';
import type { Throttle } from './throttle.ts';
import type { Outcome, Transport } from './transport.ts';

/** So many domains that are told to slow down within so many milliseconds are told by the relay. */
const domainsOfRelay = 3;
const spreadWithinMs = 10_000;

/** A message that was tried: how it ended, when it was begun, and whether it was its first attempt. */
export type Tried = { outcome: Outcome; throttle: Throttle; domain: string; since: number; isFirst: boolean };

/** The pace of a run through its relay, as the relay's replies ask for it. */
export type RelayPace = {
  /** Whether it holds nothing back. */
  readonly isFree: boolean;
  /** Waits for the next message's turn. */
  turn: Pace;
  now(): number;
  /** Those come whose messages were put off before. */
  ease(): void;
  /** @returns milliseconds after which a message is tried again that the relay, not its reader's provider, put off */
  see(tried: Tried): number | undefined;
};

/**
 * Tells by a reply's words, and by who else gets the like, whether a limit is the relay's: the run's rate then falls, not the recipient
 * domain's. Where several processes send, each finds its own part of the relay's rate.
 * @param forgive is called when it is known that domains were held back for what was the relay's
 */
export function relayPace(timer: Timer = clock, forgive: () => void = () => undefined): RelayPace {
  const pace = adaptivePace();
  const told = new Map<string, number>();

  const isSpread = (domain: string, now: number): boolean => {
    told.set(domain, now);
    for (const [other, at] of told) if (now - at > spreadWithinMs) told.delete(other);
    return told.size >= domainsOfRelay;
  };
  return {
    get isFree() {
      return pace.isFree;
    },
    now: timer.now,
    ease: pace.ease,
    async turn(signal) {
      for (let wait = pace.wait(timer.now()); wait > 0 && !signal.aborted; wait = pace.wait(timer.now()))
        await timer.sleep(wait, signal);
      pace.begin(timer.now());
    },
    see({ outcome, throttle, domain, since, isFirst }) {
      const now = timer.now();
      if (outcome.kind === 'accepted') pace.well(now, isFirst);
      // A relay in trouble says the like to whatever domain.
      const isOfMany = (throttle === 'rate' || throttle === 'busy') && isSpread(domain, now);
      if (throttle !== 'relay' && !isOfMany) return undefined;
      if (throttle !== 'relay') forgive();
      pace.slow(now, since);
      return pace.pause;
    },
  };
}

/** What is known of a relay's rates: its own for us, and those of recipient domains behind it. */
export type Pacing = { relay: RelayPace; domains: Map<string, AdaptivePace> };

const known = new WeakMap<Transport, Pacing>();

/** What this process found out of a relay; it holds from one run to the next. */
export function pacingOf(transport: Transport): Pacing {
  const pacing = known.get(transport);
  if (pacing !== undefined) return pacing;
  const domains = new Map<string, AdaptivePace>();
  const made = { relay: relayPace(clock, () => domains.clear()), domains };
  known.set(transport, made);
  return made;
}
