import { type Claims, type ReaderPurpose, signToken } from '../secret/link-token.ts';

const day = 86_400;

/**
 * How long a link works, in seconds; 0 is for ever. One can always leave: RFC 8058 and the law know no expiry.
 * A link that changes more than that must not lie in a forwarded mail for years.
 */
const lifetimes: Record<ReaderPurpose, number> = { unsubscribe: 0, preferences: 90 * day, language: 90 * day };

/** The links of one message that are personal to its recipient. */
export type PersonalLinks = { unsubscribe_url: string; preferences_url: string; language_url: string };

/**
 * Signs the personal links of a message.
 * @param url where the publication's pages live, without a slash at its end
 */
export function personalLinks(
  url: string,
  who: { subscriber: number; week: string },
  secret: string,
  now: Date,
): PersonalLinks {
  const link = (purpose: ReaderPurpose): string => {
    const life = lifetimes[purpose];
    // Rounded up to whole days, so that a message tried again today is the same message.
    const expires = life === 0 ? 0 : Math.ceil(now.getTime() / 1000 / day) * day + life;
    const claims: Claims = { about: who.subscriber, week: who.week, purpose, expires };
    return `${url}/${purpose}/${signToken(claims, secret)}`;
  };
  return {
    unsubscribe_url: link('unsubscribe'),
    preferences_url: link('preferences'),
    language_url: link('language'),
  };
}
