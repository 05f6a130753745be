import { addressKey } from '../store/address.ts';
import type { Store } from '../store/store.ts';
import type { BounceOutcome, SoftLimit } from '../store/subscribers/bounce-records.ts';
import { preferencesOf } from '../subscribers/preferences.ts';
import type { Verdict } from './verdict.ts';
import type { ReportedEvent } from './webhooks/provider.ts';

/**
 * What a verdict came to. `unsigned`: it is about nobody we can be sure of, so that nothing was done; `left`: they are off
 * the list now; `noted`: there was nothing to do. The others are those of the store.
 */
export type Recorded = BounceOutcome | 'unsigned' | 'left' | 'noted';

/**
 * Does what a verdict asks for: counts, suppresses, or takes off the list whoever it is about. Only a verdict that bears our
 * signature does anything.
 * @param source where the report came from, such as `mailbox`
 */
export async function recordVerdict(
  store: Store,
  { key, class: kind, who, code, words }: Verdict,
  source: string,
  limit: SoftLimit,
  now: Date,
): Promise<Recorded> {
  if (kind === 'away' || kind === 'delay' || kind === 'none') return 'noted';
  if (who === undefined) return 'unsigned';
  if (kind !== 'leave') return store.bounces.record({ ...who, key, kind, code, words, source }, limit, now);
  const reader = await store.subscribers.byNumber(who.subscriber);
  if (reader === undefined) return 'nobody';
  await preferencesOf(store.subscribers, () => now).leave(reader, who.week);
  return 'left';
}

/** The same for what a provider tells by a webhook, whose word was checked. It is about whoever reads at the address now. */
export async function recordEvent(
  store: Store,
  { key, kind, recipient, code, words }: ReportedEvent,
  source: string,
  limit: SoftLimit,
  now: Date,
): Promise<Recorded> {
  const reader = await store.subscribers.find(addressKey(recipient));
  if (reader === undefined) return 'nobody';
  const deliveries = await store.ledger.deliveriesOf(reader.id);
  const week = deliveries.at(-1)?.week;
  if (kind !== 'leave')
    return store.bounces.record({ key, subscriber: reader.id, week, kind, code, words, source }, limit, now);
  await preferencesOf(store.subscribers, () => now).leave(reader, week ?? '');
  return 'left';
}
