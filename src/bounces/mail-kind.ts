import { quotesRefusal } from '../replies/status-codes.ts';
import { wordsOf } from '../replies/words.ts';
import { fieldIn, type Mail } from './mail.ts';

/** The kind of a mail, by its form. */
type MailKind = 'report' | 'complaint' | 'bounce' | 'auto_reply' | 'receipt' | 'leave' | 'other';

/** The kind of a mail. A server's report is a report with any subject; an absence notice is no bounce. */
export function kindOf(mail: Mail): MailKind {
  const { head, subject, from, reports, text } = mail;
  const type = fieldIn(head, 'content-type') ?? '';
  if (reports.some(report => report.type === 'message/feedback-report') || /report-type="?feedback-report/i.test(type))
    return 'complaint';
  if (/report-type="?disposition-notification/i.test(type)) return 'receipt';
  if (reports.length > 0 || /report-type="?delivery-status/i.test(type)) return 'report';
  if (/^(x-failed-recipients|x-ezmlm|x-ahmailid):/im.test(head)) return 'bounce';
  const isDaemon = wordsOf(from.address).say('daemonAddress') || wordsOf(from.name).say('daemonName');
  const title = wordsOf(subject);
  const isAuto =
    /^(auto-submitted:\s*auto-(replied|generated|notified)|x-auto-?(reply|respond|response)[\w-]*:|x-autoreply-from:|precedence:\s*auto_reply|x-mail-autoreply:|x-facebook-notify)/im.test(
      head,
    );
  if (title.say('awaySubject') && !isDaemon) return 'auto_reply';
  if (isDaemon || title.say('failureSubject')) return 'bounce';
  if (isAuto) return 'auto_reply';
  // Some bounces have no typical subject or sender, but quote a server's reply.
  if (/^return-path:[ \t]*(?:<>[ \t]*)?\r?$/im.test(head) && quotesRefusal(text)) return 'bounce';
  return title.say('leaveSubject') ? 'leave' : 'other';
}
