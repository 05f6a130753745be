import { type DialogueTimeouts, dialogue, rfc5321Timeouts } from './dialogue.ts';
import { abilitiesOf } from './envelope.ts';
import { type Credentials, type HandshakeTimeouts, logIn, Refused, reach } from './handshake.ts';
import type { SmtpServer } from './smtp-url.ts';
import { type Session, type Transport, TransportError } from './transport.ts';

/** Milliseconds to reach the server and to be greeted, and for each answer after that. */
export type SmtpTimeouts = HandshakeTimeouts & DialogueTimeouts;
const usual: SmtpTimeouts = { connect: 30_000, greeting: 300_000, ...rfc5321Timeouts };

/**
 * Sends over SMTP: the handshake reaches, secures and logs in; the dialogue sends, with the final dot that the ledger must hold
 * (docs/decisions/0002-own-pool.md).
 */
export function smtpTransport(server: SmtpServer, timeouts: SmtpTimeouts = usual): Transport {
  const name = `${server.host}:${server.port}`;
  return {
    name,
    async open() {
      try {
        return await open(server, timeouts);
      } catch (cause) {
        throw new TransportError(`${name}: ${wordsOf(cause)}`, cause instanceof Refused && cause.code >= 500, cause);
      }
    },
  };
}

async function open(server: SmtpServer, timeouts: SmtpTimeouts): Promise<Session> {
  const { socket, talk, keywords } = await reach(server, timeouts);
  try {
    if (server.auth !== undefined)
      await logIn(talk, keywords.get('AUTH') ?? '', credentialsOf(server.auth), timeouts.command);
    return dialogue(socket, talk, abilitiesOf(keywords), timeouts);
  } catch (cause) {
    socket.destroy();
    throw cause;
  }
}

const credentialsOf = ({ user, pass, method }: NonNullable<SmtpServer['auth']>): Credentials =>
  method === 'xoauth2' ? { user, token: pass } : { user, pass };

/** Where a host has several addresses, why each could not be reached. */
function wordsOf(cause: unknown): string {
  if (cause instanceof AggregateError) return [...new Set(cause.errors.map(wordsOf))].join('; ');
  return cause instanceof Error ? cause.message.replace(/\p{Cc}+/gu, ' ').trim() : String(cause);
}
