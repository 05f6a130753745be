import { createHmac } from 'node:crypto';
import { keyFor } from '../secret/key.ts';
import { type Checked, problemIn } from '../source/problem.ts';
import { addressKey } from '../store/address.ts';
import type { Store } from '../store/store.ts';
import type { Subscriber } from '../store/subscribers/subscribers.ts';

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

/**
 * What tells those who were erased from others: gives the hashes an entry is stored with, none where nobody ever was.
 * @returns a problem where only a secret that is not set could tell
 */
export async function erasureGuard(
  { erasures }: Store,
  secrets: readonly string[],
): Promise<Checked<(address: string) => string[]>> {
  if (!(await erasures.any())) return { value: () => [], problems: [] };
  if (secrets.length > 0) return { value: address => erasureHashes(address, secrets), problems: [] };
  const message =
    'Somebody was erased at their own wish, and only HEBDO_SECRET can tell whether they are in this list.';
  const hint = 'Set HEBDO_SECRET to what it was when they were erased (older ones in HEBDO_SECRET_PREVIOUS).';
  return { problems: [problemIn('HEBDO_SECRET', { rule: 'environment', severity: 'error', message, hint })] };
}
