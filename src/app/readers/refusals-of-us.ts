import { addressesIn } from '../../bounces/addresses.ts';
import { type PolicyCause, policyCause } from '../../replies/policy-cause.ts';
import { refusalClass } from '../../replies/refusal.ts';
import type { Store } from '../../store/store.ts';

/** The refusals of us by one provider, and what to do about them. */
export type RefusalsOfUs = {
  /** The recipient domain. */
  provider: string;
  /** Bounces, and deliveries that its servers refused or deferred. */
  count: number;
  /** Whether the provider refused us several times in a row. */
  isPersistent: boolean;
  cause: PolicyCause;
  /** The newest code and words. */
  code?: string;
  words?: string;
};

/** A server's words without the addresses of readers, which they often repeat. */
const withoutAddresses = (words: string): string =>
  addressesIn(words).reduce((text, address) => text.replaceAll(address, '…'), words);

/** So many reports of a provider in a row that are refusals of us are no coincidence. */
const minRefusalsInARow = 3;

/** The refusals of us by provider, the most frequent first. @param week only those of this issue, also the replies to its deliveries */
export async function refusalsOfUs(
  { statistics }: Pick<Store, 'statistics'>,
  since: Date,
  week?: string,
): Promise<RefusalsOfUs[]> {
  const found = new Map<string, RefusalsOfUs>();
  for (const { domain, count, inARow, code, words } of await statistics.policyRefusals(since, week)) {
    const isPersistent = inARow >= minRefusalsInARow;
    found.set(domain, {
      provider: domain,
      count,
      isPersistent,
      cause: policyCause(words ?? ''),
      code,
      words: words && withoutAddresses(words),
    });
  }
  for (const { domain, code, words, count } of week === undefined ? [] : await statistics.refusedDeliveries(week)) {
    if (refusalClass(code, words) !== 'policy') continue;
    const known = found.get(domain);
    const reply = { code: code?.toString(), words: withoutAddresses(words), cause: policyCause(words) };
    const sum = (known?.count ?? 0) + count;
    const isPersistent = known?.isPersistent === true || sum >= minRefusalsInARow;
    found.set(domain, { provider: domain, ...reply, ...known, count: sum, isPersistent });
  }
  return [...found.values()].sort((a, b) => b.count - a.count);
}
