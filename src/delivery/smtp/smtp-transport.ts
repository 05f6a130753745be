import { errorText } from '../../source/error-text.ts';
import { type AccessToken, accessToken, TokenError, type TokenFetch } from './access-token.ts';
import { dialogue, rfc5321Timeouts } from './dialogue.ts';
import { abilitiesOf } from './envelope.ts';
import { type Credentials, type HandshakeTimeouts, LoginRefused, logIn, Refused, reach } from './handshake.ts';
import type { SmtpServer } from './smtp-url.ts';
import type { DialogueTimeouts } from './transaction.ts';
import { type Session, type Transport, TransportError } from './transport.ts';

/** Milliseconds to reach the server and to be greeted, and for each answer after that. */
export type SmtpTimeouts = HandshakeTimeouts & DialogueTimeouts;
const usual: SmtpTimeouts = { connect: 30_000, greeting: 300_000, ...rfc5321Timeouts };

/**
 * Sends over SMTP: the handshake reaches, secures and logs in; the dialogue sends, with the final dot that the ledger must hold
 * (docs/decisions/0002-own-pool.md).
 * @param fetch how an access token is fetched, for a server that wants one
 */
export function smtpTransport(
  server: SmtpServer,
  timeouts: SmtpTimeouts = usual,
  fetch?: TokenFetch | undefined,
): Transport {
  const name = `${server.host}:${server.port}`;
  const token = server.auth?.method === 'xoauth2' ? accessToken(server.auth.pass, fetch) : undefined;
  return {
    name,
    async open() {
      try {
        return await open(server, timeouts, token);
      } catch (cause) {
        throw new TransportError(`${name}: ${wordsOf(cause)}`, isPermanent(cause), cause);
      }
    },
  };
}

async function open(server: SmtpServer, timeouts: SmtpTimeouts, token: AccessToken | undefined): Promise<Session> {
  if (server.auth === undefined) return sessionOf(server, timeouts);
  const { user, pass } = server.auth;
  if (token === undefined) return sessionOf(server, timeouts, { user, pass });
  const { token: first, isNew } = await token.get();
  try {
    return await sessionOf(server, timeouts, { user, token: first });
  } catch (cause) {
    // A token that is refused may only be too old: there is one more try, with another.
    const other = cause instanceof LoginRefused && !isNew ? await token.renew(first) : undefined;
    if (other === undefined) throw cause;
    return sessionOf(server, timeouts, { user, token: other });
  }
}

async function sessionOf(server: SmtpServer, timeouts: SmtpTimeouts, credentials?: Credentials): Promise<Session> {
  const { socket, talk, keywords } = await reach(server, timeouts);
  try {
    if (credentials !== undefined) await logIn(talk, keywords.get('AUTH') ?? '', credentials, timeouts.command);
    return dialogue(socket, talk, { ...abilitiesOf(keywords), isLoggedIn: credentials !== undefined }, timeouts);
  } catch (cause) {
    socket.destroy();
    throw cause;
  }
}

const isPermanent = (cause: unknown): boolean =>
  cause instanceof TokenError ? cause.isPermanent : cause instanceof Refused && cause.code >= 500;

/** Where a host has several addresses, why each could not be reached. */
function wordsOf(cause: unknown): string {
  if (cause instanceof AggregateError) return [...new Set(cause.errors.map(wordsOf))].join('; ');
  return errorText(cause)
    .replace(/\p{Cc}+/gu, ' ')
    .trim();
}
