import { createHash } from 'node:crypto';
import { escapeHtml } from '../edition/rich-text.ts';
import type { Email, EmailImage } from '../email/email.ts';
import { type Slot, type SlotValues, splitAtSlots, valueOfSlot } from '../email/slots.ts';
import { dkimJob, type Signer } from './dkim.ts';
import type { HeaderField } from './header-encoding.ts';
import { quotedPrintable, softBreak } from './quoted-printable.ts';

/** A piece of a body: bytes that are the same for all recipients, or a slot for a recipient's value. */
type Piece = Buffer | { slot: Slot; html: boolean };

/** An encoded body with its boundary. It is encoded once, and its slots are filled for each recipient. */
export type Mime = { boundary: string; pieces: readonly Piece[] };

/**
 * Encodes an email as multipart/alternative with the plain text first. If it has embedded images, the HTML is in a
 * multipart/related with them.
 * @param seed a text that is different for each body; the boundary is made from it
 */
export function mimeOf({ text, html, images }: Pick<Email, 'text' | 'html' | 'images'>, seed: string): Mime {
  const boundary = `=_hebdo_${createHash('sha256').update(seed).digest('hex').slice(0, 24)}`;
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
  const pieces = [
    line(`--${boundary}`),
    ...textPart('plain', text, false),
    line(`--${boundary}`),
    ...whole,
    line(`--${boundary}--`),
  ];
  return { boundary, pieces: mergeBytes(pieces) };
}

/** The header fields of a body: MIME-Version and Content-Type. */
export const mimeFields = ({ boundary }: Mime): HeaderField[] => [
  { name: 'MIME-Version', line: 'MIME-Version: 1.0' },
  { name: 'Content-Type', line: `Content-Type: multipart/alternative; boundary="${boundary}"` },
];

/** The parts of one message. Without a `signer` it is not signed. */
type MessageParts = {
  fields: readonly HeaderField[];
  mime: Mime;
  /** The recipient's values for the slots. */
  values: SlotValues;
  date: Date;
  signer: Signer | undefined;
};

/**
 * The bytes of a message: the signature, the header, and the body with the recipient's values.
 * @throws if a slot of the body has no value
 */
export async function rawMessage({ fields, mime, values, date, signer }: MessageParts): Promise<Buffer> {
  const bytes = mime.pieces.map(piece => (Buffer.isBuffer(piece) ? piece : encodeValue(piece, values)));
  const signature = signer === undefined ? '' : await signer(dkimJob(fields, Buffer.concat(bytes), date));
  const head = `${signature}${fields.map(({ line }) => line).join('\r\n')}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), ...bytes]);
}

/** Encodes the text between slots. A soft line break before and after each slot keeps all lines short. */
function encodedPieces(content: string, html: boolean): Piece[] {
  const pieces: Piece[] = [];
  const brk = Buffer.from(softBreak);
  for (const part of splitAtSlots(content)) {
    if (part === '') continue;
    if (pieces.length > 0) pieces.push(brk);
    pieces.push(typeof part === 'string' ? Buffer.from(quotedPrintable(part)) : { slot: part, html });
  }
  return pieces;
}

function encodeValue({ slot, html }: { slot: Slot; html: boolean }, values: SlotValues): Buffer {
  const value = valueOfSlot(slot, values);
  if (value === undefined) throw new Error(`a message of this kind has no ${Object.values(slot)[0]}`);
  return Buffer.from(quotedPrintable(html ? escapeHtml(value) : value));
}

function imagePart({ cid, filename, contentType, bytes }: EmailImage): Buffer {
  const head = `Content-Type: ${contentType}; name="${filename}"\r\nContent-ID: <${cid}>\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: inline; filename="${filename}"\r\n\r\n`;
  return Buffer.from(`${head}${bytes.toString('base64').replace(/.{1,76}/g, '$&\r\n')}`);
}

/** Joins adjacent buffers, so that a body has few pieces. */
function mergeBytes(pieces: readonly Piece[]): Piece[] {
  const merged: Piece[] = [];
  for (const piece of pieces) {
    const last = merged.at(-1);
    if (Buffer.isBuffer(piece) && Buffer.isBuffer(last)) merged[merged.length - 1] = Buffer.concat([last, piece]);
    else merged.push(piece);
  }
  return merged;
}
