import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { keyFor } from './key.ts';

const cipher = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/**
 * Encrypts a text for a URL, where logs and histories must not show it (AES-256-GCM, NIST SP 800-38D).
 * @param use what the text is for; a text sealed for one use cannot be opened for another
 * @param secret `HEBDO_SECRET`
 * @returns nonce, tag and ciphertext in base64url
 */
export function seal(text: string, use: string, secret: string): string {
  const nonce = randomBytes(nonceBytes);
  const encrypt = createCipheriv(cipher, keyFor(use, secret), nonce, { authTagLength: tagBytes });
  const sealed = Buffer.concat([encrypt.update(text, 'utf8'), encrypt.final()]);
  return Buffer.concat([nonce, encrypt.getAuthTag(), sealed]).toString('base64url');
}

/** Opens a text made by `seal`. @returns undefined if the text was not sealed for this use with this secret */
export function openSealed(sealed: string, use: string, secret: string): string | undefined {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length < nonceBytes + tagBytes) return undefined;
  const decrypt = createDecipheriv(cipher, keyFor(use, secret), bytes.subarray(0, nonceBytes), {
    authTagLength: tagBytes,
  });
  decrypt.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
  try {
    return Buffer.concat([decrypt.update(bytes.subarray(nonceBytes + tagBytes)), decrypt.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}
