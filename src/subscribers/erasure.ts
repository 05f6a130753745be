import { createHmac } from 'node:crypto';
import { keyFor } from '../secret/key.ts';
import { type Checked, problemIn } from '../source/problem.ts';
import { addressKey } from '../store/address.ts';
import type { Store } from '../store/store.ts';
import type { Subscriber } from '../store/subscribers/subscribers.ts';
import { t } from '../wording/wording.ts';

/**
 * The keyed hash of an address under each secret: all that is kept of an erased address. It identifies the address, but only
 * together with the secret.
 * @param secrets `HEBDO_SECRET`, then those before it
 */
export const erasureHashes = (address: string, secrets: readonly string[]): string[] =>
  secrets.map(secret => hashOf(addressKey(address), secret));

const hashOf = (key: string, secret: string): string =>
  createHmac('sha256', keyFor('erasure', secret)).update(key).digest('base64url');

/** Erases a subscriber (GDPR article 17), and keeps only a hash, so that no import adds them again. */
export async function erase(
  { erasures }: Store,
  who: Subscriber,
  secrets: readonly string[],
  now: Date,
): Promise<void> {
  const [secret] = secrets;
  if (secret === undefined) throw new Error('erasing needs a secret');
  await erasures.erase(who.id, key => hashOf(key, secret), now);
}

/**
 * A function that gives the hashes which an import compares with those of erased people; no hashes if there was no erasure.
 * @returns a problem if there was one, and no secret is set to compute hashes
 */
export async function erasureGuard(
  { erasures }: Store,
  secrets: readonly string[],
): Promise<Checked<(address: string) => string[]>> {
  if (!(await erasures.any())) return { value: () => [], problems: [] };
  if (secrets.length > 0) return { value: address => erasureHashes(address, secrets), problems: [] };
  const message = t(
    'Somebody was erased at their own wish, and only HEBDO_SECRET can tell whether they are in this list.',
  );
  const hint = t('Set HEBDO_SECRET to what it was when they were erased (older ones in HEBDO_SECRET_PREVIOUS).');
  return { problems: [problemIn('HEBDO_SECRET', { rule: 'environment', severity: 'error', message, hint })] };
}
