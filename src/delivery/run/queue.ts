import { ownValue } from '../../source/own.ts';
import type { OpenDelivery } from '../../store/ledger/delivery.ts';
import type { Ledger } from '../../store/ledger/ledger.ts';
import { type AdaptivePace, adaptivePace } from '../pacing/adaptive-pace.ts';
import { type DomainLimit, type DomainPace, domainPace, sharedDomainPace } from '../pacing/domain-pace.ts';
import { clock, type Shared, type Timer } from '../pacing/pace.ts';
import type { Budget } from '../pacing/warm-up.ts';

/** Deliveries read ahead of the connections: few enough to forget, many enough that none waits for the database. */
const readAhead = 400;
/** Deliveries that wait for their domain in memory; more of them stay in the ledger, and are read again when there is room. */
const mostHeld = 2_000;
/** Milliseconds that a domain may be waited for by one who has other work. */
const longWaitMs = 2_000;
/** Domains whose rates are kept in mind, of those that hold nothing back. */
const mostRates = 1_000;
/** Milliseconds after which a connection that waits looks again. */
const lookAgainMs = 200;

/** Limits by recipient domain; `*` is for each that is not named. */
export type DomainLimits = Readonly<Record<string, DomainLimit>>;

/** What is due in a run at one moment, as far as the day's budget goes, handed out one by one, each once, as its domain's pace allows. */
export type DeliveryQueue = {
  /** The next one, waited for; none if nothing is left, or when it is time to stop. */
  take(signal: AbortSignal): Promise<OpenDelivery | undefined>;
  /** Whether it ended though some are left: their domains take little now. */
  readonly isHeld: boolean;
  /** Whether it has deliveries for other domains than these. */
  hasOthers(domains: ReadonlySet<string>): boolean;
  /** The next one that need not be waited for. */
  takeNow(): OpenDelivery | undefined;
  /** One that was taken is settled, and how its server took it; `throttled` where it came too fast for its domain. */
  done(delivery: OpenDelivery, how: 'slow' | 'throttled' | 'well' | 'other'): void;
};

type QueueOptions = {
  domains?: DomainLimits;
  budget?: Budget;
  shared?: Shared;
  rates?: Map<string, AdaptivePace>;
  /** Milliseconds for which domains that take little now are waited for where nothing else is left; then the queue ends. */
  patience?: number;
  /** Whether deliveries come in an order by chance: a probe of one message must not meet the same reader again and again. */
  isShuffled?: boolean;
};

