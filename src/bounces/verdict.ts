import type { Addressed } from '../message/verp.ts';
import type { RefusalClass } from '../replies/code-classes.ts';
import { refusalOf } from '../replies/refusal.ts';
import { codeIn, replyCodeIn } from '../replies/status-codes.ts';
import { wordsOf } from '../replies/words.ts';
import { complainant, complaintType, isNoComplaint } from './complaint.ts';
import { evidenceIn, meaningIn } from './evidence.ts';
import { type Mail, readMail } from './mail.ts';
import { kindOf } from './mail-kind.ts';
import { isOwnMessage, type Keys, provenReader, signedAddress } from './proof.ts';
import { namedRecipient } from './recipient.ts';
import { isSuccess, reportedFailure } from './report.ts';
import { sesNoticeIn } from './ses-notice.ts';

/**
 * What a mail in the bounce mailbox means. `hard`, `soft`, `policy` and `unknown` are those of refusals (`RefusalClass`); `delay`: a
 * server still tries; `complaint`: the reader reported spam; `leave`: the reader unsubscribes; `away`: an automatic reply; `none`: it
 * is for people to read.
 */
export type VerdictClass = RefusalClass | 'delay' | 'complaint' | 'leave' | 'away' | 'none';

/** The meaning of one mail. */
export type Verdict = {
  /** Identifies the mail; see `Mail.key`. */
  key: string;
  class: VerdictClass;
  /** The enhanced status code (RFC 3463), else the reply code. */
  code?: string;
  /** The server's words. */
  words?: string;
  /** The recipient that the mail names, which can be forged. */
  recipient?: string;
  /** The subscriber it is about, by our own signature. */
  who?: Addressed;
};

/** Decides what a mail means. Never throws: a mail that cannot be read is `none`. @param raw its bytes, or the first of them */
export async function judgeMail(raw: Buffer, keys: Keys): Promise<Verdict> {
  const mail = await readMail(raw);
  const { key, from } = mail;
  const signed = signedAddress(mail, keys);
  // A mail to the address to leave by is a wish to leave, whatever it looks like; no other mail is.
  if (signed?.use === 'leave') {
    const { subscriber, week } = signed;
    return { key, class: 'leave', who: { subscriber, week }, recipient: from.address };
  }
  if (isOwnMessage(mail, keys)) return { key, class: 'none', recipient: from.address };
  const who = provenReader(mail, keys);
  const notice = sesNoticeIn(mail.text);
  if (notice !== undefined) return { key, ...notice, words: clean(notice.words), who };
  const isOurs = ownAddresses(mail, keys.bounceAddress);
  switch (kindOf(mail, signed !== undefined)) {
    case 'complaint':
      if (isNoComplaint(mail)) return { key, class: 'none', who };
      return { key, class: 'complaint', recipient: complainant(mail, isOurs), words: clean(complaintType(mail)), who };
    case 'report':
    case 'bounce':
      return { key, ...judgeBounce(mail, isOurs), who };
    case 'auto_reply':
      return { key, class: 'away', recipient: from.address };
    default:
      return { key, class: 'none', recipient: from.address };
  }
}

/** Whether an address is one of the bounce itself, or an address of ours to which bounces come. */
function ownAddresses({ to, from }: Mail, bounceAddress: string): (address: string) => boolean {
  const known = new Set([bounceAddress, ...to, from.address].map(address => address.toLowerCase()));
  const [local = '', domain = ''] = bounceAddress.toLowerCase().split('@');
  return address => {
    const name = address.toLowerCase();
    return known.has(name) || (name.startsWith(`${local}+`) && name.endsWith(`@${domain}`));
  };
}

function judgeBounce(mail: Mail, isOurs: (address: string) => boolean): Omit<Verdict, 'key' | 'who'> {
  const failure = reportedFailure(mail) ?? {};
  const recipient = failure.recipient ?? namedRecipient(mail, isOurs);
  const words = failure.words ?? evidenceIn(mail.text, recipient);
  const code = failure.code ?? codeIn(words ?? '');
  const found = { recipient, code, words: clean(words) };
  if (isSuccess(failure)) return { class: 'none', ...found };
  const isDelay = failure.action === 'delayed' || (failure.action === undefined && isWarning(mail));
  return { class: isDelay ? 'delay' : classOf(code, words, { text: mail.text, recipient }), ...found };
}

/** The class by code and words; where they say little, by what the text says of the recipient. */
function classOf(
  code: string | undefined,
  words: string | undefined,
  { text, recipient }: { text: string; recipient?: string },
): RefusalClass {
  const refusal = judged(code, words ?? '');
  if (!refusal.isGuess) return refusal.class;
  const meaning = meaningIn(text, recipient);
  return meaning === undefined ? refusal.class : judged(code, meaning).class;
}

const judged = (code: string | undefined, words: string) => refusalOf(replyCodeIn(words), `${code ?? ''} ${words}`);

const maxReplyCharacters = 500;

/** Words for terminal and database: without control characters, of limited length. */
const clean = (words: string | undefined): string | undefined =>
  words
    ?.replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, maxReplyCharacters);

/** Whether a bounce warns of a delay: the server still tries. */
function isWarning({ subject, text }: Mail): boolean {
  const said = wordsOf(text);
  return said.say('warningOnly') || (wordsOf(subject).say('delaySubject') && said.say('stillTrying'));
}
