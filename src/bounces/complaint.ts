import { wordsOf } from '../replies/words.ts';
import { addressIn } from './addresses.ts';
import type { Mail } from './mail.ts';
import { fieldIn, unfold } from './mime/header.ts';
import { namedRecipient, originalRecipient } from './recipient.ts';

/** The field of Outlook.com's complaints (JMRP) that names the reader, in the mail they attach. */
const jmrpField = 'x-hmxmroriginalrecipient';

/**
 * Whether a mail reports that a reader called one of our mails spam: a report of RFC 5965, also one whose MIME is broken, or a
 * provider's notice with the mail attached, such as those of Outlook.com and SpamCop.
 */
export function isComplaint({ head, subject, from, reports, text, original }: Mail): boolean {
  if (reports.some(report => report.type === 'feedback-report')) return true;
  if (/report-type="?feedback-report/i.test(fieldIn(head, 'content-type') ?? '')) return true;
  if (/^feedback-type:/im.test(text) && /^(version|user-agent):/im.test(text)) return true;
  if (new RegExp(`^${jmrpField}:`, 'im').test(original)) return true;
  const isOfProvider = wordsOf(from.address).say('complaintAddress') || /^x-x?arf:/im.test(head);
  const title = wordsOf(subject);
  return isOfProvider && title.say('complaintSubject') && !title.say('replyPrefix');
}

/** The type of a complaint, such as `abuse` (RFC 5965 section 7.3). */
export const complaintType = (mail: Mail): string | undefined => fieldIn(feedbackOf(mail), 'feedback-type');

/** Whether a report is no complaint: of authentication checks, or the correction of an earlier complaint. */
export const isNoComplaint = (mail: Mail): boolean => /not-spam|auth-failure|dmarc/i.test(complaintType(mail) ?? '');

/** The reader who complained. Providers often remove the address (RFC 5965 section 3.2); our signature remains. */
export function complainant(mail: Mail, isOurs: (address: string) => boolean): string | undefined {
  const fields = feedbackOf(mail);
  const names = ['original-rcpt-to', 'removal-recipient', 'original-recipient', 'final-recipient'];
  const named = names.map(name => addressIn(fieldIn(fields, name))).find(address => address !== undefined);
  const ofOutlook = addressIn(fieldIn(unfold(mail.original), jmrpField) ?? fieldIn(mail.head, jmrpField));
  return named ?? ofOutlook ?? originalRecipient(mail.original || mail.text) ?? namedRecipient(mail, isOurs);
}

const feedbackOf = ({ reports, text }: Mail): string =>
  reports.find(({ type }) => type === 'feedback-report')?.fields ??
  (/^feedback-type:/im.test(text) ? unfold(text) : '');
