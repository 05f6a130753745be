import { readFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import type { SMTPServerOptions } from 'smtp-server';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { smtpTransport } from '../../../src/delivery/smtp/smtp-transport.ts';
import { WorldError } from '../../../src/source/world-error.ts';
import { politely, reply, scriptedServer, smtpSink } from '../../helpers/smtp.ts';
import { message, transportContract, yes } from './transport-contract.ts';

const to = (port: number) =>
  smtpTransport(
    { host: '127.0.0.1', port, tls: 'never' },
    { connect: 1_000, greeting: 700, command: 700, data: 700, dot: 700 },
  );

transportContract(async () => {
  const { port, taken } = await smtpSink();
  return { transport: to(port), taken: () => taken };
});

describe('what a server answers', () => {
  it('5xx to one recipient is refused with its code and words, and the session goes on', async () => {
    const { port, taken } = await smtpSink({
      onRcpt: address => {
        if (address.startsWith('gone')) throw reply(550, '5.1.1 no such user');
        if (address.startsWith('full')) throw reply(452, '4.2.2 mailbox full');
      },
    });
    const session = await to(port).open();
    expect(await session.send(message('gone@example.com'), yes)).toEqual({
      kind: 'refused',
      code: 550,
      words: '5.1.1 no such user',
    });
    expect(await session.send(message('full@example.com'), yes)).toEqual({
      kind: 'deferred',
      code: 452,
      words: '4.2.2 mailbox full',
    });
    expect(session.usable).toBe(true);
    expect((await session.send(message('a@example.com'), yes)).kind).toBe('accepted');
    expect(taken.map(one => one.to)).toEqual(['a@example.com']);
    session.close();
  });

  it.each([
    ['451 4.3.0 later', 'deferred', 451],
    ['554 5.7.1 spam', 'refused', 554],
  ])('%s after the message is %s', async (words, kind, code) => {
    const { port } = await scriptedServer(line => (line === '<dot>' ? `${words}\r\n` : politely(line)));
    const session = await to(port).open();
    expect(await session.send(message(), yes)).toMatchObject({ kind, code });
    expect(session.usable).toBe(true);
    session.close();
  });

  it('421 defers the message and ends the session, before and after the dot', async () => {
    for (const at of ['MAIL', '<dot>']) {
      const { port } = await scriptedServer(line =>
        line.startsWith(at) ? '421 4.3.2 shutting down\r\n' : politely(line),
      );
      const session = await to(port).open();
      expect(await session.send(message(), yes)).toMatchObject({ kind: 'deferred', code: 421 });
      expect(session.usable).toBe(false);
    }
  });

  it('a reply of several lines, split over packets, is put together', async () => {
    const { port } = await scriptedServer((line, socket) => {
      if (!line.startsWith('RCPT')) return politely(line);
      socket.write('550-5.1.1 no');
      setTimeout(() => socket.write(' such\r\n550 5.1.1 us'), 30);
      setTimeout(() => socket.write('er\r\n'), 60);
      return undefined;
    });
    const session = await to(port).open();
    expect(await session.send(message(), yes)).toEqual({
      kind: 'refused',
      code: 550,
      words: '5.1.1 no such 5.1.1 user',
    });
    session.close();
  });
});

describe('when the connection goes', () => {
  it.each(['MAIL', 'RCPT', 'DATA'])('at %s the message is lost, not uncertain', async at => {
    const { port } = await scriptedServer(line => (line.startsWith(at) ? 'drop' : politely(line)));
    const session = await to(port).open();
    expect((await session.send(message(), yes)).kind).toBe('lost');
    expect(session.usable).toBe(false);
  });

  it.each([
    ['nothing was answered', () => 'drop' as const],
    ['half a line of yes was answered', half('250 2.0.0 o')],
    ['half a line of no was answered', half('554 5.7')],
    ['nothing is ever answered', () => undefined],
  ])('after the dot, and %s, it is uncertain', async (_, atDot) => {
    const { port } = await scriptedServer((line, socket) => (line === '<dot>' ? atDot(line, socket) : politely(line)));
    const session = await to(port).open();
    expect((await session.send(message(), yes)).kind).toBe('uncertain');
    expect(session.usable).toBe(false);
  });

  it('between two messages the session is no longer usable', async () => {
    let socketOf: { destroy(): void } | undefined;
    const { port } = await scriptedServer((line, socket) => {
      socketOf = socket;
      return politely(line);
    });
    const session = await to(port).open();
    expect((await session.send(message(), yes)).kind).toBe('accepted');
    socketOf?.destroy();
    await new Promise(resolve => setTimeout(resolve, 100));
    expect(session.usable).toBe(false);
  });
});

function half(words: string) {
  return (_: string, socket: { write(text: string): void; destroy(): void }) => {
    socket.write(words);
    setTimeout(() => socket.destroy(), 30);
    return undefined;
  };
}

/** A polite server with PIPELINING; `answer` may misbehave at a line, or give nothing to be polite. */
const pipelining = (answer: (line: string) => string | 'drop' | undefined = () => undefined) =>
  scriptedServer(line =>
    line.startsWith('EHLO') ? '250-test\r\n250-PIPELINING\r\n250 8BITMIME\r\n' : (answer(line) ?? politely(line)),
  );

describe('a server with PIPELINING', () => {
  const next = message('b@example.com');
  const announcing = () => Promise.resolve(next);

  it('hears the next envelope before it has answered the message before', async () => {
    const heard: string[] = [];
    const { port } = await scriptedServer((line, socket) => {
      heard.push(line);
      if (line.startsWith('EHLO')) return '250-test\r\n250 PIPELINING\r\n';
      // The answer to the first message is held back until the second is announced.
      if (line === '<dot>' && heard.filter(one => one === '<dot>').length === 1) return undefined;
      if (line.startsWith('RCPT TO:<b@')) return void socket.write('250 2.0.0 the first\r\n250 ok\r\n250 ok\r\n');
      if (line.startsWith('MAIL') && heard.includes('<dot>')) return undefined;
      return politely(line);
    });
    const session = await to(port).open();
    expect(await session.send(message(), announcing)).toEqual({
      kind: 'accepted',
      code: 250,
      words: '2.0.0 the first',
    });
    expect((await session.send(next, yes)).kind).toBe('accepted');
    expect(heard.filter(line => line.startsWith('MAIL'))).toHaveLength(2);
  });

  it('may refuse one message and take the next, whichever it is', async () => {
    let dots = 0;
    const first = await pipelining(line =>
      line === '<dot>' && dots++ === 0 ? '554 5.6.0 not this one\r\n' : undefined,
    );
    const one = await to(first.port).open();
    expect(await one.send(message(), announcing)).toMatchObject({ kind: 'refused', code: 554 });
    expect((await one.send(next, yes)).kind).toBe('accepted');

    const second = await pipelining(line => (line.startsWith('RCPT TO:<b@') ? '550 5.1.1 nobody\r\n' : undefined));
    const other = await to(second.port).open();
    expect((await other.send(message(), announcing)).kind).toBe('accepted');
    expect(await other.send(next, yes)).toMatchObject({ kind: 'refused', code: 550 });
    expect((await other.send(message('c@example.com'), yes)).kind).toBe('accepted');
  });

  it('that goes with an envelope on its way has the message before it, perhaps, and not the one announced', async () => {
    const { port } = await pipelining(line => (line === '<dot>' ? 'drop' : undefined));
    const session = await to(port).open();
    expect((await session.send(message(), announcing)).kind).toBe('uncertain');
    expect((await session.send(next, yes)).kind).toBe('lost');
  });

  it('never gets a message under the envelope of another', async () => {
    const { port } = await pipelining();
    const session = await to(port).open();
    expect((await session.send(message(), announcing)).kind).toBe('accepted');
    expect((await session.send(message('c@example.com'), yes)).kind).toBe('lost');
    expect(session.usable).toBe(false);
  });
});

describe('TLS', () => {
  const tls = (file: string) => readFileSync(new URL(`../fixtures/tls/${file}`, import.meta.url), 'utf8');
  const certified = (name: 'localhost' | 'other') => ({ key: tls(`${name}.key`), cert: tls(`${name}.pem`) });
  beforeAll(() => setDefaultCACertificates([...getCACertificates('default'), tls('ca.pem')]));

  it.each(['starttls', 'implicit'] as const)('by %s carries messages where the certificate is in order', async way => {
    const { port, taken } = await smtpSink(
      {},
      { ...certified('localhost'), hideSTARTTLS: way === 'implicit', secure: way === 'implicit' },
    );
    const session = await smtpTransport({ host: 'localhost', port, tls: way }).open();
    expect((await session.send(message(), yes)).kind).toBe('accepted');
    session.close();
    expect(taken).toHaveLength(1);
  });

  it('with a certificate for another name is none', async () => {
    const { port } = await smtpSink({}, { ...certified('other'), hideSTARTTLS: false });
    await expect(smtpTransport({ host: 'localhost', port, tls: 'starttls' }).open()).rejects.toThrow(
      /altnames|does not match/i,
    );
  });

  it('that ends in the middle of a message leaves it untaken, and the words say so', async () => {
    const { port } = await smtpSink({}, { ...certified('localhost'), secure: true });
    const between = createServer(client => {
      const server = connect(port, '127.0.0.1');
      let passed = 0;
      client.on('data', chunk => {
        passed += chunk.length;
        // Half a message is through when the line is cut.
        if (passed > 200_000) client.destroy();
        else server.write(chunk);
      });
      server.on('data', chunk => client.write(chunk));
      for (const socket of [client, server]) socket.on('error', () => undefined);
      client.on('close', () => server.destroy());
      server.on('close', () => client.destroy());
    });
    await new Promise<void>(resolve => between.listen(0, '127.0.0.1', () => resolve()));
    onTestFinished(() => void between.close());
    const { port: cut } = between.address() as AddressInfo;
    const session = await smtpTransport({ host: 'localhost', port: cut, tls: 'implicit' }).open();
    const outcome = await session.send(
      message('a@example.com', 'x\r\n'.repeat(300_000)),
      () => new Promise(resolve => setTimeout(resolve, 200, true)),
    );
    expect(outcome.kind).toBe('lost');
    expect(session.usable).toBe(false);
  });
});

describe('XOAUTH2', () => {
  const server = (port: number, pass: string) => ({
    host: '127.0.0.1',
    port,
    tls: 'never' as const,
    auth: { user: 'me@example.com', pass, method: 'xoauth2' as const },
  });
  const options: SMTPServerOptions = {
    authOptional: false,
    allowInsecureAuth: true,
    authMethods: ['XOAUTH2'],
    onAuth: ({ accessToken, username }, _session, done) =>
      accessToken === 'token' ? done(null, { user: username }) : done(null, { data: { status: '401' } }),
  };

  it('logs in with an access token', async () => {
    const { port, taken } = await smtpSink({}, options);
    const session = await smtpTransport(server(port, 'token')).open();
    expect((await session.send(message(), yes)).kind).toBe('accepted');
    expect(taken).toHaveLength(1);
    session.close();
  });

  it('with a token that is refused is told without the token', async () => {
    const { port } = await smtpSink({}, options);
    const failure = await smtpTransport(server(port, 'secret-token')).open().catch(String);
    expect(failure).toContain('127.0.0.1');
    expect(failure).not.toContain('secret-token');
  });
});

describe('a server that will not have us', () => {
  it.each([
    ['refuses at once', () => '554 5.7.1 go away\r\n'],
    ['never greets', () => undefined],
    ['speaks something else', () => 'HTTP/1.1 400 Bad Request\r\n\r\n'],
    ['hangs up', () => 'drop' as const],
  ])('%s', async (_, answer) => {
    const { port } = await scriptedServer(answer);
    await expect(to(port).open()).rejects.toThrow(WorldError);
  });

  it('is not there at all', async () => {
    const { port, close } = await smtpSink();
    await close();
    await expect(to(port).open()).rejects.toThrow(/127\.0\.0\.1:\d+: .*ECONNREFUSED/);
  });

  it('does not know the password, which is in no message', async () => {
    const { port } = await smtpSink(
      {},
      { authOptional: false, allowInsecureAuth: true, onAuth: (_auth, _session, done) => done(new Error('no')) },
    );
    const server = { host: '127.0.0.1', port, tls: 'never' as const, auth: { user: 'u', pass: 'topsecret' } };
    const failure = await smtpTransport(server)
      .open()
      .catch((cause: unknown) => cause);
    expect(failure).toBeInstanceOf(WorldError);
    expect(String(failure)).not.toContain('topsecret');
    expect(String(failure)).toContain('Invalid login');
  });

  it('offers no TLS where TLS is due, or has a certificate nobody vouches for', async () => {
    const plain = await scriptedServer(line => (line === 'STARTTLS' ? '502 5.5.1 what\r\n' : politely(line)));
    await expect(smtpTransport({ host: '127.0.0.1', port: plain.port, tls: 'starttls' }).open()).rejects.toThrow(
      WorldError,
    );
    const selfSigned = await smtpSink({}, { hideSTARTTLS: false });
    await expect(smtpTransport({ host: 'localhost', port: selfSigned.port, tls: 'starttls' }).open()).rejects.toThrow(
      /certificate|self.signed/i,
    );
  });
});

describe('an address that needs SMTPUTF8', () => {
  it('is refused by itself where the server lacks it', async () => {
    const { port } = await scriptedServer(politely);
    const session = await to(port).open();
    expect(await session.send(message('josé@example.com'), yes)).toMatchObject({
      kind: 'refused',
      words: expect.stringContaining('SMTPUTF8'),
    });
    expect((await session.send(message(), yes)).kind).toBe('accepted');
    session.close();
  });

  it('is sent where it has it', async () => {
    const { port, taken } = await smtpSink();
    const session = await to(port).open();
    expect((await session.send(message('josé@example.com'), yes)).kind).toBe('accepted');
    expect(taken[0]?.to).toBe('josé@example.com');
    session.close();
  });
});
