import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';

const keyBytes = 32;
const maxCachedKeys = 100;
const cachedKeys = new Map<string, KeyObject>();

/**
 * Derives a key for one use from the secret (HKDF, RFC 5869), so that each use has its own key.
 * @param use a fixed name, such as `message-id`
 */
export function keyFor(use: string, secret: string): KeyObject {
  const name = `${use}\n${secret}`;
  // Key objects are cached: from raw bytes, Node would make one for each HMAC, at seven times the HMAC's cost.
  const key =
    cachedKeys.get(name) ?? createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', `hebdo ${use}`, keyBytes)));
  if (cachedKeys.size > maxCachedKeys) cachedKeys.clear();
  cachedKeys.set(name, key);
  return key;
}
