import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';

const keys = new Map<string, KeyObject>();

/** A key derived from the secret for one use, so that no two uses share one. */
export function keyFor(use: string, secret: string): KeyObject {
  const name = `${use}\n${secret}`;
  // A key object is made once: given bytes, the runtime would make one for each HMAC, at seven times its cost.
  const known = keys.get(name) ?? createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', `hebdo ${use}`, 32)));
  if (keys.size > 100) keys.clear();
  keys.set(name, known);
  return known;
}
