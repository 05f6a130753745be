import { describe, expect, it } from 'vitest';
import { smtpTransport } from '../../src/delivery/smtp.ts';
import { WorldError } from '../../src/source/world-error.ts';
import { politely, reply, scriptedServer, smtpSink } from '../helpers/smtp.ts';
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
