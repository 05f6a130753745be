import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { connect, isIP, type Socket } from 'node:net';
import { hostname } from 'node:os';
import { connect as connectTls } from 'node:tls';
import { t } from '../../wording/wording.ts';
import { type Command, type Conversation, conversation } from './conversation.ts';
import type { Reply } from './reply.ts';
import type { SmtpServer } from './smtp-url.ts';

/** Milliseconds to wait for the connection, the greeting, and each further answer. */
export type HandshakeTimeouts = { connect: number; greeting: number; command: number };

/** A secured connection, and the server's EHLO keywords with their parameters. */
type Reached = { socket: Socket; talk: Conversation; keywords: ReadonlyMap<string, string> };

/** A reply of the server that refuses us. */
export class Refused extends Error {
  readonly code: number;
  constructor(what: string, { code, words }: Reply) {
    super(`${what}: ${code} ${words}`);
    this.code = code;
  }
}

/** The server refuses the credentials. */
export class LoginRefused extends Refused {}

/**
 * Connects to a server, reads its greeting, sends EHLO, and secures the connection as its URL demands.
 * @throws Refused, Gone, OutOfStep, or an error of the network or of TLS
 */
export async function reach({ host, port, tls }: SmtpServer, timeouts: HandshakeTimeouts): Promise<Reached> {
  const named = { host, servername: isIP(host) === 0 ? host : '' };
  const socket: Socket = tls === 'implicit' ? connectTls({ ...named, port }) : connect({ host, port });
  try {
    const talk = await connected(socket, tls === 'implicit', timeouts.connect, 'greeting');
    const greeting = await talk.answer(timeouts.greeting);
    if (greeting.code !== 220) throw new Refused(t('the server refuses the session'), greeting);
    const keywords = await hello(talk, timeouts.command);
    if (tls !== 'starttls') return { socket, talk, keywords };
    talk.say('STARTTLS\r\n', 'STARTTLS');
    const go = await talk.answer(timeouts.command);
    if (go.code !== 220) throw new Refused(t('the server offers no TLS'), go);
    // Clear text after this reply may be an attacker's: `release` throws.
    talk.release();
    socket.on('error', () => undefined);
    const secured = connectTls({ ...named, socket });
    const safe = await connected(secured, true, timeouts.connect);
    return { socket: secured, talk: safe, keywords: await hello(safe, timeouts.command) };
  } catch (cause) {
    socket.destroy();
    throw cause;
  }
}

const keepAliveAfterMs = 30_000;

/** Waits until a socket is connected. @param spoken what the server sends by itself */
async function connected(socket: Socket, byTls: boolean, limitMs: number, ...spoken: Command[]): Promise<Conversation> {
  const talk = conversation(socket);
  talk.say('', ...spoken);
  try {
    await once(socket, byTls ? 'secureConnect' : 'connect', { signal: AbortSignal.timeout(limitMs) });
  } catch (cause) {
    const isLate = cause instanceof Error && cause.name === 'AbortError';
    throw isLate ? new Error(`no connection within ${Math.round(limitMs / 1_000)} seconds`) : cause;
  }
  socket.setNoDelay(true);
  socket.setKeepAlive(true, keepAliveAfterMs);
  return talk;
}

/** Sends EHLO, or HELO to a server that refuses EHLO. @returns the keywords, none for HELO */
async function hello(talk: Conversation, limitMs: number): Promise<ReadonlyMap<string, string>> {
  const ask = (words: string): Promise<Reply> => {
    talk.say(`${words} ${hostname()}\r\n`, 'EHLO');
    return talk.answer(limitMs);
  };
  const ehlo = await ask('EHLO');
  const reply = ehlo.code >= 500 ? await ask('HELO') : ehlo;
  if (reply.code !== 250) throw new Refused(t('the server refuses the session'), reply);
  const found = reply === ehlo ? ehlo.lines.slice(1) : [];
  return new Map(
    found.map(line => {
      const [, keyword = '', parameters = ''] = /^([^ =]+)(?:[ =](.*))?/s.exec(line) ?? [];
      return [keyword.toUpperCase(), parameters];
    }),
  );
}

/** Credentials for a login: a password, or an access token of OAuth 2.0. */
export type Credentials = { user: string; pass: string } | { user: string; token: string };

/**
 * Logs in (RFC 4954), by each mechanism in turn that both sides know: some servers offer one and refuse it.
 * @param mechanisms the parameters of the server's AUTH keyword
 * @throws LoginRefused, without the credentials even if the server repeats them; Gone, OutOfStep
 */
export async function logIn(
  talk: Conversation,
  mechanisms: string,
  credentials: Credentials,
  limitMs: number,
): Promise<void> {
  let refusal: LoginRefused | undefined;
  for (const mechanism of mechanismsOf(mechanisms, credentials)) {
    const reply = await attempt(talk, mechanism, limitMs);
    if (reply.code === 235) return;
    const secret = 'token' in credentials ? credentials.token : credentials.pass;
    const hidden = [secret, base64(secret), mechanism.first.split(' ').at(-1) ?? ''].filter(text => text.length > 3);
    const words = hidden.reduce((text, one) => text.replaceAll(one, '…'), reply.words);
    refusal ??= new LoginRefused(t('Invalid login'), { ...reply, words });
    // A server that has a temporary failure, or closes the connection, has said nothing about the mechanism.
    if (reply.code < 500) break;
  }
  throw refusal ?? new Error('there is no mechanism to log in');
}

/** Tries one mechanism. @returns the reply that ends it */
async function attempt(talk: Conversation, { first, steps }: Mechanism, limitMs: number): Promise<Reply> {
  const ask = (words: string): Promise<Reply> => {
    talk.say(`${words}\r\n`, 'AUTH');
    return talk.answer(limitMs);
  };
  let reply = await ask(first);
  for (const step of steps) if (reply.code === 334) reply = await ask(step(reply.words));
  // The reason why a token was refused comes as one more challenge, which needs an empty answer.
  return reply.code === 334 ? ask('') : reply;
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** A mechanism of SASL: the first command, and the answer to each challenge. */
type Mechanism = { first: string; steps: ((challenge: string) => string)[] };

/** The mechanisms to try, in the usual order; PLAIN where the server names none that is known. */
function mechanismsOf(offered: string, credentials: Credentials): Mechanism[] {
  const { user } = credentials;
  if ('token' in credentials) {
    const { token } = credentials;
    return [{ first: `AUTH XOAUTH2 ${base64(`user=${user}\x01auth=Bearer ${token}\x01\x01`)}`, steps: [] }];
  }
  const { pass } = credentials;
  const hmac = (challenge: string): string =>
    createHmac('md5', pass).update(Buffer.from(challenge, 'base64')).digest('hex');
  const plain: Mechanism = { first: `AUTH PLAIN ${base64(`\0${user}\0${pass}`)}`, steps: [] };
  const known: Record<string, Mechanism> = {
    PLAIN: plain,
    LOGIN: { first: 'AUTH LOGIN', steps: [() => base64(user), () => base64(pass)] },
    'CRAM-MD5': { first: 'AUTH CRAM-MD5', steps: [challenge => base64(`${user} ${hmac(challenge)}`)] },
  };
  const names = offered.toUpperCase().split(/[ =]/);
  const found = Object.entries(known).flatMap(([name, mechanism]) => (names.includes(name) ? [mechanism] : []));
  return found.length > 0 ? found : [plain];
}
