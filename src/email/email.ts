/** An image that travels inside the message, or beside its web version. */
export type EmailImage = {
  /** Content-ID, without angle brackets (RFC 2392). */
  cid: string;
  /** Named by its content, so that it can be cached for ever. */
  filename: string;
  contentType: 'image/jpeg' | 'image/png' | 'image/gif';
  bytes: Buffer;
};

/** A compiled edition. Its texts hold slots (see slots.ts) for what is personal. */
export type Email = {
  week: string;
  language: string;
  subject: string;
  html: string;
  text: string;
  /** The images embedded by Content-ID; empty where they are hosted. */
  images: EmailImage[];
};

/** The web version of an edition, without anything personal. */
export type WebVersion = { html: string; images: EmailImage[] };

/** Gmail cuts a message off behind this many bytes of HTML. */
export const gmailClipsAt = 102_400;
