import { refusalClass } from './refusal.ts';
import { enhancedCodeIn } from './status-codes.ts';
import { wordsOf } from './words.ts';

/**
 * How a reply asks for less. `quota`: the relay's account has no more messages for today. `relay`: it names the relay's own rate for us.
 * `rate`: somebody's rate, the relay's or the recipient provider's. `busy`: a server in trouble. `unclear`: words that a limit and
 * greylisting share. `none`: it is about one reader, or nothing of that.
 */
export type Throttle = 'quota' | 'relay' | 'rate' | 'busy' | 'unclear' | 'none';

/** Replies by which a server asks for less (RFC 5321 section 4.2.2); 432 is Exchange Online's, 454 that of Amazon SES. */
const slowCodes = [421, 450, 451, 452];
const rateCodes = [...slowCodes, 432, 454];

/** Characters of a reply that are looked at for a limit. */
const maxThrottleCharacters = 600;

/** How a message ended; other outcomes than `deferred` and `refused` ask for nothing. */
type Reply = { kind: string; code?: number; words?: string };

/** What a reply asks for, by its code, its enhanced code (RFC 3463) and its words. */
export function throttleOf({ kind, code, words: all = '' }: Reply): Throttle {
  if ((kind !== 'deferred' && kind !== 'refused') || code === undefined) return 'none';
  const words = all.slice(0, maxThrottleCharacters);
  const said = wordsOf(words);
  const { subject, detail } = enhancedCodeIn(words) ?? {};
  const isOfReader = subject === '1' || subject === '2';
  if (said.say('dailyQuota') && !isOfReader) return 'quota';
  if (kind === 'refused' || !rateCodes.includes(code)) return 'none';
  // X.2.2 is the recipient's full mailbox, even where the words speak of an account and its limit.
  if (subject === '2' && detail === '2') return 'none';
  if (said.say('relayRate')) return 'relay';
  // Each recipient is greylisted for itself: it says nothing of the next.
  if (isOfReader || said.say('greylisted')) return 'none';
  // A store that is full is one reader's mailbox, unless it is said to be the server's (subject 3).
  if (subject !== '3' && refusalClass(code, words) === 'mailbox') return 'none';
  if (said.say('rate')) return 'rate';
  if (subject === '7' && detail === '1' && said.say('tryAgain')) return 'unclear';
  return slowCodes.includes(code) ? 'busy' : 'unclear';
}
