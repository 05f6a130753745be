import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { keyFor } from './key.ts';

/** What a signed link lets its bearer do. A token made for one purpose is worthless for another. */
export const readerPurposes = ['unsubscribe', 'preferences', 'language'] as const;
export const purposes = [...readerPurposes, 'confirm', 'form'] as const;
export type ReaderPurpose = (typeof readerPurposes)[number];
export type Purpose = (typeof purposes)[number];

/**
 * What a token says. `about` is a subscriber's number, that of a confirmation (`confirm`), or of nobody (`form`); `week`
 * is the issue a link stands in, if it stands in one; `expires` is in seconds since 1970, 0 being for ever.
 */
export type Claims = { purpose: Purpose; about: number; week: string; expires: number };

export type Verdict = { claims: Claims } | { claims?: undefined; why: 'malformed' | 'forged' | 'expired' };

const wire = z.tuple([z.int().min(0), z.string().max(16), z.int().min(0)]);

/**
 * A token: its claims and their HMAC-SHA-256 (RFC 2104), in base64url.
 * @param secret `HEBDO_SECRET`
 */
export function signToken({ purpose, about, week, expires }: Claims, secret: string): string {
  const body = Buffer.from(JSON.stringify([about, week, expires])).toString('base64url');
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
  const [about, week, expires] = parsed.data;
  if (expires !== 0 && expires * 1000 <= now.getTime()) return { why: 'expired' };
  return { claims: { purpose, about, week, expires } };
}

/** The purpose is in the key (HKDF, RFC 5869): no text a token holds can stand for another purpose. */
const macOf = (body: string, purpose: Purpose, secret: string): Buffer =>
  createHmac('sha256', keyFor(`link ${purpose}`, secret))
    .update(body)
    .digest();
