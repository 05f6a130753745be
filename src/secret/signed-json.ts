import { createHmac, timingSafeEqual } from 'node:crypto';
import { parseJson } from '../source/json.ts';
import { keyFor } from './key.ts';

/**
 * A JSON value and its HMAC-SHA-256 (RFC 2104), in base64url, with a dot between.
 * @param use what the value is for: it is in the key (HKDF, RFC 5869), so that a text signed for one use is worthless for another
 * @param secret `HEBDO_SECRET`
 * @param macBytes bytes of the HMAC that are kept: half of it is enough where a text must be short
 */
export function signJson(value: unknown, use: string, secret: string, macBytes = 32): string {
  const body = Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${body}.${macOf(body, use, secret, macBytes).toString('base64url')}`;
}

/**
 * The value of a text that `signJson` made; compared in constant time.
 * @param secrets `HEBDO_SECRET`, then the ones before it whose signatures are still honoured
 * @param maxChars a longer text is malformed
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
    const wanted = macOf(body, use, secret, macBytes);
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  });
  if (!matches.includes(true)) return { why: 'forged' };
  return { value: parseJson(Buffer.from(body, 'base64url').toString('utf8')) };
}

const macOf = (body: string, use: string, secret: string, macBytes: number): Buffer =>
  createHmac('sha256', keyFor(use, secret)).update(body).digest().subarray(0, macBytes);
