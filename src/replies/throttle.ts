import { saysSendingQuota } from './sending-quota.ts';
import { type EnhancedCode, enhancedCodeIn, isOfRecipient } from './status-codes.ts';
import { type Words, wordsOf } from './words.ts';

/**
 * Whether a reply asks the sender to send less, and on whose behalf. `quota`: the relay's quota of the day or month is used up, or it refuses for another quota.
 * `relay`: the relay's own rate limit for us. `rate`: a rate limit of the relay or of the recipient's provider. `busy`: a server
 * that is overloaded or failing. `unclear`: words that a rate limit and greylisting share. `none`: it is about one recipient, or not
 * about rates.
 */
export type Throttle = 'quota' | 'relay' | 'rate' | 'busy' | 'unclear' | 'none';

/** Reply codes that ask to slow down without words for it (RFC 5321 section 4.2.2); 432 is Exchange Online's, 454 Amazon SES's. */
const slowCodes = [421, 450, 451, 452];
const rateCodes = [...slowCodes, 432, 454];

/** Characters of a reply that are searched for a limit. */
const maxThrottleCharacters = 600;

/** Whether a reply says that this connection has taken as many messages as it may. Another connection takes the next. */
export const limitsConnection = ({ kind, code, words = '' }: Reply): boolean =>
  kind === 'deferred' && code !== undefined && wordsOf(words, maxThrottleCharacters).say('connectionLimit');

/** How a message ended. Only `deferred` and `refused` outcomes ask to send less. */
type Reply = { kind: string; code?: number; words?: string };

/**
 * What a reply asks for, by its code, its enhanced code (RFC 3463) and its words, of which 600 characters count.
 * @example throttleOf({ kind: 'deferred', code: 421, words: '4.7.0 Too many concurrent connections' }) // 'rate'
 */
export function throttleOf({ kind, code, words: all = '' }: Reply): Throttle {
  if ((kind !== 'deferred' && kind !== 'refused') || code === undefined) return 'none';
  const words = all.slice(0, maxThrottleCharacters);
  const said = wordsOf(words);
  const status = enhancedCodeIn(words);
  const isQuota = saysSendingQuota(said, status);
  // A permanent refusal for a quota holds until the quota begins anew, whatever its period.
  if (isQuota && (kind === 'refused' || said.say('dailyQuota'))) return 'quota';
  if (kind === 'refused') return 'none';
  return isQuota ? 'relay' : rateOf(code, said, status);
}

/** What a reply that puts a message off, and names no quota of ours, asks for. */
function rateOf(code: number, said: Words, status: EnhancedCode | undefined): Throttle {
  const { subject, detail } = status ?? {};
  // X.2.2 is the recipient's full mailbox, even where the words speak of an account and its limit.
  if (subject === '2' && detail === '2') return 'none';
  if (said.say('relayRate')) return 'relay';
  // Greylisting holds for one recipient (RFC 6647 section 2).
  if (said.say('greylisted')) return 'none';
  // Many servers answer X.1.1 whatever the reason: words about our sending outweigh it.
  if (isOfRecipient(status)) return subject === '1' && said.say('sendingLimit') ? 'rate' : 'none';
  // Full storage is the recipient's mailbox, unless the code says that it is the server's (subject 3).
  if (subject !== '3' && said.say('mailboxFull')) return 'none';
  if (said.say('rate')) return 'rate';
  if (!rateCodes.includes(code)) return 'none';
  if (subject === '7' && detail === '1' && said.say('tryAgain')) return 'unclear';
  return slowCodes.includes(code) ? 'busy' : 'unclear';
}
