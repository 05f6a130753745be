import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { connect, isIP, type Socket } from 'node:net';
import { hostname } from 'node:os';
import { connect as connectTls } from 'node:tls';
import { type Command, type Conversation, conversation } from './conversation.ts';
import type { Reply } from './reply.ts';
import type { SmtpServer } from './smtp-url.ts';

/** Milliseconds to reach the server, to be greeted, and for each answer after that. */
export type HandshakeTimeouts = { connect: number; greeting: number; command: number };

/** A connection that is secured, and what the server said it can do: EHLO keywords with their parameters. */
export type Reached = { socket: Socket; talk: Conversation; keywords: ReadonlyMap<string, string> };

/** The server's reply is a refusal of us. */
export class Refused extends Error {
  readonly code: number;
  constructor(what: string, { code, words }: Reply) {
    super(`${what}: ${code} ${words}`);
    this.code = code;
  }
}

/** The server does not take what we log in with. */
export class LoginRefused extends Refused {}

/**
 * Reaches a server, hears its greeting, says EHLO, and secures the connection where it is to be.
 * @throws Refused, Gone, OutOfStep, or an error of the network or of TLS
 */
export async function reach({ host, port, tls }: SmtpServer, timeouts: HandshakeTimeouts): Promise<Reached> {
  const named = { host, servername: isIP(host) === 0 ? host : '' };
  const socket: Socket = tls === 'implicit' ? connectTls({ ...named, port }) : connect({ host, port });
  try {
    const talk = await connected(socket, tls === 'implicit', timeouts.connect, 'greeting');
    const greeting = await talk.answer(timeouts.greeting);
    if (greeting.code !== 220) throw new Refused('the server will not talk to us', greeting);
    const keywords = await hello(talk, timeouts.command);
    if (tls !== 'starttls') return { socket, talk, keywords };
    talk.say('STARTTLS\r\n', 'STARTTLS');
    const go = await talk.answer(timeouts.command);
    if (go.code !== 220) throw new Refused('the server offers no TLS', go);
    // What came in clear text after this reply, from whomever, ends the connection.
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

/** @param spoken what the server says by itself */
async function connected(socket: Socket, byTls: boolean, limit: number, ...spoken: Command[]): Promise<Conversation> {
  const talk = conversation(socket);
  talk.say('', ...spoken);
  try {
    await once(socket, byTls ? 'secureConnect' : 'connect', { signal: AbortSignal.timeout(limit) });
  } catch (cause) {
    const isLate = cause instanceof Error && cause.name === 'AbortError';
    throw isLate ? new Error(`no connection within ${Math.round(limit / 1_000)} seconds`) : cause;
  }
  socket.setNoDelay(true);
  socket.setKeepAlive(true, 30_000);
  return talk;
}

/** EHLO, or HELO where a server knows no better: it then offers nothing. */
async function hello(talk: Conversation, limit: number): Promise<ReadonlyMap<string, string>> {
  const ask = (words: string): Promise<Reply> => {
    talk.say(`${words} ${hostname()}\r\n`, 'EHLO');
    return talk.answer(limit);
  };
  const ehlo = await ask('EHLO');
  const reply = ehlo.code >= 500 ? await ask('HELO') : ehlo;
  if (reply.code !== 250) throw new Refused('the server will not talk to us', reply);
  const found = reply === ehlo ? ehlo.lines.slice(1) : [];
  return new Map(
    found.map(line => {
      const [, keyword = '', parameters = ''] = /^([^ =]+)[ =]?(.*)$/.exec(line) ?? [];
      return [keyword.toUpperCase(), parameters];
    }),
  );
}

/** What one logs in with: a password, or an access token of OAuth 2.0. */
export type Credentials = { user: string; pass: string } | { user: string; token: string };

/**
 * Logs in (RFC 4954).
 * @param mechanisms those that the server offers, as the parameters of AUTH name them
 * @throws LoginRefused, without the credentials even where the server repeats them; Gone, OutOfStep
 */
export async function logIn(
  talk: Conversation,
  mechanisms: string,
  credentials: Credentials,
  limit: number,
): Promise<void> {
  const ask = (words: string): Promise<Reply> => {
    talk.say(`${words}\r\n`, 'AUTH');
    return talk.answer(limit);
  };
  const { first, steps } = mechanismOf(mechanisms, credentials);
  let reply = await ask(first);
  for (const step of steps) if (reply.code === 334) reply = await ask(step(reply.words));
  // Why a token was refused comes as one more challenge, which wants an empty answer.
  if (reply.code === 334) reply = await ask('');
  if (reply.code === 235) return;
  const secret = 'token' in credentials ? credentials.token : credentials.pass;
  const hidden = [secret, base64(secret), first.split(' ').at(-1) ?? ''].filter(text => text.length > 3);
  const words = hidden.reduce((text, one) => text.replaceAll(one, '…'), reply.words);
  throw new LoginRefused('Invalid login', { ...reply, words });
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** A mechanism of SASL: what is said first, and in answer to each challenge. */
type Mechanism = { first: string; steps: ((challenge: string) => string)[] };

function mechanismOf(offered: string, credentials: Credentials): Mechanism {
  const { user } = credentials;
  if ('token' in credentials) {
    const { token } = credentials;
    return { first: `AUTH XOAUTH2 ${base64(`user=${user}\x01auth=Bearer ${token}\x01\x01`)}`, steps: [] };
  }
  const { pass } = credentials;
  const hmac = (challenge: string): string =>
    createHmac('md5', pass).update(Buffer.from(challenge, 'base64')).digest('hex');
  const names = offered.toUpperCase().split(/[ =]/);
  switch (['PLAIN', 'LOGIN', 'CRAM-MD5'].find(name => names.includes(name))) {
    case 'LOGIN':
      return { first: 'AUTH LOGIN', steps: [() => base64(user), () => base64(pass)] };
    case 'CRAM-MD5':
      return { first: 'AUTH CRAM-MD5', steps: [challenge => base64(`${user} ${hmac(challenge)}`)] };
    default:
      return { first: `AUTH PLAIN ${base64(`\0${user}\0${pass}`)}`, steps: [] };
  }
}
