import type { Socket } from 'node:net';

/** A server's whole reply; its lines as one, without anything that would move a terminal's cursor. */
export type Reply = { code: number; words: string };

/** No reply is this long; a server that goes on is no SMTP server. */
const longest = 64 * 1024;

/**
 * Reads replies (RFC 5321 section 4.2) off a connection, one after another. Half a reply, when the connection goes, is
 * none.
 */
export function replyReader(socket: Socket): {
  /** The next reply; undefined when the connection is gone or nothing came within `limit` milliseconds. */
  next(limit: number): Promise<Reply | undefined>;
  /** Why there is no next one. */
  why(): string;
} {
  const ready: Reply[] = [];
  let lines: string[] = [];
  let rest = '';
  let gone: string | undefined;
  let wake: (() => void) | undefined;

  const stop = (why: string): void => {
    gone ??= why;
    wake?.();
  };
  socket.on('data', chunk => {
    rest += chunk.toString('latin1');
    if (rest.length > longest) {
      stop('the server speaks no SMTP');
      socket.destroy();
      return;
    }
    for (let end = rest.indexOf('\n'); end !== -1; end = rest.indexOf('\n')) {
      const line = rest.slice(0, end).replace(/\r$/, '');
      rest = rest.slice(end + 1);
      if (!/^[2-5]\d\d(?:[ -]|$)/.test(line)) {
        stop('the server answered what is no reply');
        socket.destroy();
        return;
      }
      lines.push(line);
      if (line[3] === '-') continue;
      ready.push(replyOf(lines));
      lines = [];
      wake?.();
    }
  });
  socket.on('error', error => stop(error.message));
  socket.on('close', () => stop('the server closed the connection'));

  return {
    why: () => gone ?? 'the server closed the connection',
    async next(limit) {
      if (ready.length === 0 && gone === undefined) {
        const timer = setTimeout(
          () => stop(`the server did not answer within ${Math.round(limit / 1_000)} seconds`),
          limit,
        );
        await new Promise<void>(resolve => {
          wake = resolve;
        });
        wake = undefined;
        clearTimeout(timer);
      }
      return ready.shift();
    },
  };
}

/** Lines as one text: their codes once, their enhanced codes (RFC 3463) as they stand. */
export function replyOf(lines: readonly string[]): Reply {
  const words = lines.map(line => Buffer.from(line.slice(4), 'latin1').toString('utf8')).join(' ');
  return { code: Number(lines[0]?.slice(0, 3)), words: words.replace(/\p{Cc}/gu, ' ').trim() };
}

/** A server's words without the addresses that it likes to repeat. */
export const withoutAddresses = (words: string): string => words.replace(/<?[^\s<>@]+@[^\s<>@]+>?/g, '<…>');
