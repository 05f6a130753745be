import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SMTPServerOptions } from 'smtp-server';
import { describe, expect, it, onTestFinished } from 'vitest';
import { deliver } from '../../../src/delivery/run/run.ts';
import type { TokenFetch } from '../../../src/delivery/smtp/access-token.ts';
import { smtpTransport } from '../../../src/delivery/smtp/smtp-transport.ts';
import { parseSmtpUrls, parseTokenFetch } from '../../../src/delivery/smtp/smtp-url.ts';
import { TransportError } from '../../../src/delivery/smtp/transport.ts';
import { openStore } from '../../../src/store/store.ts';
import { reply, smtpSink } from '../../helpers/smtp.ts';
import { message, yes } from './transport-contract.ts';

const limits = { connect: 3_000, greeting: 3_000, command: 3_000, data: 3_000, dot: 3_000 };

/** A server that knows one token at a time; sessions that logged in with another are told so at MAIL. */
async function server(code = 535, words = '5.7.3 The access token has expired') {
  const valid = { token: 'token-0' };
  const logins: string[] = [];
  const sessions = new Map<string, string>();
  const options: SMTPServerOptions = {
    authOptional: false,
    allowInsecureAuth: true,
    authMethods: ['XOAUTH2'],
    onAuth({ accessToken = '', username }, session, done) {
      logins.push(accessToken);
      if (accessToken !== valid.token) return done(null, { data: { status: '401', token: accessToken } });
      sessions.set(session.id, accessToken);
      done(null, { user: username });
    },
    onMailFrom(_address, { id }, done) {
      if (sessions.get(id) === valid.token) return done();
      done(reply(code, words));
    },
  };
  const sink = await smtpSink({}, options);
  return { ...sink, valid, logins };
}

/** A token endpoint: each refresh token is good once, and brings the next with a new access token. */
async function endpoint(answer?: (form: URLSearchParams) => [number, string] | undefined) {
  const asked: URLSearchParams[] = [];
  const http = createServer((request, response) => {
    let body = '';
    request.on('data', chunk => {
      body += chunk;
    });
    request.on('end', () => {
      const form = new URLSearchParams(body);
      const known = `refresh-${asked.length}`;
      asked.push(form);
      const n = asked.length;
      const tokens = {
        access_token: `token-${n}`,
        token_type: 'Bearer',
        expires_in: 3_600,
        refresh_token: `refresh-${n}`,
      };
      const [status, text] =
        answer?.(form) ??
        (form.get('refresh_token') === known ? [200, JSON.stringify(tokens)] : [400, '{"error":"invalid_grant"}']);
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(text);
    });
  });
  await new Promise<void>(resolve => http.listen(0, '127.0.0.1', () => resolve()));
  onTestFinished(() => void http.close());
  const address = http.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { url: `http://127.0.0.1:${address.port}/token`, asked };
}

const to = (port: number, pass: string, fetch?: TokenFetch) =>
  smtpTransport(
    { host: '127.0.0.1', port, tls: 'never', auth: { user: 'me@example.com', pass, method: 'xoauth2' } },
    limits,
    fetch,
  );

const refresh = (url: string): TokenFetch => ({
  kind: 'refresh',
  url,
  refreshToken: 'refresh-0',
  clientId: 'the-client',
  clientSecret: 'the-secret',
});

const failureOf = async (opened: Promise<unknown>): Promise<TransportError> => {
  const cause = await opened.catch((failure: unknown) => failure);
  return cause instanceof TransportError ? cause : expect.fail(String(cause));
};

