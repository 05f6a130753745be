import { refusalClass } from './refusal.ts';

/**
 * How a reply asks for less. `quota`: the relay's account has no more messages for today. `relay`: it names the relay's own rate for us.
 * `rate`: somebody's rate, the relay's or the recipient provider's. `busy`: a server in trouble. `unclear`: words that a limit and
 * greylisting share. `none`: it is about one reader, or nothing of that.
 */
export type Throttle = 'quota' | 'relay' | 'rate' | 'busy' | 'unclear' | 'none';

/** Replies by which a server asks for less (RFC 5321 section 4.2.2); 432 is Exchange Online's, 454 that of Amazon SES. */
const slowCodes = [421, 450, 451, 452];
const rateCodes = [...slowCodes, 432, 454];

/** As much of a reply's words as is looked at. */
const lookedAt = 600;

/** "Daily message quota exceeded" (SES), "Daily user sending limit exceeded", "Daily SMTP relay limit exceeded" (Google). */
const quotaWords =
  /\b(daily|monthly|24.hour)\b.{0,40}\b(quota|limit|allowance)|\b(quota|limit)\b.{0,40}\b(per day|per month|for today|24 hours)\b|maximum credits exceeded/i;

/** What only a relay says of its own customer. */
const relayWords =
  /throttling failure|\bsending rate\b|\bsubmission rate\b|\brelay limit\b|concurrent connections? limit|\b(your|this) (account|plan|subscription|customer|api key)\b.{0,60}\b(rate|limit|throttl)|\b(rate|limit|throttl)\w*.{0,40}\b(your|this) (account|plan|subscription|customer|api key)\b|\btoo many messages in (one|this) (session|connection)\b/i;

const rateWords =
  /\brate\b|\brates?.?limit|too (many|much|fast|quickly)|slow(er|ly)? ?down|more slowly|throttl|\blimit(ed|s|ing)?\b|\bquota\b|unusual volume|unexpected volume|concurren/i;

/** Each recipient is greylisted for itself: it says nothing of the next. */
const greylistWords = /gr[ae]y.?list|postgrey/i;
const againWords = /\b(try|retry|again)\b/i;

/** How a message ended; other outcomes than `deferred` and `refused` ask for nothing. */
type Reply = { kind: string; code?: number; words?: string };

/** What a reply asks for, by its code, its enhanced code (RFC 3463) and its words. */
export function throttleOf(outcome: Reply): Throttle {
  if ((outcome.kind !== 'deferred' && outcome.kind !== 'refused') || outcome.code === undefined) return 'none';
  const { code } = outcome;
  const words = (outcome.words ?? '').slice(0, lookedAt);
  const [, subject, detail] = /(?<![\d.])[45]\.(\d{1,3})\.(\d{1,3})(?![\d.])/.exec(words) ?? [];
  const isOfReader = subject === '1' || subject === '2';
  if (quotaWords.test(words) && !isOfReader) return 'quota';
  if (outcome.kind === 'refused' || !rateCodes.includes(code)) return 'none';
  if (relayWords.test(words)) return 'relay';
  if (isOfReader || greylistWords.test(words)) return 'none';
  // A store that is full is one reader's mailbox, unless it is said to be the server's (subject 3).
  if (subject !== '3' && refusalClass(code, words) === 'mailbox') return 'none';
  if (rateWords.test(words)) return 'rate';
  if (subject === '7' && detail === '1' && againWords.test(words)) return 'unclear';
  return slowCodes.includes(code) ? 'busy' : 'unclear';
}
