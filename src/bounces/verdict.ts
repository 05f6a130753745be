import type { Addressed } from '../message/verp.ts';
import { refusalClass } from '../replies/refusal.ts';
import { bearsReplyCode, codeIn } from '../replies/status-codes.ts';
import { wordsOf } from '../replies/words.ts';
import { fieldIn, headOf, type Mail, readMail, unfold } from './mail.ts';
import { kindOf } from './mail-kind.ts';
import { type Keys, provenReader } from './proof.ts';

/**
 * What a mail in the bounce mailbox means. `hard`: the address cannot receive mail; `soft`: it could not this time; `delay`: a server
 * still tries; `complaint`: the reader reported spam; `leave`: the reader unsubscribes; `away`: an automatic reply; `none`: it is
 * for people to read.
 */
type VerdictClass = 'hard' | 'soft' | 'delay' | 'complaint' | 'leave' | 'away' | 'none';

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
  const proof = provenReader(mail, keys);
  const who = proof && { subscriber: proof.subscriber, week: proof.week };
  const { key } = mail;
  const kind = kindOf(mail);
  const ours = new Set([keys.bounceAddress, ...mail.to, mail.from.address].map(address => address.toLowerCase()));
  switch (kind) {
    case 'complaint':
      // Reports of authentication checks, and corrections of earlier complaints.
      if (/not-spam|auth-failure|dmarc/i.test(complaintType(mail) ?? '')) return { key, class: 'none', who };
      return { key, class: 'complaint', recipient: complainant(mail, ours), words: clean(complaintType(mail)), who };
    case 'report':
    case 'bounce': {
      const failure = reported(mail) ?? {};
      const words = clean(failure.words ?? saidWords(mail.text));
      const code = failure.code ?? codeIn(words ?? '');
      const recipient = failure.recipient ?? namedIn(mail, ours);
      if (failure.action !== undefined && !['failed', 'delayed'].includes(failure.action))
        return { key, class: 'none', recipient, code, words, who };
      const isDelay = failure.action === 'delayed' || (failure.action === undefined && isWarning(mail));
      return { key, class: isDelay ? 'delay' : hardOrSoft(code, words, mail), code, words, recipient, who };
    }
    case 'auto_reply':
      return { key, class: 'away', recipient: mail.from.address };
    default:
      // Only the signed address to leave by unsubscribes a reader: a subject can be forged.
      if (proof?.use === 'leave') return { key, class: 'leave', who, recipient: mail.from.address };
      return { key, class: kind === 'leave' ? 'leave' : 'none', recipient: mail.from.address };
  }
}

const maxReplyCharacters = 500;

/** Words for terminal and database: without control characters, of limited length. */
const clean = (words: string | undefined): string | undefined =>
  words
    ?.replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, maxReplyCharacters);

type Failure = { action?: string; code?: string; words?: string; recipient?: string };

/** The fields of a delivery report about the first failed recipient, else the first one. They may also be in the text. */
function reported({ reports, text }: Mail): Failure | undefined {
  const fields = reports.filter(({ type }) => type.endsWith('delivery-status')).map(one => one.fields);
  const groups = [...fields, ...(/final-recipient:|^action:/im.test(text) ? [unfold(text)] : [])].flatMap(one =>
    one.split(/\n\s*\n/),
  );
  const failures = groups.flatMap((group): Failure[] => {
    const status = /\b([245]\.\d{1,3}\.\d{1,3})/.exec(fieldIn(group, 'status') ?? '')?.[1];
    const recipient = addressIn(fieldIn(group, 'original-recipient')) ?? addressIn(fieldIn(group, 'final-recipient'));
    const said = fieldIn(group, 'diagnostic-code')?.replace(/^[\w-]+\s*;\s*/, '');
    const action = /\w+/.exec(fieldIn(group, 'action') ?? '')?.[0]?.toLowerCase();
    if (status === undefined && recipient === undefined && action === undefined) return [];
    // A status like 5.0.0 only means a failure; the words often have a more exact code.
    const inWords = codeIn(said ?? '');
    const code = status === undefined || /\.0\.0$/.test(status) ? (inWords ?? status) : status;
    return [{ action, code, words: said === '' ? undefined : said, recipient }];
  });
  const [first] = failures.filter(({ action }) => action === 'failed');
  return first ?? failures.find(({ recipient }) => recipient !== undefined) ?? failures[0];
}

