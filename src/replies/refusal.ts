import { classOfCode, defaultClassOf, type RefusalClass } from './code-classes.ts';
import { loginCodes } from './connection.ts';
import { plainWords } from './plain-words.ts';
import { saysSendingQuota } from './sending-quota.ts';
import { type EnhancedCode, isOfRecipient, mostPreciseCodeIn, precisionOf } from './status-codes.ts';
import { maxTextCharacters, type Words, wordsOf } from './words.ts';

/** The class of a refusal. `isGuess`: neither a precise code nor words say so, only the subject of a code. */
export type Refusal = { class: RefusalClass; isGuess: boolean };

/** The class of a refusal; see `refusalOf`. @example refusalClass(550, '5.1.1 User unknown') // 'hard' */
export const refusalClass = (code: number | undefined, words: string): RefusalClass => refusalOf(code, words).class;

/** Whether a reply names the recipient: by its code, or its words. @example namesRecipient('5.1.1 User unknown') // true */
export function namesRecipient(words: string): boolean {
  const bounded = words.slice(0, maxTextCharacters);
  return isOfRecipient(mostPreciseCodeIn(bounded)) || wordsOf(plainWords(bounded)).say('recipient');
}

/**
 * Judges a refusal by its most precise enhanced code together with its words in any language of `phrases/`. Words about us or about
 * a full mailbox outweigh a code of a bad address, because many servers send 5.1.1 for every refusal; where the code says
 * little, the words decide.
 * @param code the reply code
 * @param words the server's words, with the enhanced code where there is one; their first 4,000 characters count
 */
export function refusalOf(code: number | undefined, words: string): Refusal {
  if (code !== undefined && loginCodes.includes(code)) return certain('policy');
  const bounded = words.slice(0, maxTextCharacters);
  const status = mostPreciseCodeIn(bounded);
  const said = wordsOf(plainWords(bounded));
  const isTemporary = isTemporaryBy(code, status);
  const byCode = status && classOfCode(status);
  const byWords = saysSendingQuota(said, status) ? 'policy' : classOfWords(said);
  if (isOfDirectory(status, said) && (code === undefined || code >= 500)) return certain('hard');
  if (byCode === 'policy') return certain('policy');
  if (byWords === 'policy' || byWords === 'soft') return certain(byWords);
  if (byCode === 'hard') {
    if (isTemporary || isForNow(status, said)) return certain('soft');
    if (byWords !== 'hard' && !said.say('perhapsGone') && said.say('unreachable')) return certain('soft');
    return byWords !== 'hard' && isVagueAbout(status, bounded) ? guess(undefined) : certain('hard');
  }
  if (byCode === 'soft') return certain('soft');
  if (isTemporary) return certain(isGoneForGood(status, code, said) ? 'hard' : 'soft');
  if (byWords === 'hard' && said.say('forNow')) return certain('soft');
  if (byWords === 'hard') return certain(isAboutCommand(code, status, said) ? 'policy' : 'hard');
  if (said.say('unreachable')) return certain('soft');
  if (said.say('messageRefused')) return certain('policy');
  // RFC 3463's class of policy outweighs words that say little.
  if (status?.subject !== '7' && said.sayWithout('perhapsGone', 'sender')) return certain('hard');
  return guess(status);
}

const guess = (status: EnhancedCode | undefined): Refusal => ({
  class: (status && defaultClassOf(status)) ?? 'unknown',
  isGuess: true,
});

const certain = (judged: RefusalClass): Refusal => ({ class: judged, isGuess: false });

/** Whether it may succeed later: by the enhanced code, unless that is X.0.0 or the reply code contradicts it. */
function isTemporaryBy(code: number | undefined, status: EnhancedCode | undefined): boolean {
  if (code === undefined || (status !== undefined && precisionOf(status) > 0))
    return status?.code.startsWith('4') === true;
  return code < 500;
}

function classOfWords(said: Words): RefusalClass {
  // Greylisting holds for one recipient and for minutes (RFC 6647 section 2), also where it is called a policy.
  if (said.say('mailboxRate') || said.say('greylisted')) return 'soft';
  if (said.say('blocked')) return said.say('closed') && !said.say('aboutUs') ? 'hard' : 'policy';
  // A full mailbox comes before our own limits: the words "quota" and "limit" occur in both.
  if (said.say('mailboxFull')) return 'soft';
  if (said.say('aboutUs') || said.say('sendingLimit')) return 'policy';
  if (said.say('closed') && !said.say('sender')) return 'hard';
  // Words about the sender never mean that the recipient does not exist.
  return said.sayWithout('doesNotExist', 'sender') ? 'hard' : 'unknown';
}

const isOfDirectory = (status: EnhancedCode | undefined, said: Words): boolean =>
  status?.subject === '4' && status.detail === '1' && said.say('unknownToDirectory');

/** Whether 5.2.1 comes with words: providers also refuse us by it, and a closed mailbox is called so. */
const isVagueAbout = (status: EnhancedCode | undefined, words: string): boolean =>
  status?.subject === '2' && (words.match(/\p{L}+/gu) ?? []).length > 1;

/** Whether a mailbox is only closed for now (5.2.1). */
const isForNow = (status: EnhancedCode | undefined, said: Words): boolean =>
  status?.subject === '2' && status.detail === '1' && said.say('forNow');

/** Whether a code that only means "failed" stands beside words about a domain that has no mail. */
const isGoneForGood = (status: EnhancedCode | undefined, code: number | undefined, said: Words): boolean =>
  status !== undefined && precisionOf(status) === 0 && (code === undefined || code >= 500) && said.say('noMailDomain');

/** Whether a syntax error (RFC 5321 section 4.2.2) names no recipient: it then answers our HELO or another command. */
const isAboutCommand = (code: number | undefined, status: EnhancedCode | undefined, said: Words): boolean =>
  code !== undefined &&
  code >= 500 &&
  code <= 504 &&
  status?.subject !== '1' &&
  (code === 503 || !said.say('recipient'));
