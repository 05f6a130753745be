import type { Throttle } from '../../replies/throttle.ts';
import type { Outcome, Transport } from '../smtp/transport.ts';
import { type AdaptivePace, adaptivePace } from './adaptive-pace.ts';
import { clock, type Pace, type Timer } from './pace.ts';

/** So many domains that are told to slow down within so many milliseconds are told by the relay. */
const domainsOfRelay = 3;
const spreadWithinMs = 10_000;

/** Unclear replies are a limit of the relay's where they are a third of so many, from several domains, while others are taken. */
const unclearOutOf = 30;
const unclearShare = 1 / 3;

/** A message that was tried: how it ended, when it was begun, and whether it was its first attempt. */
export type Tried = { outcome: Outcome; throttle: Throttle; domain: string; since: number; isFirst: boolean };

/** The pace of a run through its relay, as the relay's replies ask for it. */
export type RelayPace = {
  /** Whether it holds nothing back. */
  readonly isFree: boolean;
  /** Waits for the next message’s rate slot. */
  waitForSlot: Pace;
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
  let lately: { domain: string; how: Outcome['kind'] | 'unclear' }[] = [];
  /** What unclear replies are: a limit of the relay's where there are fewer of them once less is sent, else none. */
  let unclear: 'unknown' | 'tried' | 'limit' | 'none' = 'unknown';

  const judge = (kind: typeof unclear): void => {
    unclear = kind;
    lately = [];
  };
  /** Whether an unclear reply is that of a relay that takes less than it is given. */
  const isTooMuch = ({ outcome, throttle, domain }: Tried): boolean => {
    const isUnclear = throttle === 'unclear' || throttle === 'busy';
    lately.push({ domain, how: isUnclear ? 'unclear' : outcome.kind });
    if (lately.length > unclearOutOf) lately.shift();
    const those = lately.filter(({ how }) => how === 'unclear');
    const areMany = those.length >= unclearShare * unclearOutOf;
    if (lately.length === unclearOutOf) {
      if (unclear === 'tried' && !areMany) judge('limit');
      else if (unclear === 'tried' || (unclear === 'limit' && areMany)) {
        pace.lift();
        judge('none');
      } else if (unclear === 'none' && !areMany) judge('unknown');
      else if (unclear === 'unknown' && areMany && lately.some(({ how }) => how === 'accepted'))
        if (new Set(those.map(one => one.domain)).size >= domainsOfRelay) judge('tried');
    }
    return isUnclear && (unclear === 'tried' || unclear === 'limit');
  };
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
    async waitForSlot(signal) {
      for (let wait = pace.wait(timer.now()); wait > 0 && !signal.aborted; wait = pace.wait(timer.now()))
        await timer.sleep(wait, signal);
      pace.begin(timer.now());
    },
    see(tried) {
      const { outcome, throttle, domain, since, isFirst } = tried;
      const now = timer.now();
      if (outcome.kind === 'accepted') pace.well(now, isFirst);
      if (isTooMuch(tried)) {
        pace.slow(now, since);
        // Until it has helped, it may be greylisting: its readers wait as long as after that.
        return unclear === 'limit' ? pace.pause : undefined;
      }
      // A relay that is asked for too much says so of whatever domain.
      const isOfMany = throttle === 'rate' && isSpread(domain, now);
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
