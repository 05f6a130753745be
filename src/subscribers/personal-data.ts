import { addressKey } from '../store/address.ts';
import type { Store } from '../store/store.ts';
import type { Subscriber } from '../store/subscribers/subscribers.ts';

/** All that is stored about one subscriber (GDPR article 15), in a structured, machine-readable form (article 20). */
export async function personalData(store: Store, who: Subscriber) {
  const { id: _, ...subscriber } = who;
  const suppression = await store.suppressions.find(addressKey(who.address));
  return {
    subscriber,
    suppressed: suppression && { reason: suppression.reason, since: suppression.created_at },
    formerAddresses: await store.subscribers.formerAddresses(who.id),
    consents: await store.confirmations.consents(who.id),
    changes: await store.subscribers.changes(who.id),
    deliveries: await store.ledger.deliveriesOf(who.id),
    bounces: await store.bounces.of(who.id),
  };
}
