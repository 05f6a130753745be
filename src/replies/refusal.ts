/**
 * What a refusal is about. `address`: this mailbox does not exist, and never will for us. `mailbox`: it exists, and
 * cannot take mail now. `policy`: the server will not have us, or this mail. `other`: none of these.
 */
export type RefusalClass = 'address' | 'mailbox' | 'policy' | 'other';

/** An enhanced status code in a server's words. */
const enhanced = /(?<![\d.])[245]\.(\d{1,3})\.(\d{1,3})(?![\d.])/;

/**
 * The class of a refusal by its enhanced code (RFC 3463 section 3, RFC 5248, RFC 7372), else by its words: a full
 * mailbox is not one that does not exist, and a server that takes us for a spammer says nothing about its user.
 * @param code the reply code
 * @param words the server's words, beginning with the enhanced code where there is one
 */
export function refusalClass(code: number | undefined, words: string): RefusalClass {
  const [, subject, detail] = enhanced.exec(words) ?? [];
  if (subject !== undefined && detail !== undefined) {
    const both = `${subject}.${detail}`;
    // 1.1 bad mailbox, 1.2 bad domain, 1.3 bad syntax, 1.6 moved, 1.10 null MX, 2.1 disabled.
    if (['1.1', '1.2', '1.3', '1.6', '1.10', '2.1'].includes(both))
      return policyWords.test(words) || ownWords.test(words) ? 'policy' : fullWords.test(words) ? 'mailbox' : 'address';
    if (subject === '2') return 'mailbox';
    // Exchange Online says so where its directory does not know the recipient; 4.4 is a domain without a server.
    if (both === '4.1' && /recipient address rejected: access denied/i.test(words)) return 'address';
    if (subject === '7') return !policyWords.test(words) && gone(code, words) ? 'address' : 'policy';
    // 1.7 and 1.8 are about our own address, 1.90 is a limit of ours (Exchange Online).
    if (['1.7', '1.8', '1.90'].includes(both)) return 'policy';
    if (subject === '1') return 'other';
  }
  if (policyWords.test(words)) return 'policy';
  if (fullWords.test(words)) return 'mailbox';
  if (ownWords.test(words) || limitWords.test(words)) return 'policy';
  return gone(code, words) ? 'address' : 'other';
}

/** What is said of our own address, name, account or server says nothing about the reader's. */
const ownWords =
  /sender (address|domain|verif|rejected|denied|identity)|invalid sender|sender's|sending (domain|paused|suspended)|mail from|return.path|\b(helo|ehlo)\b|client host|reverse dns|\bptr\b|\byour (account|ip|domain|server|host)\b|\bfrom (your )?ip\b|\bip address\b|\bfrom \d{1,3}(\.\d{1,3}){3}|relay(ing)? (is )?(not|denied|access|prohibited)|rcpthosts|not verified|unverified|authenticat|\b(log ?in|password)\b|invalid recipients|bad outbound/i;

/** What we may send, not what the reader's mailbox may hold: that is looked for before. */
const limitWords =
  /\b(daily|hourly|sending|message|messages|mail|emails?|submission|rate)\b.{0,20}\b(limit|quota)|\b(limit|quota)\b.{0,30}\b(hour|day|exceeded)|max(imum)? emails|submissionquota/i;

const gone = (code: number | undefined, words: string): boolean =>
  (code === undefined || code >= 500) && !ownWords.test(words) && addressWords.some(pattern => pattern.test(words));

const policyWords =
  /spam|blocked|blacklist|blocklist|denied|reputation|policy|dmarc|spf\b|dkim|not authori[sz]ed|refused by|rate limit|(?<!not )listed (at|by|in) |virus|message content|content reject/i;

const fullWords =
  /(mailbox|mail ?box|mail ?folder|inbox|account|disk|storage).{0,30}(full|exceed|exhaust|over)|over ?quota|quota.{0,20}(exceed|violation|reached|full|over)|exceed.{0,25}(quota|storage|mailbox)|insufficient.{0,20}(storage|space)|out of (disk )?space|not enough (storage|space)/i;

const who = '(user|recipient|mailbox|mail ?box|address|account|addressee|alias|login|person|name)';
const addressWords = [
  new RegExp(
    `(no such|unknown|unrouteable|invalid|non-?existent|not exist|does(n'| no|n)t exist|bad|no mailbox|not a (known|valid)|can't find|cannot find|couldn't find).{0,30}${who}`,
    'i',
  ),
  new RegExp(
    `${who}.{0,40}(unknown|not (be )?found|unavailable|disabled|does(n'| no|n)t exist|invalid|not (known|recogni[sz]ed|listed|exist|valid)|is inactive|has been (closed|deleted|removed)|couldn't be found|no longer)`,
    'i',
  ),
  /user doesn't have a|no mailbox (here )?by that name|not listed in.{0,30}directory|not our customer|isn't in my|not local|no such (domain|host|person)|invalid final delivery/i,
  /(host|domain)( or domain)?( name)?.{0,20}(unknown|not (be )?found|does(n'| no|n)t exist|non-?existent)|(unknown|illegal|non-?existent|unresolvable|invalid).{0,12}(host|domain)|name (or )?service not known|unrouteable|nxdomain|null mx|does not accept (e?-?mail|any mail)|couldn't find any host/i,
];
