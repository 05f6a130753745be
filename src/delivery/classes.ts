/**
 * What a refusal is about. `address`: this mailbox does not exist, and never will for us. `mailbox`: it exists, and
 * cannot take mail now. `policy`: the server will not have us, or this mail. `other`: none of these.
 */
export type RefusalClass = 'address' | 'mailbox' | 'policy' | 'other';

/**
 * The class of a refusal by its enhanced code (RFC 3463 section 3, RFC 5248, RFC 7372), else by its words: a full
 * mailbox is not one that does not exist, and a server that takes us for a spammer says nothing about its user.
 * @param code the reply code
 * @param words the server's words, beginning with the enhanced code where there is one
 */
export function refusalClass(code: number | undefined, words: string): RefusalClass {
  const [, subject, detail] = /(?<![\d.])[245]\.(\d{1,3})\.(\d{1,3})(?![\d.])/.exec(words) ?? [];
  if (subject !== undefined && detail !== undefined) {
    const both = `${subject}.${detail}`;
    // 1.1 bad mailbox, 1.2 bad domain, 1.3 bad syntax, 1.6 moved, 1.10 null MX, 2.1 disabled.
    if (['1.1', '1.2', '1.3', '1.6', '1.10', '2.1'].includes(both))
      return policyWords.test(words) ? 'policy' : 'address';
    if (subject === '2') return 'mailbox';
    if (subject === '7') return 'policy';
    // 1.8 and 1.7 are about our own address; 3 and 5 about systems and protocol.
    return 'other';
  }
  if (policyWords.test(words)) return 'policy';
  if (/mailbox (is )?full|over ?quota|quota exceeded|storage/i.test(words)) return 'mailbox';
  if (
    /(no such|unknown|invalid|non-?existent|not exist|does(n'| no)t exist).{0,30}(user|recipient|mailbox|address|account)|(user|recipient|mailbox|address|account).{0,30}(unknown|not found|unavailable|disabled|does(n'| no)t exist|invalid)|user doesn't have a/i.test(
      words,
    )
  )
    return code !== undefined && code >= 500 ? 'address' : 'other';
  return 'other';
}

const policyWords =
  /spam|blocked|blacklist|blocklist|denied|reputation|policy|dmarc|spf\b|dkim|not authori[sz]ed|refused by|rate limit|listed (at|by|in)/i;
