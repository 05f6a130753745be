import { type Claims, linkLifetimeDays, type ReaderPurpose, signToken } from '../secret/link-token.ts';

const secondsPerDay = 86_400;

/** The links of one message that are personal to its recipient. */
export type PersonalLinks = { unsubscribe_url: string; preferences_url: string; language_url: string };

/**
 * Makes the signed personal links of a message.
 * @param url the address of the publication's pages, without a slash at its end
 */
export function personalLinks(
  url: string,
  who: { subscriber: number; week: string },
  secret: string,
  now: Date,
): PersonalLinks {
  const link = (purpose: ReaderPurpose): string => {
    const days = linkLifetimeDays[purpose];
    // Rounded up to whole days, so that a message that is tried again on the same day has the same bytes.
    const today = Math.ceil(now.getTime() / 1000 / secondsPerDay);
    const expires = days === 0 ? 0 : (today + days) * secondsPerDay;
    const claims: Claims = { about: who.subscriber, week: who.week, purpose, expires };
    return `${url}/${purpose}/${signToken(claims, secret)}`;
  };
  return {
    unsubscribe_url: link('unsubscribe'),
    preferences_url: link('preferences'),
    language_url: link('language'),
  };
}