export function deliveryQueue(
  ledger: Pick<Ledger, 'open'>,
  week: string,
  now: Date,
  {
    domains = {},
    budget,
    shared,
    rates = new Map(),
    patience = Number.POSITIVE_INFINITY,
    isShuffled = false,
  }: QueueOptions = {},
  timer: Timer = clock,
): DeliveryQueue {
  const paces = new Map<string, DomainPace>();
  const held = new Map<string, OpenDelivery[]>();
  const begunAt = new Map<number, number>();
  let heldCount = 0;
  const page: OpenDelivery[] = [];
  let last = 0;
  let reading: Promise<void> | undefined;
  let isHeld = false;
  /** Since when only domains are left that take little now. */
  let onlySlowSince: number | undefined;
  const heldIds = new Set<number>();
  /** The first that was left in the ledger for want of room. */
  let passedOver: number | undefined;

  const paceOf = (domain: string): DomainPace => {
    const limit = ownValue(domains, domain) ?? domains['*'] ?? {};
    const known = paces.get(domain) ?? (shared ? sharedDomainPace(domain, limit, shared, timer) : domainPace(limit));
    paces.set(domain, known);
    return known;
  };
  const rateOf = (domain: string): AdaptivePace => {
    const rate = rates.get(domain) ?? adaptivePace();
    rates.set(domain, rate);
    return rate;
  };
  const waitOf = (domain: string): number => {
    const now = timer.now();
    return Math.max(paceOf(domain).wait(now), rates.get(domain)?.wait(now) ?? 0);
  };
  const isReady = (domain: string): boolean => waitOf(domain) <= 0;
  const read = (): Promise<void> => {
    reading ??= ledger
      .open(week, now, last, readAhead)
      .then(rows => {
        last = rows.at(-1)?.id ?? Number.POSITIVE_INFINITY;
        // Read a second time: those that wait here, or are under way.
        const fresh = rows.filter(({ id }) => !heldIds.has(id) && !begunAt.has(id));
        page.push(...(isShuffled ? shuffled(fresh) : fresh));
      })
      .finally(() => {
        reading = undefined;
      });
    return reading;
  };
  const isSpent = (): boolean => budget !== undefined && budget.left <= 0;
  const isAllRead = (): boolean => last === Number.POSITIVE_INFINITY;

  /** The first that may go now: of those held back, then of those not looked at yet. */
  const pick = (): OpenDelivery | undefined => {
    for (const [domain, waiting] of held) {
      if (!isReady(domain)) continue;
      const delivery = waiting.shift();
      if (waiting.length === 0) held.delete(domain);
      if (delivery === undefined) continue;
      heldCount--;
      heldIds.delete(delivery.id);
      return delivery;
    }
    while (page.length > 0) {
      const delivery = page.shift();
      if (delivery === undefined) break;
      const waiting = held.get(delivery.domain);
      if (waiting === undefined && isReady(delivery.domain)) return delivery;
      if (waiting === undefined) held.set(delivery.domain, [delivery]);
      else if (heldCount < mostHeld) waiting.push(delivery);
      else {
        passedOver ??= delivery.id;
        continue;
      }
      heldIds.add(delivery.id);
      heldCount++;
    }
    return undefined;
  };
  const takeNow = (): OpenDelivery | undefined => {
    const delivery = isSpent() ? undefined : pick();
    if (delivery === undefined) return undefined;
    const now = timer.now();
    paceOf(delivery.domain).begin(now);
    rateOf(delivery.domain).begin(now);
    begunAt.set(delivery.id, now);
    if (budget !== undefined) budget.left--;
    return delivery;
  };

  return {
    get isHeld() {
      return isHeld;
    },
    hasOthers: domains =>
      !isAllRead() ||
      page.some(({ domain }) => !domains.has(domain)) ||
      [...held.keys()].some(one => !domains.has(one)),
    takeNow() {
      // A page that fails to be read fails the one that waits for it.
      if (page.length < readAhead / 4 && !isAllRead()) read().catch(() => undefined);
      return takeNow();
    },
    async take(signal) {
      while (!signal.aborted) {
        const delivery = takeNow();
        if (delivery !== undefined) return delivery;
        if (isSpent()) return undefined;
        if (page.length === 0 && isAllRead() && passedOver !== undefined && heldCount < mostHeld / 2) {
          last = passedOver - 1;
          passedOver = undefined;
        }
        if (page.length === 0 && !isAllRead()) await read();
        else if (heldCount === 0 && page.length === 0) return undefined;
        else {
          const waits = [...held.keys()].map(waitOf);
          if (waits.every(wait => wait > longWaitMs)) {
            onlySlowSince ??= timer.now();
            if (timer.now() - onlySlowSince >= patience) {
              isHeld = true;
              return undefined;
            }
          } else onlySlowSince = undefined;
          await timer.sleep(Math.max(1, Math.min(lookAgainMs, ...waits)), signal);
        }
      }
      return undefined;
    },
    done({ domain, id, attempts }, how) {
      const [pace, rate, now] = [paceOf(domain), rateOf(domain), timer.now()];
      const since = begunAt.get(id) ?? now;
      begunAt.delete(id);
      pace.end(how === 'throttled' ? 'other' : how);
      if (how === 'well') rate.well(now, attempts === 0);
      if (how === 'throttled') rate.slow(now, since);
      if (!pace.isIdle(now)) return;
      paces.delete(domain);
      if (rate.isFree && rates.size > mostRates) rates.delete(domain);
    },
  };
}

/** The same in an order by chance (Fisher and Yates). */
function shuffled<T>(items: readonly T[]): T[] {
  const all = [...items];
  for (let i = all.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    const [a, b] = [all[i], all[j]];
    if (a !== undefined && b !== undefined) [all[i], all[j]] = [b, a];
  }
  return all;
}
