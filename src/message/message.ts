import type { Email } from '../email/email.ts';
import { fillSlots } from '../email/slots.ts';
import { valuesFor } from '../issue/reader-fields.ts';
import type { Publication } from '../publication/schema.ts';

import { withCountedLinks } from './clicks.ts';
import type { Signer } from './dkim.ts';
import { addressField, type HeaderField, textField } from './header-encoding.ts';
import { commonFields, identityFields, listFields, messageId, senderOf, unsubscribeField } from './headers.ts';
import { mimeFields, mimeOf, rawMessage } from './mime.ts';
import { personalLinks } from './personal-links.ts';
import type { Recipient } from './recipient.ts';
import { verpAddress } from './verp.ts';

/** An email for one recipient: the SMTP envelope and the RFC 5322 bytes, before dot-stuffing. */
export type Message = {
  id: string;
  envelope: { from: string; to: string };
  raw: Buffer;
  /** No line begins with a dot, so that dot-stuffing (RFC 5321 section 4.5.2) can be skipped. */
  dotless?: boolean;
};

/** The data that all messages of a publication share. */
export type Sender = {
  publication: Publication;
  /** `HEBDO_SECRET`. */
  secret: string;
  /** `HEBDO_BOUNCE_ADDRESS`, the base of the envelope senders. */
  bounceAddress?: string;
  /** Whether mail to the bounce address is read, so that readers can also unsubscribe by mail. */
  leaveByMail?: boolean;
  /** Signs the messages; absent if the SMTP server signs them. */
  signer?: Signer;
};

/** Makes the message of one email for a recipient. */
export type MessageMaker = (recipient: Recipient, date: Date) => Promise<Message>;

/**
 * Encodes an email as MIME once. For each recipient, only the personal values are encoded and inserted between the static
 * parts. The Message-ID depends only on the issue and the recipient, so that a message sent twice can be recognised.
 * @param marks `subjectPrefix` marks a test copy
 */
export function messageMaker(email: Email, sender: Sender, marks: { subjectPrefix?: string } = {}): MessageMaker {
  const { publication, secret, bounceAddress, leaveByMail, signer } = sender;
  const from = senderOf(publication, email.language);
  const content = publication.count_clicks ? withCountedLinks(email, publication.url, secret) : email;
  const mime = mimeOf(content, `${email.week}${email.language}`);
  const shared = [...commonFields(publication, email.language), ...listFields(publication, email), ...mimeFields(mime)];
  const subject = (text: string): HeaderField => textField('Subject', (marks.subjectPrefix ?? '') + text);
  const sameSubject = subject(email.subject);
  return async (recipient, date) => {
    const who = { subscriber: recipient.id, week: email.week };
    const links = personalLinks(publication.url, who, secret, date);
    const id = messageId(who, from.address, secret);
    const byMail =
      bounceAddress !== undefined && leaveByMail === true
        ? [`mailto:${verpAddress(bounceAddress, who, secret, 'leave')}?subject=unsubscribe`]
        : [];
    const values = { ...links, address: recipient.address, fields: valuesFor(email.personal?.fields ?? [], recipient) };
    const fields = [
      ...shared,
      // The same for all readers unless it names one.
      email.personal === undefined ? sameSubject : subject(fillSlots(email.personal.subject, values)),
      addressField('To', recipient),
      ...identityFields(id, date),
      unsubscribeField([links.unsubscribe_url, ...byMail]),
    ];
    return {
      id,
      envelope: {
        from: bounceAddress === undefined ? from.address : verpAddress(bounceAddress, who, secret),
        to: recipient.address,
      },
      raw: await rawMessage({ fields, mime, values, date, signer }),
      // Quoted-printable encodes a leading dot, base64 has no dots, and a folded header line begins with a space.
      dotless: true,
    };
  };
}
