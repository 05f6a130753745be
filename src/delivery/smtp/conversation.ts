import type { Socket } from 'node:net';
import { NoReply, type Reply, replyParser } from './reply.ts';

/**
 * What a reply answers: a command, the connection itself (`greeting`), the end of a message (`dot`), or the end of a message without
 * recipient (`empty dot`).
 */
export type Command =
  | 'greeting'
  | 'EHLO'
  | 'STARTTLS'
  | 'AUTH'
  | 'MAIL'
  | 'RCPT'
  | 'DATA'
  | 'dot'
  | 'empty dot'
  | 'RSET'
  | 'QUIT';

/** The connection was closed or broke while an answer was awaited. */
export class Gone extends Error {}

/** The connection is open, but no answer came in time. */
export class Silence extends Gone {}

/** A reply cannot be the answer to its command: no further reply of this connection can be trusted. */
export class OutOfStep extends Error {}

/** Replies after a final dot that are kept to decide whether the dialogue is in step. */
const maxRepliesSinceDot = 16;

/** One connection, on which every reply is matched with the command that it answers. */
export type Conversation = {
  /**
   * Writes bytes that contain these commands, in this order.
   * @throws Gone; OutOfStep if the server sent something before
   */
  say(bytes: string | Buffer, ...commands: Command[]): void;
  /**
   * Waits for the reply to the first unanswered command.
   * @param limitMs milliseconds to wait
   * @throws Gone, OutOfStep
   */
  answer(limitMs: number): Promise<Reply>;
  /** All replies since the last final dot was sent, whatever they answer. */
  readonly sinceDot: readonly Reply[];
  /**
   * Stops reading, so that the socket can be handed to TLS.
   * @throws Gone; OutOfStep if the server sent more than the awaited replies
   */
  release(): void;
};

/**
 * A conversation over a socket.
 * @param socket connected or connecting; call `say('', 'greeting')` in the same turn if the server is to greet
 */
export function conversation(socket: Socket): Conversation {
  const parser = replyParser();
  const awaited: Command[] = [];
  const ready: Reply[] = [];
  let sinceDot: Reply[] = [];
  let ended: Gone | OutOfStep | undefined;
  let wake: (() => void) | undefined;

  const stop = (why: Gone | OutOfStep): void => {
    ended ??= why;
    wake?.();
  };
  const onReply = (reply: Reply): void => {
    const command = awaited.shift();
    if (sinceDot.length < maxRepliesSinceDot) sinceDot.push(reply);
    if (command === undefined || !canAnswer(command, reply.code)) throw outOfStep(reply, command);
    ready.push(reply);
    wake?.();
  };
  const onData = (bytes: Buffer): void => {
    if (ended !== undefined) return;
    try {
      parser.read(bytes, onReply);
      if (awaited.length > 0 || !parser.isOpen) return;
      const words = excerpt(bytes.toString('utf8'));
      sinceDot.push({ code: 0, words, lines: [] });
      throw new OutOfStep(`the server spoke out of turn: ${words}`);
    } catch (cause) {
      if (!(cause instanceof OutOfStep || cause instanceof NoReply)) throw cause;
      // Bytes that are no reply leave the earlier replies valid: the connection counts as broken.
      stop(cause instanceof OutOfStep ? cause : new Gone(cause.message));
      socket.destroy();
    }
  };
  const onError = (error: Error): void => stop(new Gone(error.message));
  const onClose = (): void => stop(new Gone('the server closed the connection'));
  socket.on('data', onData);
  socket.on('error', onError);
  socket.on('close', onClose);

  return {
    get sinceDot() {
      return sinceDot;
    },
    say(bytes, ...commands) {
      if (ended !== undefined) throw ended;
      awaited.push(...commands);
      if (commands.includes('dot')) sinceDot = [];
      if (bytes.length > 0) socket.write(bytes);
    },
    async answer(limitMs) {
      if (ready.length === 0 && ended === undefined) {
        const seconds = Math.round(limitMs / 1_000);
        const timer = setTimeout(
          () => stop(new Silence(`the server did not answer within ${seconds} seconds`)),
          limitMs,
        );
        await new Promise<void>(resolve => {
          wake = resolve;
        });
        wake = undefined;
        clearTimeout(timer);
      }
      // If the number of replies is wrong, earlier replies may answer other commands.
      if (ended instanceof OutOfStep) throw ended;
      const reply = ready.shift();
      if (reply === undefined) throw ended ?? new Gone('the server closed the connection');
      return reply;
    },
    release() {
      if (ended !== undefined) throw ended;
      socket.off('data', onData).off('error', onError).off('close', onClose);
    },
  };
}

/**
 * Whether a reply of this code can answer a command (RFC 5321 sections 4.2.1 and 4.3.2, RFC 4954 section 4). The second digits 1,
 * 2 and 3 are about help, the connection and the login: such a `2yz` accepts no message and no recipient.
 */
export function canAnswer(command: Command, code: number): boolean {
  if (code >= 400) return command !== 'QUIT';
  switch (command) {
    case 'greeting':
    case 'STARTTLS':
      return code === 220;
    case 'EHLO':
      return code === 250;
    case 'AUTH':
      return code === 235 || code === 334;
    case 'DATA':
      return code === 354;
    case 'QUIT':
      return code === 221;
    default:
      return code < 300 && ![1, 2, 3].includes(Math.floor(code / 10) % 10);
  }
}

const maxExcerptCharacters = 120;

/** The beginning of a server's words, on one line, for a message. */
const excerpt = (words: string): string =>
  words
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, maxExcerptCharacters);

const outOfStep = ({ code, words }: Reply, command: Command | undefined): OutOfStep =>
  new OutOfStep(
    command === undefined
      ? `the server spoke out of turn: ${code} ${excerpt(words)}`
      : `the server answered out of step: ${code} ${excerpt(words)} to ${command === 'dot' ? 'the final dot' : command}`,
  );
