import { ownValue } from '../../source/own.ts';
import { type AdaptivePace, adaptivePace } from './adaptive-pace.ts';
import { type DomainLimit, type DomainPace, domainPace, sharedDomainPace } from './domain-pace.ts';
import type { Shared, Timer } from './pace.ts';

/** Rates that limit nothing are forgotten once there are so many. */
const maxRates = 1_000;

/** Limits by recipient domain; `*` is for every domain that is not named. */
export type DomainLimits = Readonly<Record<string, DomainLimit>>;

/** How a message for a domain ended; `throttled`: it came too fast for the domain. */
export type MessageEnd = 'slow' | 'throttled' | 'accepted' | 'other';

/** The paces of the recipient domains of a pass. */
export type DomainPaces = {
  limits: DomainLimits;
  shared: Shared | undefined;
  timer: Timer;
  paces: Map<string, DomainPace>;
  /** The rates found for domains, which outlast a pass. */
  rates: Map<string, AdaptivePace>;
};

/** Milliseconds until the next message for a domain may be sent. */
export function waitMsOf(domains: DomainPaces, domain: string): number {
  const now = domains.timer.now();
  return Math.max(paceOf(domains, domain).waitMs(now), domains.rates.get(domain)?.waitMs(now) ?? 0);
}

/** Counts a message that is sent to a domain now. @returns the moment, for `endMessage` */
export function beginMessage(domains: DomainPaces, domain: string): number {
  const now = domains.timer.now();
  paceOf(domains, domain).begin(now);
  rateOf(domains, domain).begin(now);
  return now;
}

/** Records how a message ended. @param since when it was begun; now if it was not */
export function endMessage(
  domains: DomainPaces,
  domain: string,
  how: MessageEnd,
  { since, isFirst }: { since?: number; isFirst: boolean },
): void {
  const [pace, rate, now] = [paceOf(domains, domain), rateOf(domains, domain), domains.timer.now()];
  pace.end(how === 'throttled' ? 'other' : how);
  if (how === 'accepted') rate.recordAccepted(now, isFirst);
  if (how === 'throttled') rate.recordRefused(now, since ?? now);
  if (!pace.isIdle(now)) return;
  domains.paces.delete(domain);
  if (rate.isUnlimited && domains.rates.size > maxRates) domains.rates.delete(domain);
}

function paceOf({ paces, limits, shared, timer }: DomainPaces, domain: string): DomainPace {
  const limit = ownValue(limits, domain) ?? limits['*'] ?? {};
  const pace = paces.get(domain) ?? (shared ? sharedDomainPace(domain, limit, shared, timer) : domainPace(limit));
  paces.set(domain, pace);
  return pace;
}

function rateOf({ rates }: DomainPaces, domain: string): AdaptivePace {
  const rate = rates.get(domain) ?? adaptivePace();
  rates.set(domain, rate);
  return rate;
}
