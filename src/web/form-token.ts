import { readToken, signToken } from '../secret/link-token.ts';

/** Seconds a form can be sent for after it was shown, and those it must be looked at before: programs are faster. */
const life = 86_400;
const least = 2;

/** A token that says when a form was shown. */
export const formToken = (secret: string, now: Date): string =>
  signToken({ purpose: 'form', about: 0, week: '', expires: Math.floor(now.getTime() / 1000) + life }, secret);

/** @returns whether the form can be taken; `early` if it came faster than anybody reads, `none` if it was never shown */
export function judgeFormToken(
  token: string | undefined,
  secrets: readonly string[],
  now: Date,
): 'good' | 'early' | 'none' {
  const { claims } = readToken(token ?? '', 'form', secrets, now);
  if (claims === undefined) return 'none';
  return now.getTime() / 1000 - (claims.expires - life) < least ? 'early' : 'good';
}
