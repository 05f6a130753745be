import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { keyFor } from './key.ts';

/** What a signed link lets its bearer do. A token made for one purpose is worthless for another. */
export const purposes = ['unsubscribe', 'preferences', 'language'] as const;
export type Purpose = (typeof purposes)[number];

/** What a link says: for whom, from which issue, and until when (seconds since 1970; 0 is for ever). */
export type Claims = { purpose: Purpose; subscriber: number; week: string; expires: number };

export type Verdict = { claims: Claims } | { claims?: undefined; why: 'malformed' | 'forged' | 'expired' };

const wire = z.tuple([z.int().min(0), z.string().max(16), z.int().min(0)]);

/**
 * A token for a link: its claims and their HMAC-SHA-256 (RFC 2104), in base64url.
 * @param secret `HEBDO_SECRET`
 */
export function signToken({ purpose, subscriber, week, expires }: Claims, secret: string): string {
  const body = Buffer.from(JSON.stringify([subscriber, week, expires])).toString('base64url');
  return `${body}.${macOf(body, purpose, secret).toString('base64url')}`;
}

/**
 * Reads a token that came back from the world.
 * @param purpose what it is to be used for
 * @param secrets `HEBDO_SECRET`, then the ones before it whose links are still honoured
 */
export function readToken(token: string, purpose: Purpose, secrets: readonly string[], now: Date): Verdict {
  const [body, mac, ...rest] = token.length <= 512 ? token.split('.') : [];
  if (body === undefined || mac === undefined || rest.length > 0 || !/^[\w-]+$/.test(mac)) return { why: 'malformed' };
  const given = Buffer.from(mac, 'base64url');
  const matches = secrets.map(secret => {
    const wanted = macOf(body, purpose, secret);
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  });
  if (!matches.includes(true)) return { why: 'forged' };
  const parsed = wire.safeParse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')));
  if (!parsed.success) return { why: 'malformed' };
  const [subscriber, week, expires] = parsed.data;
  if (expires !== 0 && expires * 1000 <= now.getTime()) return { why: 'expired' };
  return { claims: { purpose, subscriber, week, expires } };
}

/** The purpose is in the key (HKDF, RFC 5869): no text a token holds can stand for another purpose. */
const macOf = (body: string, purpose: Purpose, secret: string): Buffer =>
  createHmac('sha256', keyFor(`link ${purpose}`, secret))
    .update(body)
    .digest();
