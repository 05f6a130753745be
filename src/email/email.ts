import type { ReaderField } from '../issue/reader-fields.ts';

/** An image that is embedded in a message, or stored beside its web version. */
export type EmailImage = {
  /** Content-ID, without angle brackets (RFC 2392). */
  cid: string;
  /** The hash of the content, so that it can be cached for ever. */
  filename: string;
  contentType: 'image/jpeg' | 'image/png' | 'image/gif' | 'text/calendar';
  bytes: Buffer;
};

/** A compiled edition. HTML and text contain slots (see slots.ts) for personal values. */
export type Email = {
  week: string;
  language: string;
  /** As readers without a name see it. */
  subject: string;
  /** If texts name fields of the reader: those fields, in the order of their slots, and the subject with its slots. */
  personal?: { fields: readonly ReaderField[]; subject: string };
  html: string;
  text: string;
  /** The images embedded by Content-ID; empty if they are hosted. */
  images: EmailImage[];
};

/** The web version of an edition, without personal content. Its images are all files beside it: a calendar file too. */
export type WebVersion = { html: string; images: EmailImage[] };

/** Gmail shows this many bytes of a message's HTML and hides the rest behind a link. */
export const gmailClipBytes = 102_400;
