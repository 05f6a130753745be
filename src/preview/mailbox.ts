import type { AddressInfo } from 'node:net';
import { type AddressObject, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** A message as it arrived. */
export type ReceivedMail = { id: number; to: string; raw: Buffer };

/** A real SMTP server on loopback that keeps what it is given. */
export type Mailbox = { port: number; mails: readonly ReceivedMail[]; close(): Promise<void> };

/** Enough for a demo, and no way to fill the memory. */
const most = { mails: 1_000, bytes: 20 * 1024 * 1024 };

/** Opens a mailbox on a free port. */
export async function openMailbox(): Promise<Mailbox> {
  const mails: ReceivedMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    hideSTARTTLS: true,
    disableReverseLookup: true,
    size: most.bytes,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (stream.sizeExceeded) return done(new Error('552 the message is too large'));
        if (mails.length >= most.mails) return done(new Error('452 the mailbox is full'));
        const to = session.envelope.rcptTo.map(({ address }) => address).join(', ');
        mails.push({ id: mails.length + 1, to, raw: Buffer.concat(chunks) });
        done();
      });
    },
  });
  // A client that goes away in the middle is the client's affair.
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

/** A message taken apart for looking at; the HTML part shows its embedded images as data: links. */
export type ShownMail = {
  id: number;
  to: string;
  subject: string;
  language: string;
  html: string;
  text: string;
  headers: { name: string; value: string }[];
  source: string;
};

/** Takes a message apart with a parser that is not ours. */
export async function showMail({ id, to, raw }: ReceivedMail): Promise<ShownMail> {
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

/** Whom a message is addressed to: names where there are any. */
const namesOf = (to: AddressObject | AddressObject[] | undefined): string =>
  [to ?? []]
    .flat()
    .flatMap(({ value }) => value.map(({ name, address }) => name || address || ''))
    .join(', ');
