import { hostname } from 'node:os';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import XOAuth2 from 'nodemailer/lib/xoauth2';
import { z } from 'zod';
import { type Abilities, type DialogueTimeouts, dialogue, rfc5321Timeouts } from './dialogue.ts';
import type { SmtpServer } from './smtp-url.ts';
import { type Session, type Transport, TransportError } from './transport.ts';

/** Milliseconds to reach the server and to be greeted, and for each answer after that. */
export type SmtpTimeouts = { connect: number; greeting: number } & DialogueTimeouts;
const usual: SmtpTimeouts = { connect: 30_000, greeting: 300_000, ...rfc5321Timeouts };

/**
 * Sends over SMTP: nodemailer reaches, secures and logs in; the dialogue after that is ours, for its speed and for the
 * final dot that the ledger must hold (docs/decisions/0002-own-pool.md).
 */
export function smtpTransport(server: SmtpServer, timeouts: SmtpTimeouts = usual): Transport {
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
    socketTimeout: timeouts.command,
    logger: false,
  });
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown): void => {
      connection.close();
      reject(new TransportError(`${name}: ${wordsOf(cause)}`, isPermanent(cause), cause));
    };
    connection.on('error', fail);
    // `end` comes before the error that tells why.
    connection.on('end', () => setImmediate(fail, new Error('the server closed the connection')));
    connection.connect(error => {
      if (error) {
        fail(error);
        return;
      }
      const abilities = abilitiesOf(String(connection.lastServerResponse));
      const ready = (): void => {
        const socket = connection._socket;
        if (!socket) {
          fail(new Error('the connection is gone'));
          return;
        }
        // nodemailer's part is done: from here on nothing of it may read or end the connection.
        for (const event of ['data', 'end', 'close', 'error', 'timeout']) socket.removeAllListeners(event);
        socket.setTimeout(0);
        socket.setNoDelay(true);
        socket.on('error', () => undefined);
        resolve(dialogue(socket, abilities, timeouts));
      };
      if (server.auth === undefined) {
        ready();
        return;
      }
      const { user, pass, method } = server.auth;
      const auth = method === 'xoauth2' ? { user, oauth2: new XOAuth2({ user, accessToken: pass }) } : { user, pass };
      connection.login(auth, failure => (failure ? fail(failure) : ready()));
    });
  });
}

/** What the answer to EHLO says the server can do. */
function abilitiesOf(ehlo: string): Abilities {
  const offers = (keyword: string): RegExpExecArray | null =>
    new RegExp(`^250[ -]${keyword}(?: (\\d+))?\\s*$`, 'im').exec(ehlo);
  const size = offers('SIZE');
  return {
    pipelining: offers('PIPELINING') !== null,
    size: size === null ? undefined : Number(size[1] ?? 0),
    eightBit: offers('8BITMIME') !== null,
    utf8: offers('SMTPUTF8') !== null,
  };
}

const smtpFault = z.object({ code: z.string().optional(), responseCode: z.number().optional() });

/** A password that is wrong once stays wrong, and asking again may lock the account. */
function isPermanent(cause: unknown): boolean {
  const { data } = smtpFault.safeParse(cause);
  const code = data?.responseCode ?? 0;
  return code >= 500 || ((data?.code === 'EAUTH' || data?.code === 'ETLS') && (code < 400 || code >= 500));
}

const wordsOf = (cause: unknown): string =>
  cause instanceof Error ? cause.message.replace(/\p{Cc}+/gu, ' ').trim() : String(cause);
