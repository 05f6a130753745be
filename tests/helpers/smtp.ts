import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterTest } from './after-test.ts';

/** What a server took, by the envelope's recipient. */
export type Taken = { from: string; to: string; raw: Buffer };

/** A real SMTP server that counts by recipient. `onRcpt` and `onTaken` may refuse with an error. */
export async function smtpSink(
  hooks: { onRcpt?(to: string): Promise<void> | void; onTaken?(taken: Taken): Promise<void> | void } = {},
  options: SMTPServerOptions = {},
) {
  const taken: Taken[] = [];
  const server = new SMTPServer({
    authOptional: true,
    hideSTARTTLS: true,
    disableReverseLookup: true,
    logger: false,
    ...options,
    async onRcptTo({ address }, _session, done) {
      try {
        await hooks.onRcpt?.(address);
        done();
      } catch (cause) {
        done(cause instanceof Error ? cause : new Error(String(cause)));
      }
    },
    onData(stream, { envelope }, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', async () => {
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
        const one = { from, to: envelope.rcptTo.map(({ address }) => address).join(), raw: Buffer.concat(chunks) };
        try {
          await hooks.onTaken?.(one);
          taken.push(one);
          done();
        } catch (cause) {
          done(cause instanceof Error ? cause : new Error(String(cause)));
        }
      });
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', () => resolve());
  });
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const close = (): Promise<void> => new Promise(resolve => server.close(() => resolve()));
  afterTest(close);
  return { port: address.port, url: `smtp://127.0.0.1:${address.port}`, taken, close };
}

/** An error with an SMTP reply code, as smtp-server wants it. */
export const reply = (responseCode: number, message: string): Error =>
  Object.assign(new Error(message), { responseCode });

/**
 * An SMTP server written line by line, for misbehaving: `answer` gets each command line (or `<dot>` when the message
 * is complete) and says what to write, `'drop'` to hang up, or nothing to stay silent.
 */
export async function scriptedServer(answer: (line: string, socket: Socket) => string | 'drop' | undefined) {
  const { port } = await listening(socket => {
    let data = false;
    let rest = '';
    const respond = (line: string): void => {
      const words = answer(line, socket);
      if (words === 'drop') socket.destroy();
      else if (words !== undefined) {
        socket.write(words);
        if (words.startsWith('354')) data = true;
      }
    };
    respond('<connect>');
    socket.on('data', chunk => {
      rest += chunk.toString('latin1');
      for (let end = rest.indexOf('\r\n'); end !== -1; end = rest.indexOf('\r\n')) {
        const line = rest.slice(0, end);
        rest = rest.slice(end + 2);
        if (data && line !== '.') continue;
        const done = data;
        data = false;
        respond(done ? '<dot>' : line);
      }
    });
  });
  return { port, url: `smtp://127.0.0.1:${port}` };
}

/** A server on loopback until it is closed, or the test ends. */
export async function listening(serve: (socket: Socket) => void): Promise<{ port: number; close(): void }> {
  const sockets = new Set<Socket>();
  const server = createServer(socket => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    serve(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = (): void => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  afterTest(close);
  return { port: (server.address() as AddressInfo).port, close };
}

/** What a well-behaved server says to each line, for scripts that misbehave at one of them only. */
export function politely(line: string): string {
  if (line === '<connect>') return '220 test ESMTP\r\n';
  if (line.startsWith('EHLO')) return '250-test\r\n250 8BITMIME\r\n';
  if (line === 'DATA') return '354 go on\r\n';
  if (line === '<dot>') return '250 2.0.0 taken\r\n';
  if (line === 'QUIT') return '221 bye\r\n';
  return '250 2.1.0 ok\r\n';
}
