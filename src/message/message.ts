import { createHash, createHmac } from 'node:crypto';
import { escapeHtml } from '../edition/rich-text.ts';
import type { Email, EmailImage } from '../email/email.ts';
import { type SlotName, type SlotValues, splitAtSlots } from '../email/slots.ts';
import type { Publication } from '../publication/schema.ts';
import { keyFor } from '../secret/key.ts';
import { dkimJob, type Signer } from './dkim.ts';
import { addressField, type HeaderField, rawField, textField } from './header.ts';
import { personalLinks } from './links.ts';
import { quotedPrintable, softBreak } from './quoted-printable.ts';
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
  /** What signs the messages; none where the SMTP server does. */
  signer?: Signer;
};

/** Makes an email out to one recipient after another. */
export type MessageMaker = (recipient: Recipient, date: Date) => Promise<Message>;

/** A piece of a body: bytes that are the same for all, or a value of the recipient's. */
type Piece = Buffer | { slot: SlotName; html: boolean };

/**
 * Makes an email into MIME once: its static parts are encoded and cut at the slots, so that a recipient's message is
 * their own few values, encoded and put between. The Message-ID depends on the issue and the recipient only, so that a
 * copy sent twice can be told for what it is.
 * @param marks `subjectPrefix` marks a test copy
 */
export function messageMaker(email: Email, sender: Sender, marks: { subjectPrefix?: string } = {}): MessageMaker {
  const { publication, secret, bounceAddress, signer } = sender;
  const from = publication.from[email.language] ?? Object.values(publication.from)[0];
  if (from === undefined) throw new Error('hebdo.yaml names no sender: the schema should have refused it');
  const boundary = `=_hebdo_${createHash('sha256').update(`${email.week}${email.language}`).digest('hex').slice(0, 24)}`;
  const shared = sharedFields(email, publication, from, marks.subjectPrefix ?? '', boundary);
  const body = mergeBytes(bodyPieces(email, boundary));

  return async (recipient, date) => {
    const who = { subscriber: recipient.id, week: email.week };
    const links = personalLinks(publication.url, who, secret, date);
    const values = { ...links, address: recipient.address };
    const id = messageId(who, from.address, secret);
    const fields = [
      ...shared,
      addressField('To', recipient),
      rawField('Message-ID', id),
      rawField('Date', date.toUTCString().replace('GMT', '+0000')),
      rawField('List-Unsubscribe', `<${links.unsubscribe_url}>`),
    ];
    const bytes = body.map(piece => (Buffer.isBuffer(piece) ? piece : encodeValue(piece, values)));
    const signature = signer === undefined ? '' : await signer(dkimJob(fields, Buffer.concat(bytes), date));
    const head = `${signature}${fields.map(({ line }) => line).join('\r\n')}\r\n\r\n`;
    return {
      id,
      envelope: {
        from: bounceAddress === undefined ? from.address : verpAddress(bounceAddress, who, secret),
        to: recipient.address,
      },
      raw: Buffer.concat([Buffer.from(head), ...bytes]),
      // Quoted-printable encodes such dots, base64 has none, a folded field begins with a space.
      dotless: true,
    };
  };
}

/** The header fields that are the same for all recipients. */
function sharedFields(
  email: Email,
  publication: Publication,
  from: { name: string; address: string },
  subjectPrefix: string,
  boundary: string,
): HeaderField[] {
  return [
    addressField('From', from),
    ...(publication.reply_to === undefined ? [] : [rawField('Reply-To', publication.reply_to)]),
    textField('Subject', subjectPrefix + email.subject),
    rawField('Content-Language', email.language),
    // RFC 2919.
    rawField('List-Id', `<${publication.list_id}>`),
    // RFC 8058; its partner is personal.
    rawField('List-Unsubscribe-Post', 'List-Unsubscribe=One-Click'),
    // Gmail's feedback loop: campaign, audience, kind of mail, sender.
    rawField('Feedback-ID', `${email.week}:${email.language}:newsletter:${feedbackSender(publication)}`),
    // RFC 3834: nobody's out-of-office need answer.
    rawField('Auto-Submitted', 'auto-generated'),
    rawField('MIME-Version', '1.0'),
    rawField('Content-Type', `multipart/alternative; boundary="${boundary}"`),
  ];
}

/** multipart/alternative with the text first; the HTML in a multipart/related with its images, where it has some. */
function bodyPieces({ text, html, images }: Email, boundary: string): Piece[] {
  const related = `${boundary}_rel`;
  const line = (words: string): Buffer => Buffer.from(`${words}\r\n`);
  const textPart = (type: string, content: string, isHtml: boolean): Piece[] => [
    line(`Content-Type: text/${type}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n`),
    ...encodedPieces(content, isHtml),
    line(''),
  ];
  const htmlPart = textPart('html', html, true);
  const whole =
    images.length === 0
      ? htmlPart
      : [
          line(`Content-Type: multipart/related; type="text/html"; boundary="${related}"\r\n`),
          line(`--${related}`),
          ...htmlPart,
          ...images.flatMap(image => [line(`--${related}`), imagePart(image)]),
          line(`--${related}--`),
        ];
  return [
    line(`--${boundary}`),
    ...textPart('plain', text, false),
    line(`--${boundary}`),
    ...whole,
    line(`--${boundary}--`),
  ];
}

/** Static stretches encoded, slots between them; a soft line break on either side of a slot keeps every line short. */
function encodedPieces(content: string, html: boolean): Piece[] {
  const pieces: Piece[] = [];
  const brk = Buffer.from(softBreak);
  for (const part of splitAtSlots(content)) {
    if (part === '') continue;
    if (pieces.length > 0) pieces.push(brk);
    pieces.push(typeof part === 'string' ? Buffer.from(quotedPrintable(part)) : { slot: part.slot, html });
  }
  return pieces;
}

const encodeValue = ({ slot, html }: { slot: SlotName; html: boolean }, values: SlotValues): Buffer =>
  Buffer.from(quotedPrintable(html ? escapeHtml(values[slot]) : values[slot]));

function imagePart({ cid, filename, contentType, bytes }: EmailImage): Buffer {
  const head = `Content-Type: ${contentType}; name="${filename}"\r\nContent-ID: <${cid}>\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: inline; filename="${filename}"\r\n\r\n`;
  return Buffer.from(`${head}${bytes.toString('base64').replace(/.{1,76}/g, '$&\r\n')}`);
}

/** Neighbouring bytes as one buffer: a message then is a handful of pieces. */
function mergeBytes(pieces: readonly Piece[]): Piece[] {
  const merged: Piece[] = [];
  for (const piece of pieces) {
    const last = merged.at(-1);
    if (Buffer.isBuffer(piece) && Buffer.isBuffer(last)) merged[merged.length - 1] = Buffer.concat([last, piece]);
    else merged.push(piece);
  }
  return merged;
}

function messageId(who: { subscriber: number; week: string }, from: string, secret: string): string {
  const mac = createHmac('sha256', keyFor('message-id', secret)).update(`${who.week} ${who.subscriber}`).digest('hex');
  return `<${who.week.toLowerCase()}.${mac.slice(0, 24)}${from.slice(from.lastIndexOf('@'))}>`;
}

/** Gmail wants 5 to 15 characters that stay the same. */
const feedbackSender = ({ list_id }: Publication): string => `${list_id.replace(/[^a-z0-9]/gi, '')}hebdo`.slice(0, 15);
