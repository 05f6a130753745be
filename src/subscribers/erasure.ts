import { createHmac } from 'node:crypto';
import { keyFor } from '../secret/key.ts';
import type { Store } from '../store/store.ts';
import { addressKey, type Subscriber } from '../store/subscribers.ts';

/**
 * The keyed hash that is all we keep of an erased address, under each secret: enough to know it again, of no use to
 * whoever gets hold of the database alone.
 * @param secrets `HEBDO_SECRET`, then those before it
 */
export const erasureHashes = (address: string, secrets: readonly string[]): string[] =>
  secrets.map(secret =>
    createHmac('sha256', keyFor('erasure', secret)).update(addressKey(address)).digest('base64url'),
  );

/** Erases a subscriber (GDPR article 17), and remembers only the hash that keeps an import from bringing them back. */
export async function erase(
  { erasures }: Store,
  who: Subscriber,
  secrets: readonly string[],
  now: Date,
): Promise<void> {
  const [hash] = erasureHashes(who.address, secrets);
  if (hash === undefined) throw new Error('erasing needs a secret');
  await erasures.erase(who.id, hash, now);
}