function hardOrSoft(code: string | undefined, words: string | undefined, { text }: Mail): 'hard' | 'soft' {
  const reply = /\b([45]\d\d)\b/.exec(words ?? '')?.[1];
  const isTemporary = code === undefined ? reply?.startsWith('4') === true : code.startsWith('4');
  if (isTemporary) return 'soft';
  const judged = refusalClass(reply === undefined ? undefined : Number(reply), `${code ?? ''} ${words ?? ''}`);
  if (judged !== 'other') return judged === 'address' ? 'hard' : 'soft';
  return refusalClass(undefined, text) === 'address' ? 'hard' : 'soft';
}

/** Whether a report warns of a delay: the server still tries. */
const isWarning = ({ subject, text }: Mail): boolean =>
  wordsOf(subject).say('delaySubject') && wordsOf(text).say('stillTrying');

/** The line of a text that quotes a server's reply, with its continuation; else the first line that means a refusal. */
function saidWords(text: string): string | undefined {
  const lines = text.split('\n').map(line => line.trim());
  const spoken = lines.findIndex(bearsReplyCode);
  const at = spoken !== -1 ? spoken : lines.findIndex(line => refusalClass(undefined, line) !== 'other');
  if (at === -1) return undefined;
  const end = lines.findIndex((line, i) => i > at && (line === '' || i > at + 4));
  return lines.slice(at, end === -1 ? at + 4 : end).join(' ');
}

/** The lookbehind keeps it linear: each run of letters is tried once. */
const anAddress =
  /(?<![\w.!#$%&'*+/=?^`{|}~-])[\w.!#$%&'*+/=?^`{|}~-]+@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}]{2,}/giu;

const addressIn = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : (text.replace(/^[\w-]+\s*;\s*/, '').match(anAddress)?.[0] ?? undefined);

/** The recipient named by a bounce without a report: in its header, in its text, else in the mail it returns. */
function namedIn({ head, text, original }: Mail, ours: ReadonlySet<string>): string | undefined {
  const failed = addressIn(fieldIn(head, 'x-failed-recipients'));
  if (failed !== undefined) return failed;
  const mailedTo = originalTo(original);
  // Some begin with the header of the returned mail, whose recipient need not be the one that failed.
  const said = text
    .split('\n')
    .filter(line => !wordsOf(line, 40).say('addressField'))
    .join('\n');
  const named = (said.match(anAddress) ?? []).filter(
    address => !ours.has(address.toLowerCase()) && !wordsOf(address).say('roleAddress'),
  );
  // The original's recipient, if the text names it; else the first address that it names.
  return named.find(address => address.toLowerCase() === mailedTo?.toLowerCase()) ?? named[0] ?? mailedTo;
}

const originalTo = (original: string): string | undefined => {
  const head = unfold(headOf(original.replace(/^[^\n]*\n\s*\n(?=[\w-]+:)/, '')));
  return addressIn(fieldIn(head, 'to')) ?? addressIn(fieldIn(unfold(original), '[ \\t>]*to'));
};

const feedback = ({ reports }: Mail): string =>
  reports.find(({ type }) => type === 'message/feedback-report')?.fields ?? '';

/** The reader who complained. Providers often remove the address (RFC 5965 section 3.2); our signature remains. */
function complainant(mail: Mail, ours: ReadonlySet<string>): string | undefined {
  const fields = feedback(mail);
  const names = ['original-rcpt-to', 'removal-recipient', 'original-recipient', 'final-recipient'];
  const named = names.map(name => addressIn(fieldIn(fields, name))).find(address => address !== undefined);
  return named ?? originalTo(mail.original) ?? namedIn(mail, ours);
}

const complaintType = (mail: Mail): string | undefined => fieldIn(feedback(mail), 'feedback-type');
