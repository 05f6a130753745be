import { hostname } from 'node:os';
import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { z } from 'zod';
import type { Message } from '../message/message.ts';
import type { SmtpServer } from './smtp-url.ts';
import { type Outcome, type Session, type Transport, TransportError } from './transport.ts';

/** Time limits in milliseconds; RFC 5321 section 4.5.3.2 asks for no less than five minutes for most replies. */
export type SmtpTimeouts = { connect: number; greeting: number; reply: number };
const rfc5321: SmtpTimeouts = { connect: 30_000, greeting: 300_000, reply: 600_000 };

/** Sends over SMTP, through nodemailer's connection (reaching, securing, logging in, the dialogue itself). */
export function smtpTransport(server: SmtpServer, timeouts: SmtpTimeouts = rfc5321): Transport {
  const name = `${server.host}:${server.port}`;
  return { name, open: () => open(server, name, timeouts) };
}

function open(server: SmtpServer, name: string, timeouts: SmtpTimeouts): Promise<Session> {
  const connection = new SMTPConnection({
    host: server.host,
    port: server.port,
    secure: server.tls === 'implicit',
    requireTLS: server.tls === 'starttls',
    ignoreTLS: server.tls === 'never',
    name: hostname(),
    connectionTimeout: timeouts.connect,
    greetingTimeout: timeouts.greeting,
    socketTimeout: timeouts.reply,
    logger: false,
  });
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown): void => {
      connection.close();
      reject(new TransportError(`${name}: ${wordsOf(cause)}`, isPermanent(cause), cause));
    };
    // Stays for the session's life: an error that nobody awaits must not end the process.
    connection.on('error', fail);
    // `end` comes before the error that tells why.
    connection.on('end', () => setImmediate(fail, new Error('the server closed the connection')));
    connection.connect(error => {
      if (error) return fail(error);
      const utf8 = /^250[ -]SMTPUTF8/im.test(String(connection.lastServerResponse));
      const ready = (): void => resolve(session(connection, utf8));
      if (server.auth === undefined) return ready();
      connection.login(server.auth, failure => (failure ? fail(failure) : ready()));
    });
  });
}

function session(connection: SMTPConnection, utf8: boolean): Session {
  let usable = true;
  const close = (): void => {
    usable = false;
    connection.close();
  };
  connection.on('end', () => {
    usable = false;
  });
  return {
    get usable() {
      return usable && !connection.destroyed;
    },
    async send(message, commit) {
      if (!utf8 && /[^\p{ASCII}]/u.test(message.envelope.to + message.envelope.from))
        return { kind: 'refused', words: 'the address needs SMTPUTF8 (RFC 6531), which the server does not offer' };
      const outcome = await transmit(connection, message, commit).catch(cause => {
        close();
        throw cause;
      });
      if (outcome.kind === 'deferred' || outcome.kind === 'refused') {
        if (!(await reset(connection))) close();
      } else if (outcome.kind !== 'accepted') close();
      return outcome;
    },
    close() {
      usable = false;
      connection.quit();
    },
  };
}

/** nodemailer sends the final dot when the message's stream ends: so it ends only after `commit`. */
function transmit(connection: SMTPConnection, message: Message, commit: () => Promise<boolean>): Promise<Outcome> {
  let stage: 'before' | 'withdrawn' | 'committed' = 'before';
  async function* bytes(): AsyncGenerator<Buffer> {
    yield message.raw;
    if (!(await commit())) {
      stage = 'withdrawn';
      throw new Error('the delivery was withdrawn');
    }
    stage = 'committed';
  }
  return new Promise((resolve, reject) => {
    const envelope = { ...message.envelope, size: message.raw.length };
    connection.send(envelope, Readable.from(bytes(), { objectMode: false }), (error, info) => {
      if (!error) return resolve({ kind: 'accepted', ...replyOf(info?.response ?? '') });
      if (stage === 'withdrawn') return resolve({ kind: 'withdrawn' });
      const fault = smtpFault.parse(error);
      // A failing ledger is no failing server: the run must hear of it.
      if (fault.code === 'ESTREAM') return reject(error);
      resolve(outcomeOf(fault, stage === 'committed'));
    });
  });
}

const smtpFault = z.object({
  message: z.string(),
  code: z.string().optional(),
  response: z.string().optional(),
  responseCode: z.number().optional(),
});

/**
 * What an error of nodemailer's says about the message. A reply counts only if it was a whole one: of half a line,
 * before the connection went, nothing can be known.
 */
function outcomeOf(fault: z.output<typeof smtpFault>, committed: boolean): Outcome {
  const answered = fault.code === 'EENVELOPE' || fault.code === 'EMESSAGE';
  const closing = fault.responseCode === 421 && fault.message.startsWith('Server closed the connection');
  if (answered || closing) {
    const { code, words } = replyOf(fault.response ?? fault.message);
    // Without a reply it is nodemailer that refused: too large for the server, or no address at all.
    return { kind: code !== undefined && code < 500 ? 'deferred' : 'refused', code, words };
  }
  return { kind: committed ? 'uncertain' : 'lost', words: fault.message };
}

const replyOf = (response: string): { code?: number; words: string } => {
  const [, code, words] = /^(\d{3})[ -]?([\s\S]*)$/.exec(response) ?? [];
  return code === undefined ? { words: response } : { code: Number(code), words: oneLine(words ?? '') };
};

/** A reply's lines as one, without their repeated codes and without anything that would move a terminal's cursor. */
const oneLine = (words: string): string =>
  words
    .split(/\r?\n(?:\d{3}[ -])?/)
    .join(' ')
    .replace(/\p{Cc}/gu, ' ')
    .trim();

const reset = (connection: SMTPConnection): Promise<boolean> =>
  new Promise(resolve => {
    if (connection.destroyed) return resolve(false);
    const gone = (): void => resolve(false);
    connection.once('end', gone);
    connection.reset(error => {
      connection.off('end', gone);
      resolve(!error);
    });
  });

/** A password that is wrong once stays wrong, and asking again may lock the account. */
function isPermanent(cause: unknown): boolean {
  const { data } = smtpFault.safeParse(cause);
  const code = data?.responseCode ?? 0;
  return code >= 500 || ((data?.code === 'EAUTH' || data?.code === 'ETLS') && (code < 400 || code >= 500));
}

const wordsOf = (cause: unknown): string => (cause instanceof Error ? oneLine(cause.message) : String(cause));
