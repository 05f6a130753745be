import { createHmac } from 'node:crypto';
import type { Email } from '../email/email.ts';
import type { Publication } from '../publication/schema.ts';
import { keyFor } from '../secret/key.ts';
import { withCountedLinks } from './clicks.ts';
import type { Signer } from './dkim.ts';
import { addressField, type HeaderField, rawField, textField } from './header-encoding.ts';
import { mimeFields, mimeOf, rawMessage } from './mime.ts';
import { personalLinks } from './personal-links.ts';
import type { Recipient } from './recipient.ts';
import { verpAddress } from './verp.ts';

/** An email made out to one recipient: the SMTP envelope and the RFC 5322 bytes, before dot-stuffing. */
export type Message = {
  id: string;
  envelope: { from: string; to: string };
  raw: Buffer;
  /** No line begins with a dot, so that there is nothing to stuff and nothing to look for. */
  dotless?: boolean;
};

/** What all messages of a publication share. */
export type Sender = {
  publication: Publication;
  /** `HEBDO_SECRET`. */
  secret: string;
  /** `HEBDO_BOUNCE_ADDRESS`, the base of the envelope senders. */
  bounceAddress?: string;
  /** Whether mail to the bounce address is read: one can leave by mail then, too. */
  leaveByMail?: boolean;
  /** What signs the messages; none where the SMTP server does. */
  signer?: Signer;
};

/** Makes an email out to one recipient after another. */
export type MessageMaker = (recipient: Recipient, date: Date) => Promise<Message>;

/**
 * Makes an email into MIME once, so that a recipient's message is their own few values, encoded and put between its
 * static parts. The Message-ID depends on the issue and the recipient only, so that a copy sent twice can be told for
 * what it is.
 * @param marks `subjectPrefix` marks a test copy
 */
export function messageMaker(email: Email, sender: Sender, marks: { subjectPrefix?: string } = {}): MessageMaker {
  const { publication, secret, bounceAddress, leaveByMail, signer } = sender;
  const from = senderOf(publication, email.language);
  const shown = publication.count_clicks ? withCountedLinks(email, publication.url, secret) : email;
  const mime = mimeOf(shown, `${email.week}${email.language}`);
  const shared = [
    ...commonFields(publication, email.language, (marks.subjectPrefix ?? '') + email.subject),
    ...listFields(publication, email),
    ...mimeFields(mime),
  ];
  return async (recipient, date) => {
    const who = { subscriber: recipient.id, week: email.week };
    const links = personalLinks(publication.url, who, secret, date);
    const id = messageId(who, from.address, secret);
    const byMail =
      bounceAddress !== undefined && leaveByMail === true
        ? [`mailto:${verpAddress(bounceAddress, who, secret, 'leave')}?subject=unsubscribe`]
        : [];
    const fields = [
      ...shared,
      addressField('To', recipient),
      ...identityFields(id, date),
      rawField('List-Unsubscribe', [links.unsubscribe_url, ...byMail].map(way => `<${way}>`).join(', ')),
    ];
    return {
      id,
      envelope: {
        from: bounceAddress === undefined ? from.address : verpAddress(bounceAddress, who, secret),
        to: recipient.address,
      },
      raw: await rawMessage(fields, mime, { ...links, address: recipient.address }, date, signer),
      // Quoted-printable encodes such dots, base64 has none, a folded field begins with a space.
      dotless: true,
    };
  };
}

/** The publication's name and address for readers of a language. */
export function senderOf({ from }: Publication, language: string): { name: string; address: string } {
  const sender = from[language] ?? Object.values(from)[0];
  if (sender === undefined) throw new Error('hebdo.yaml names no sender: the schema should have refused it');
  return sender;
}

/** The fields that every message of a publication in one language has. */
export function commonFields(publication: Publication, language: string, subject: string): HeaderField[] {
  return [
    addressField('From', senderOf(publication, language)),
    ...(publication.reply_to === undefined ? [] : [rawField('Reply-To', publication.reply_to)]),
    textField('Subject', subject),
    rawField('Content-Language', language),
    // RFC 3834: nobody's out-of-office need answer.
    rawField('Auto-Submitted', 'auto-generated'),
  ];
}

/** The fields that tell one message from all others. */
export const identityFields = (id: string, date: Date): HeaderField[] => [
  rawField('Message-ID', id),
  rawField('Date', date.toUTCString().replace('GMT', '+0000')),
];

/** The fields of a list's mail, as far as they are the same for all recipients. */
const listFields = (publication: Publication, { week, language }: Email): HeaderField[] => [
  // RFC 2919.
  rawField('List-Id', `<${publication.list_id}>`),
  // RFC 8058; its partner is personal.
  rawField('List-Unsubscribe-Post', 'List-Unsubscribe=One-Click'),
  // Gmail's feedback loop: campaign, audience, kind of mail, sender.
  rawField('Feedback-ID', `${week}:${language}:newsletter:${feedbackSender(publication)}`),
];

/** A Message-ID that only we can make. @param what it is of, in words that have no space: an issue, a confirmation */
export function messageId(who: { subscriber: number; week: string }, from: string, secret: string): string {
  const mac = createHmac('sha256', keyFor('message-id', secret)).update(`${who.week} ${who.subscriber}`).digest('hex');
  return `<${who.week.toLowerCase()}.${mac.slice(0, 24)}${from.slice(from.lastIndexOf('@'))}>`;
}

/** Gmail wants 5 to 15 characters that stay the same. */
const feedbackSender = ({ list_id }: Publication): string => `${list_id.replace(/[^a-z0-9]/gi, '')}hebdo`.slice(0, 15);