describe('an access token that has expired', () => {
  it('is fetched anew by a refresh token, once for all connections', async () => {
    const { port, valid, logins, taken } = await server();
    const { url, asked } = await endpoint();
    valid.token = 'token-1';
    const transport = to(port, 'token-0', refresh(url));
    const sessions = await Promise.all([transport.open(), transport.open(), transport.open()]);
    for (const session of sessions) {
      expect((await session.send(message(), yes)).kind).toBe('accepted');
      session.close();
    }
    expect(taken).toHaveLength(3);
    expect(Object.fromEntries(asked[0] ?? [])).toEqual({
      grant_type: 'refresh_token',
      refresh_token: 'refresh-0',
      client_id: 'the-client',
      client_secret: 'the-secret',
    });
    expect([asked.length, logins.filter(token => token === 'token-0').length]).toEqual([1, 3]);
    // The next one goes by the refresh token that came with it.
    valid.token = 'token-2';
    (await transport.open()).close();
    expect(asked[1]?.get('refresh_token')).toBe('refresh-1');
  });

  it('is fetched anew by a command', async () => {
    const { port, valid } = await server();
    const folder = await mkdtemp(join(tmpdir(), 'hebdo-token-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    await writeFile(join(folder, 'now'), 'token-7\n');
    valid.token = 'token-7';
    const transport = to(port, '', { kind: 'command', command: 'echo x >> count && cat now', folder });
    (await transport.open()).close();
    (await transport.open()).close();
    expect(await readFile(join(folder, 'count'), 'utf8')).toBe('x\n');
    valid.token = 'token-8';
    await writeFile(join(folder, 'now'), 'token-8\n');
    (await transport.open()).close();
    expect(await readFile(join(folder, 'count'), 'utf8')).toBe('x\nx\n');
  });

  it.each([
    [535, '5.7.3 The access token has expired'],
    [550, '5.7.1 Access token expired'],
    [503, '5.5.1 Bad sequence: AUTH first'],
    [451, '4.7.0 Token has expired; reauthenticate'],
  ])('in mid-run costs no delivery: each gets one copy, and nothing fails: %i %s', async (code, words) => {
    const { port, valid, taken } = await server(code, words);
    const { url, asked } = await endpoint();
    const store = await openStore('sqlite::memory:');
    onTestFinished(() => store.close());
    async function* people() {
      for (let n = 1; n <= 60; n++) yield { address: `r${n}@d${n}.example`, language: 'fr' };
    }
    await store.subscribers.upsert(people(), new Date(), () => undefined);
    const now = new Date();
    const until = new Date(now.getTime() + 60_000);
    const week = '2026-W48';
    const claim = { week, contentHash: 'x', holder: 'me', now, until, isDead: () => true, editionFor: () => 'fr' };
    const claimed = await store.ledger.claim(claim);
    if (!('token' in claimed)) throw new Error(claimed.kind);
    const end = await deliver({
      week,
      token: claimed.token,
      ledger: store.ledger,
      transport: to(port, 'token-0', refresh(url)),
      connections: 3,
      compose: async (_, { address }) => {
        if (taken.length >= 20 && valid.token === 'token-0') valid.token = 'token-1';
        if (taken.length >= 40 && valid.token === 'token-1') valid.token = 'token-2';
        return message(address);
      },
      now: () => new Date(),
      signal: new AbortController().signal,
      retry: { pausesMs: [50], maxWaitMs: 10_000, giveUpAfterMs: 86_400_000, reconnectMs: [20, 20], ledgerMs: [20] },
    });
    expect(end).toEqual({ kind: 'done' });
    expect((await store.ledger.counts(week, new Date())).map(({ state, count }) => [state, count])).toEqual([
      ['accepted', 60],
    ]);
    expect(new Set(taken.map(one => one.to)).size).toBe(60);
    expect([taken.length, asked.length]).toEqual([60, 2]);
  });
});

describe('a token that cannot be had', () => {
  it('is told for good where the new one is refused, too, and never shown', async () => {
    const { port, valid, logins } = await server();
    const { url } = await endpoint();
    valid.token = 'another';
    const failure = await failureOf(to(port, 'token-0', refresh(url)).open());
    expect(failure.permanent).toBe(true);
    expect(failure.message).toContain('Invalid login');
    expect(failure.message).not.toMatch(/token-[01]|the-secret|refresh-/);
    expect(logins).toEqual(['token-0', 'token-1']);
  });

  it.each<[string, [number, string], boolean]>([
    ['refuses the refresh token', [400, '{"error":"invalid_grant","error_description":"refresh-0 the-secret"}'], true],
    ['is out of order', [503, 'refresh-0 the-secret'], false],
    ['gives no JSON', [200, 'token-1'], false],
    ['gives a token that would end the line', [200, '{"access_token":"token-1\\r\\nDATA"}'], false],
    ['has no end', [200, 'x'.repeat(200_000)], false],
  ])('where the endpoint %s', async (_, answer, permanent) => {
    const { port, valid } = await server();
    const { url } = await endpoint(() => answer);
    valid.token = 'token-1';
    const failure = await failureOf(to(port, 'token-0', refresh(url)).open());
    expect(failure.permanent).toBe(permanent);
    expect(failure.message).toContain('HEBDO_SMTP_TOKEN_URL');
    expect(failure.message).not.toMatch(/token-[01]|the-secret|refresh-/);
  });

  it.each(['echo secret-words; exit 1', 'echo two words', 'true'])('where the command is %s', async command => {
    const { port } = await server();
    const failure = await failureOf(to(port, '', { kind: 'command', command, folder: tmpdir() }).open());
    expect(failure.message).toContain('HEBDO_SMTP_TOKEN_COMMAND');
    expect(failure.message).not.toMatch(/secret-words|two words/);
    expect(failure.permanent).toBe(false);
  });
});

describe('the environment', () => {
  const problems = (env: Record<string, string>) => parseTokenFetch('/here', env).problems.length;

  it('names a command, or an endpoint and a refresh token, not both and not by halves', () => {
    const HEBDO_SMTP_TOKEN_URL = 'https://login.example.com/token';
    const HEBDO_SMTP_REFRESH_TOKEN = 'topsecret';
    expect(parseTokenFetch('/here', {})).toEqual({ value: undefined, problems: [] });
    expect(parseTokenFetch('/here', { HEBDO_SMTP_TOKEN_COMMAND: 'get-token' }).value).toEqual({
      kind: 'command',
      command: 'get-token',
      folder: '/here',
    });
    expect(parseTokenFetch('/here', { HEBDO_SMTP_TOKEN_URL, HEBDO_SMTP_REFRESH_TOKEN }).value).toMatchObject({
      kind: 'refresh',
      url: HEBDO_SMTP_TOKEN_URL,
    });
    expect(problems({ HEBDO_SMTP_TOKEN_URL })).toBe(1);
    expect(problems({ HEBDO_SMTP_REFRESH_TOKEN })).toBe(1);
    expect(problems({ HEBDO_SMTP_TOKEN_URL, HEBDO_SMTP_REFRESH_TOKEN, HEBDO_SMTP_TOKEN_COMMAND: 'x' })).toBe(1);
    const plain = parseTokenFetch('/here', { HEBDO_SMTP_TOKEN_URL: 'http://a.example/', HEBDO_SMTP_REFRESH_TOKEN });
    expect(plain.problems).toHaveLength(1);
    expect(JSON.stringify(plain.problems)).not.toContain('topsecret');
  });

  it('may leave the token out of the URL where it is fetched', () => {
    const url = 'smtp://me%40example.com@smtp.example.com?auth=xoauth2';
    expect(parseSmtpUrls(url).problems).toHaveLength(1);
    expect(parseSmtpUrls(url, true).value?.[0]?.auth).toEqual({ user: 'me@example.com', pass: '', method: 'xoauth2' });
  });
});
