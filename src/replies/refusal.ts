import { loginCodes } from './connection.ts';
import { type EnhancedCode, enhancedCodeIn } from './status-codes.ts';
import { maxTextCharacters, type Words, wordsOf } from './words.ts';

/**
 * What a refusal is about. `address`: the recipient's mailbox does not exist. `mailbox`: it exists, and cannot take mail
 * now. `policy`: the server refuses us, or this mail. `other`: none of these, or it is in doubt.
 */
type RefusalClass = 'address' | 'mailbox' | 'policy' | 'other';

/** The classes of enhanced codes by subject and detail (RFC 3463 section 3, RFC 5248, RFC 7505). */
const classByDetail: Readonly<Record<string, RefusalClass>> = {
  '1.1': 'address', // bad destination mailbox address
  '1.2': 'address', // bad destination system address
  '1.3': 'address', // bad destination mailbox address syntax
  '1.6': 'address', // destination mailbox has moved
  '1.7': 'policy', // bad sender's mailbox address syntax
  '1.8': 'policy', // bad sender's system address
  '1.10': 'address', // recipient address has null MX
  '1.90': 'policy', // our sending limit (Exchange Online)
  '2.1': 'address', // mailbox disabled
  '2.3': 'policy', // our message is longer than the recipient's provider allows
  '3.4': 'policy', // our message is too big for the system
};

/** The same by subject alone. 7 is security and policy (also RFC 7372); there, words may still be about the recipient. */
const classBySubject: Readonly<Record<string, RefusalClass>> = { '1': 'other', '2': 'mailbox' };
const securitySubject = '7';

/**
 * The class of a refusal by its enhanced code, else by its words in any language of `phrases/`. Words outweigh a code of a bad
 * address, because many servers send 5.1.1 for every refusal.
 * @param code the reply code
 * @param words the server's words, beginning with the enhanced code where there is one; their first 4,000 characters count
 * @example refusalClass(550, '5.1.1 User unknown') // 'address'
 */
export function refusalClass(code: number | undefined, words: string): RefusalClass {
  if (code !== undefined && loginCodes.includes(code)) return 'policy';
  const status = enhancedCodeIn(words.slice(0, maxTextCharacters));
  const said = wordsOf(words);
  return (status && classByStatus(status, code, said)) ?? classByWords(code, said);
}

/** The class by the enhanced code. @returns undefined if the words decide */
function classByStatus(
  { subject, detail }: EnhancedCode,
  code: number | undefined,
  said: Words,
): RefusalClass | undefined {
  const byDetail = classByDetail[`${subject}.${detail}`];
  if (byDetail === 'address') {
    if (said.say('blocked') || said.say('aboutUs')) return 'policy';
    return said.say('mailboxFull') ? 'mailbox' : 'address';
  }
  if (`${subject}.${detail}` === '4.1' && said.say('unknownToDirectory')) return 'address';
  if (subject === securitySubject && byDetail === undefined)
    return !said.say('blocked') && saysDoesNotExist(code, said) ? 'address' : 'policy';
  if (byDetail !== undefined) return byDetail;
  if (subject === '2' && (said.say('blocked') || said.say('aboutUs'))) return 'policy';
  return classBySubject[subject];
}

function classByWords(code: number | undefined, said: Words): RefusalClass {
  if (said.say('blocked')) return 'policy';
  // A full mailbox comes before our own limits: the words "quota" and "limit" occur in both.
  if (said.say('mailboxFull')) return 'mailbox';
  if (said.say('aboutUs') || said.say('sendingLimit')) return 'policy';
  return saysDoesNotExist(code, said) ? 'address' : 'other';
}

/** Words about the sender never mean that the recipient does not exist, nor does a temporary reply. */
const saysDoesNotExist = (code: number | undefined, said: Words): boolean =>
  (code === undefined || code >= 500) && !said.say('aboutUs') && said.sayWithout('doesNotExist', 'sender');
