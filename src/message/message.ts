import { createHmac } from 'node:crypto';
import MailComposer from 'nodemailer/lib/mail-composer';
import { escapeHtml } from '../edition/rich-text.ts';
import type { Email } from '../email/email.ts';
import { fillSlots } from '../email/slots.ts';
import type { Publication } from '../publication/schema.ts';
import { personalLinks } from './links.ts';
import type { Recipient } from './recipient.ts';
import { keyFor } from './token.ts';
import { verpAddress } from './verp.ts';

/** An email made out to one recipient: the SMTP envelope and the RFC 5322 bytes, before dot-stuffing. */
export type Message = { id: string; envelope: { from: string; to: string }; raw: Buffer };

/** What all messages of a publication share. */
export type Sender = {
  publication: Publication;
  /** `HEBDO_SECRET`. */
  secret: string;
  /** `HEBDO_BOUNCE_ADDRESS`, the base of the envelope senders. */
  bounceAddress?: string;
};

/**
 * Makes an email out to a recipient. The Message-ID depends on the issue and the recipient only, so that a copy sent
 * twice can be told for what it is.
 * @param date the `Date` header, and the day from which links count their life
 * @param marks `subjectPrefix` marks a test copy
 */
export async function composeMessage(
  email: Email,
  recipient: Recipient,
  { publication, secret, bounceAddress }: Sender,
  date: Date,
  marks: { subjectPrefix?: string } = {},
): Promise<Message> {
  const who = { subscriber: recipient.id, week: email.week };
  const links = personalLinks(publication.url, who, secret, date);
  const values = { ...links, address: recipient.address };
  const from = publication.from[email.language] ?? Object.values(publication.from)[0];
  if (from === undefined) throw new Error('hebdo.yaml names no sender: the schema should have refused it');
  const id = messageId(who, from.address, secret);
  const mail = new MailComposer({
    from,
    // An address given as an object is never parsed: nothing in a name can become another recipient.
    to: { name: recipient.name ?? '', address: recipient.address },
    replyTo: publication.reply_to,
    subject: `${marks.subjectPrefix ?? ''}${email.subject}`,
    date,
    messageId: id,
    text: withCrlf(fillSlots(email.text, values)),
    html: withCrlf(fillSlots(email.html, values, escapeHtml)),
    textEncoding: 'quoted-printable',
    attachments: email.images.map(({ cid, filename, contentType, bytes }) => ({
      cid,
      filename,
      contentType,
      content: bytes,
      contentDisposition: 'inline',
    })),
    headers: [
      { key: 'Content-Language', value: email.language },
      // RFC 2919.
      { key: 'List-Id', value: `<${publication.list_id}>` },
      // RFC 2369 and RFC 8058.
      { key: 'List-Unsubscribe', value: `<${links.unsubscribe_url}>` },
      { key: 'List-Unsubscribe-Post', value: 'List-Unsubscribe=One-Click' },
      // Gmail's feedback loop: campaign, audience, kind of mail, sender.
      { key: 'Feedback-ID', value: `${email.week}:${email.language}:newsletter:${feedbackSender(publication)}` },
      // RFC 3834: nobody's out-of-office need answer.
      { key: 'Auto-Submitted', value: 'auto-generated' },
    ],
    xMailer: false,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const raw = await mail.compile().build();
  const envelopeFrom = bounceAddress === undefined ? from.address : verpAddress(bounceAddress, who, secret);
  return { id, envelope: { from: envelopeFrom, to: recipient.address }, raw };
}

/** RFC 5322 section 2.1 knows no other line end; nodemailer leaves those of a body as they are. */
const withCrlf = (text: string): string => text.replace(/\r?\n/g, '\r\n');

function messageId(who: { subscriber: number; week: string }, from: string, secret: string): string {
  const mac = createHmac('sha256', keyFor('message-id', secret)).update(`${who.week} ${who.subscriber}`).digest('hex');
  return `<${who.week.toLowerCase()}.${mac.slice(0, 24)}${from.slice(from.lastIndexOf('@'))}>`;
}

/** Gmail wants 5 to 15 characters that stay the same. */
const feedbackSender = ({ list_id }: Publication): string => `${list_id.replace(/[^a-z0-9]/gi, '')}hebdo`.slice(0, 15);
