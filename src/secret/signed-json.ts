import { createHmac, timingSafeEqual } from 'node:crypto';
import { parseJson } from '../source/json.ts';
import { keyFor } from './key.ts';

/**
 * Signs a JSON value: the value and its HMAC-SHA-256 (RFC 2104), both in base64url, separated by a dot.
 * @param use what the value is for. The key is derived from it (HKDF, RFC 5869), so that a text signed for one use is
 *   invalid for another.
 * @param secret `HEBDO_SECRET`
 * @param macBytes bytes of the HMAC to keep; 16 are sufficient where the text must be short
 */
export function signJson(value: unknown, use: string, secret: string, macBytes = 32): string {
  const body = Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${body}.${macOf(body, use, secret, macBytes).toString('base64url')}`;
}

/**
 * Reads a text made by `signJson`. Signatures are compared in constant time.
 * @param secrets `HEBDO_SECRET`, then the previous secrets whose signatures are still accepted
 * @param maxChars a longer text is malformed
 * @returns the value, not validated; or why the text is rejected
 */
export function readSignedJson(
  text: string,
  use: string,
  secrets: readonly string[],
  { maxChars, macBytes = 32 }: { maxChars: number; macBytes?: number },
): { value: unknown; why?: undefined } | { why: 'malformed' | 'forged' } {
  const [body, mac, ...rest] = text.length <= maxChars ? text.split('.') : [];
  if (body === undefined || mac === undefined || rest.length > 0 || !/^[\w-]+$/.test(mac)) return { why: 'malformed' };
  const given = Buffer.from(mac, 'base64url');
  const matches = secrets.map(secret => {
    const expected = macOf(body, use, secret, macBytes);
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
  if (!matches.includes(true)) return { why: 'forged' };
  return { value: parseJson(Buffer.from(body, 'base64url').toString('utf8')) };
}

const macOf = (body: string, use: string, secret: string, macBytes: number): Buffer =>
  createHmac('sha256', keyFor(use, secret)).update(body).digest().subarray(0, macBytes);
