import { z } from 'zod';
import { readSignedJson, signJson } from './signed-json.ts';

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

/** Characters of a token, at most. */
const maxTokenChars = 512;

/**
 * A token: its claims, signed for its purpose.
 * @param secret `HEBDO_SECRET`
 */
export const signToken = ({ purpose, about, week, expires }: Claims, secret: string): string =>
  signJson([about, week, expires], useOf(purpose), secret);

/**
 * Reads a token that came back from the world.
 * @param purpose what it is to be used for
 * @param secrets `HEBDO_SECRET`, then the ones before it whose links are still honoured
 */
export function readToken(token: string, purpose: Purpose, secrets: readonly string[], now: Date): Verdict {
  const { why, ...signed } = readSignedJson(token, useOf(purpose), secrets, { maxChars: maxTokenChars });
  if (why !== undefined) return { why };
  const parsed = wire.safeParse('value' in signed ? signed.value : undefined);
  if (!parsed.success) return { why: 'malformed' };
  const [about, week, expires] = parsed.data;
  if (expires !== 0 && expires * 1000 <= now.getTime()) return { why: 'expired' };
  return { claims: { purpose, about, week, expires } };
}

const useOf = (purpose: Purpose): string => `link ${purpose}`;
