import { readToken, signToken } from '../secret/link-token.ts';

/** A form can be sent for this long after it was shown. */
const formLifeSeconds = 86_400;
/** A form that is sent sooner was filled in by a program. */
const minFormSeconds = 2;

/** A signed token with the time at which a form was shown. */
export const formToken = (secret: string, now: Date): string =>
  signToken(
    { purpose: 'form', about: 0, week: '', expires: Math.floor(now.getTime() / 1000) + formLifeSeconds },
    secret,
  );

/**
 * Checks the token of a submitted form.
 * @returns `early` if the form was sent too soon after it was shown, `none` if the token is missing, forged or expired
 */
export function checkFormToken(
  token: string | undefined,
  secrets: readonly string[],
  now: Date,
): 'good' | 'early' | 'none' {
  const { claims } = readToken(token ?? '', 'form', secrets, now);
  if (claims === undefined) return 'none';
  return now.getTime() / 1000 - (claims.expires - formLifeSeconds) < minFormSeconds ? 'early' : 'good';
}
