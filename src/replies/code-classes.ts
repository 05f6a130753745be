import { type EnhancedCode, precisionOf } from './status-codes.ts';

/**
 * What a refusal means. `hard`: the recipient's mailbox or domain does not exist; `soft`: it exists, or its server does, and
 * cannot take mail now; `policy`: the server refuses us, or this mail; `unknown`: none of these, or it is in doubt.
 */
export type RefusalClass = 'hard' | 'soft' | 'policy' | 'unknown';

/** The classes of enhanced codes by subject and detail (RFC 3463 section 3, RFC 5248, RFC 7293, RFC 7372, RFC 7505). */
const byDetail: Readonly<Record<string, RefusalClass>> = {
  '1.1': 'hard', // bad destination mailbox address
  '1.2': 'hard', // bad destination system address
  '1.3': 'hard', // bad destination mailbox address syntax
  '1.6': 'hard', // destination mailbox has moved
  '1.7': 'policy', // bad sender's mailbox address syntax
  '1.8': 'policy', // bad sender's system address
  '1.10': 'hard', // recipient address has null MX
  '1.20': 'policy', // several From addresses (Exchange Online)
  '1.90': 'policy', // our sending limit (Exchange Online)
  '2.1': 'hard', // mailbox disabled
  '2.2': 'soft', // mailbox full
  '2.3': 'policy', // our message is longer than the recipient's provider allows
  '2.121': 'policy', // the recipient's limit of mail an hour from us (Exchange Online)
  '2.122': 'policy', // the same
  '3.1': 'soft', // mail system full
  '3.2': 'soft', // system does not accept mail now
  '3.4': 'policy', // our message is too big for the system
  '4.2': 'soft', // bad connection
  '4.4': 'hard', // unable to route: the domain has no server
  '4.6': 'soft', // routing loop
  '4.7': 'soft', // delivery time expired
  '4.14': 'soft', // routing loop (Exchange Online)
  '4.310': 'hard', // the domain does not exist (Exchange Online)
  '4.312': 'soft', // a DNS query failed (Exchange Online)
  '4.316': 'soft', // connection refused (Exchange Online)
  '5.3': 'policy', // too many recipients
  '7.17': 'hard', // the mailbox has another owner
  '7.18': 'hard', // the domain has another owner
};

/** Details of subject 7 that say no more than "policy": words may still be about the recipient. 13 is "account disabled". */
const vagueSecurityDetails = ['0', '1', '13'];

/** The class where neither code nor words say more. 3 is the mail system, 4 the network, 7 policy. 6, the content, may be one recipient's matter. */
const bySubject: Readonly<Record<string, RefusalClass>> = {
  '2': 'soft',
  '3': 'soft',
  '4': 'soft',
  '7': 'policy',
};

/** The class of a code that says enough by itself. @returns undefined if the words decide */
export function classOfCode({ subject, detail, code }: EnhancedCode): RefusalClass | undefined {
  if (precisionOf({ subject, detail }) < 2) return undefined;
  // Failures of TLS between servers.
  if (subject === '7' && code.startsWith('4') && ['4', '5', '6', '7'].includes(detail)) return 'soft';
  if (subject === '7' && !vagueSecurityDetails.includes(detail)) return byDetail[`7.${detail}`] ?? 'policy';
  // "No answer from host" is the network; a permanent one is also Exchange Online's for other refusals.
  if (`${subject}.${detail}` === '4.1' && code.startsWith('4')) return 'soft';
  return byDetail[`${subject}.${detail}`];
}

/** The class of a code whose words say nothing. */
export const defaultClassOf = ({ subject }: EnhancedCode): RefusalClass | undefined => bySubject[subject];
