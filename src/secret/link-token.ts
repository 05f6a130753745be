import { z } from 'zod';
import { readSignedJson, signJson } from './signed-json.ts';

/** What the holder of a signed link can do. A token made for one purpose is invalid for another. */
export const readerPurposes = ['unsubscribe', 'preferences', 'language'] as const;
export const purposes = [...readerPurposes, 'confirm', 'account', 'form'] as const;
export type ReaderPurpose = (typeof readerPurposes)[number];

/** How long the links to the preferences and the language work: a forwarded message must not give access for years. */
export const readerLinkDays = 90;

/** Lifetimes by purpose; 0 is unlimited. Unsubscribing must always be possible: RFC 8058 and the law set no expiry. */
export const linkLifetimeDays: Record<ReaderPurpose, number> = {
  unsubscribe: 0,
  preferences: readerLinkDays,
  language: readerLinkDays,
};
export type Purpose = (typeof purposes)[number];

/**
 * The content of a token. `about` is the id of a subscriber, or of a confirmation (purposes `confirm` and `account`); it is 0 for a form
 * (purpose `form`) and in test copies. `week` is the issue that contains the link, or empty. `expires` is in seconds since
 * 1970; 0 means never.
 */
export type Claims = { purpose: Purpose; about: number; week: string; expires: number };

export type Verdict = { claims: Claims } | { claims?: undefined; why: 'malformed' | 'forged' | 'expired' };

const claimsTuple = z.tuple([z.int().min(0), z.string().max(16), z.int().min(0)]);

const maxTokenChars = 512;

/**
 * Makes a token: the claims, signed for their purpose.
 * @param secret `HEBDO_SECRET`
 * @example signToken({ purpose: 'unsubscribe', about: 42, week: '2026-W48', expires: 0 }, secret)
 */
export const signToken = ({ purpose, about, week, expires }: Claims, secret: string): string =>
  signJson([about, week, expires], useOf(purpose), secret);

/**
 * Reads a token from a request and checks its signature and expiry.
 * @param purpose the purpose that the token must have
 * @param secrets `HEBDO_SECRET`, then the previous secrets whose links are still accepted
 * @returns the claims, or why the token is rejected
 */
export function readToken(token: string, purpose: Purpose, secrets: readonly string[], now: Date): Verdict {
  const { why, ...signed } = readSignedJson(token, useOf(purpose), secrets, { maxChars: maxTokenChars });
  if (why !== undefined) return { why };
  const parsed = claimsTuple.safeParse('value' in signed ? signed.value : undefined);
  if (!parsed.success) return { why: 'malformed' };
  const [about, week, expires] = parsed.data;
  if (expires !== 0 && expires * 1000 <= now.getTime()) return { why: 'expired' };
  return { claims: { purpose, about, week, expires } };
}

const useOf = (purpose: Purpose): string => `link ${purpose}`;
