import { addressKey } from '../store/address.ts';
import type { Store } from '../store/store.ts';
import type { BounceOutcome } from '../store/subscribers/bounce-records.ts';
import type { SoftLimit } from '../store/subscribers/soft-bounces.ts';
import { preferencesOf } from '../subscribers/preferences.ts';
import type { Verdict } from './verdict.ts';
import type { ReportedEvent } from './webhooks/provider.ts';

/**
 * The result of a verdict. `unsigned`: it has no signature of ours, so that nothing was done; `left`: the reader was unsubscribed;
 * `noted`: there was nothing to do. The others are those of the store.
 */
export type Recorded = BounceOutcome | 'unsigned' | 'left' | 'noted';

/** How a report is recorded: its origin, the limit of soft bounces, and when. */
type Recording = { source: string; limit: SoftLimit; now: Date };

/**
 * Acts on a verdict: counts it, suppresses the address, or unsubscribes the reader. A verdict without our signature has no effect.
 * @param recording.source the origin of the report, such as `mailbox`
 */
export async function recordVerdict(
  store: Store,
  { key, class: kind, who, code, words }: Verdict,
  { source, limit, now }: Recording,
): Promise<Recorded> {
  if (kind === 'away' || kind === 'delay' || kind === 'none') return 'noted';
  if (who === undefined) return 'unsigned';
  if (kind !== 'leave') return store.bounces.record({ ...who, key, kind, code, words, source }, limit, now);
  const reader = await store.subscribers.byNumber(who.subscriber);
  if (reader === undefined) return 'nobody';
  await preferencesOf(store.subscribers, () => now).leave(reader, who.week);
  return 'left';
}

/** The same for an event of a provider's webhook, whose signature was checked. It is about the subscriber who has the address now. */
export async function recordEvent(
  store: Store,
  { key, kind, recipient, code, words }: ReportedEvent,
  { source, limit, now }: Recording,
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
