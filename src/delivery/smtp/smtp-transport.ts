import { errorText } from '../../source/error-text.ts';
import { type AccessToken, accessToken, TokenError, type TokenFetch } from './access-token.ts';
import { dialogue, rfc5321Timeouts } from './dialogue.ts';
import { abilitiesOf } from './envelope.ts';
import { type Credentials, type HandshakeTimeouts, LoginRefused, logIn, Refused, reach } from './handshake.ts';
import type { SmtpServer } from './smtp-url.ts';
import type { DialogueTimeouts } from './transaction.ts';
import { type Session, type Transport, TransportError } from './transport.ts';

/** Milliseconds to wait for the connection, the greeting, and each further answer. */
type SmtpTimeouts = HandshakeTimeouts & DialogueTimeouts;
const defaultTimeouts: SmtpTimeouts = { connect: 30_000, greeting: 300_000, ...rfc5321Timeouts };

/**
 * A transport over SMTP: the handshake connects, secures and logs in; the dialogue sends, and holds the final dot until the ledger
 * has `committing` (docs/decisions/0002-own-pool.md).
 * @param fetch how an access token is fetched, for a server that needs one
 */
export function smtpTransport(
  server: SmtpServer,
  timeouts: SmtpTimeouts = defaultTimeouts,
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
    // A refused token may have expired: there is one more try, with a new token.
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

/** The words of an error; those of each address of a host that has several. */
function wordsOf(cause: unknown): string {
  if (cause instanceof AggregateError) return [...new Set(cause.errors.map(wordsOf))].join('; ');
  return errorText(cause)
    .replace(/\p{Cc}+/gu, ' ')
    .trim();
}
