import type { AddressInfo } from 'node:net';
import { type AddressObject, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** A received message. `to` is the envelope recipient. */
export type ReceivedMail = { id: number; to: string; raw: Buffer };

/** An SMTP server on loopback that keeps the messages it receives. */
export type Mailbox = { port: number; mails: readonly ReceivedMail[]; close(): Promise<void> };

/** Limits of the memory that a demo uses. */
const maxMails = 1_000;
const maxMailBytes = 20 * 1024 * 1024;

/** Opens a mailbox on a free port. */
export async function openMailbox(): Promise<Mailbox> {
  const mails: ReceivedMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    hideSTARTTLS: true,
    disableReverseLookup: true,
    size: maxMailBytes,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (stream.sizeExceeded) return done(new Error('552 the message is too large'));
        if (mails.length >= maxMails) return done(new Error('452 the mailbox is full'));
        const to = session.envelope.rcptTo.map(({ address }) => address).join(', ');
        mails.push({ id: mails.length + 1, to, raw: Buffer.concat(chunks) });
        done();
      });
    },
  });
  // Errors of a client's connection, such as a disconnect, are ignored.
  server.on('error', () => undefined);
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', () => resolve());
  });
  const { port } = addressOf(server.server.address());
  return { port, mails, close: () => new Promise(resolve => server.close(() => resolve())) };
}

function addressOf(address: string | AddressInfo | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('the mailbox has no port');
  return address;
}

/** A parsed message. Embedded images of the HTML are data: links. */
export type ParsedMail = {
  id: number;
  to: string;
  subject: string;
  language: string;
  html: string;
  text: string;
  headers: { name: string; value: string }[];
  source: string;
};

/** Parses a message with a third-party parser, so that mistakes in hebdo's encoding become visible. */
export async function parseMail({ id, to, raw }: ReceivedMail): Promise<ParsedMail> {
  const parsed = await simpleParser(raw, { skipTextToHtml: true, skipImageLinks: false });
  return {
    id,
    to: namesOf(parsed.to) || to,
    subject: parsed.subject ?? '',
    language: String(parsed.headers.get('content-language') ?? ''),
    html: parsed.html || '',
    text: parsed.text ?? '',
    headers: parsed.headerLines.map(({ key, line }) => ({
      name: line.slice(0, key.length),
      value: line.slice(key.length + 1).trim(),
    })),
    source: raw.toString('utf8'),
  };
}

/** The names of the recipients, or their addresses if they have no names. */
const namesOf = (to: AddressObject | AddressObject[] | undefined): string =>
  [to ?? []]
    .flat()
    .flatMap(({ value }) => value.map(({ name, address }) => name || address || ''))
    .join(', ');
