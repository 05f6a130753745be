import { refusalOf } from '../replies/refusal.ts';
import { quotesRefusal, replyCodeIn } from '../replies/status-codes.ts';
import { wordsOf } from '../replies/words.ts';
import { isComplaint } from './complaint.ts';
import type { Mail } from './mail.ts';
import { fieldIn } from './mime/header.ts';
import { hasReportFields } from './report.ts';

/** The kind of a mail. */
type MailKind = 'report' | 'complaint' | 'bounce' | 'auto_reply' | 'other';

/**
 * The kind of a mail: by its structure (RFC 3464, RFC 5965) and the fields of mail servers; only then by sender and subject, which
 * anybody may write.
 * @param isSigned whether it came to an envelope sender of ours: bounces and automatic replies do
 */
export function kindOf(mail: Mail, isSigned: boolean): MailKind {
  const { head, reports, text } = mail;
  const type = fieldIn(head, 'content-type') ?? '';
  if (isComplaint(mail)) return 'complaint';
  // A receipt (RFC 8098), unless a filter of the reader or of the server refuses by it (RFC 5429 section 2.1.2).
  if (/report-type="?disposition-notification/i.test(type))
    return wordsOf(text).say('failureText') ? 'bounce' : 'other';
  // A report of TLS or DMARC checks.
  if (/report-type="?tlsrpt/i.test(type)) return 'other';
  if (/^subject: ?report domain:/im.test(head)) return 'other';
  if (reports.length > 0 || /report-type="?delivery-status/i.test(type) || hasReportFields(text)) return 'report';
  if (/^(x-failed-recipients|x-ezmlm|x-ahmailid):/im.test(head)) return 'bounce';
  return kindByWords(mail, isSigned);
}

function kindByWords({ head, subject, from, text, hasEmptySender }: Mail, isSigned: boolean): MailKind {
  const title = wordsOf(subject);
  const said = wordsOf(text);
  const isDaemon = wordsOf(from.address).say('daemonAddress') || wordsOf(from.name).say('daemonName');
  const isRobot = wordsOf(from.address).say('machineAddress');
  const isMachine = isDaemon || isRobot || hasEmptySender;
  const isReply = title.say('replyPrefix');
  const isAuto = autoField.test(head);
  const isFailure = title.say('failureSubject');
  const quotes = quotesRefusal(text);
  if (title.say('awaySubject') && !(isDaemon && (quotes || isFailure))) return 'auto_reply';
  const meansRefusal = (): boolean => quotes || !refusalOf(replyCodeIn(text), text).isGuess;
  if (isMachine && title.say('successSubject') && !meansRefusal()) return 'other';
  if (isDaemon && (!isReply || meansRefusal())) return 'bounce';
  const saysFailed = said.say('failureText');
  if (isFailure && !isReply && (saysFailed || isAuto || isMachine || meansRefusal())) return 'bounce';
  // Some bounces have our subject, as a reply has, with words of failure behind it.
  if (isFailure && isReply && wordsOf(text.slice(0, maxBeginChars)).say('failureText')) return 'bounce';
  // Some bounces have the subject "Mail", or that of our mail.
  if (isMachine && (quotes || (saysFailed && meansRefusal()))) return 'bounce';
  // An automatic reply also says that a mailbox is no longer used.
  if (isSigned && isRobot && !isAuto && meansRefusal()) return 'bounce';
  if (isSigned && !isReply && quotes && saysFailed) return 'bounce';
  return isAuto ? 'auto_reply' : 'other';
}

/** Characters at the beginning of a text, before what it quotes. */
const maxBeginChars = 200;

/** The fields by which programs mark their automatic replies (RFC 3834, and older ones). */
const autoField =
  /^(auto-submitted:\s*auto-(replied|generated|notified)|x-auto-?(reply|respond|response)[\w-]*:|x-autoreply-from:|precedence:\s*auto_reply|x-mail-autoreply:|x-facebook-notify)/im;
