import type { Socket } from 'node:net';
import { NoReply, type Reply, replyParser } from './reply.ts';

/**
 * What a server answers: a command, the connection itself (`greeting`), the end of a message (`dot`), or of one that has no
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

/** The connection went while an answer was awaited. */
export class Gone extends Error {}

/** The connection is there, but no answer came. */
export class Silence extends Gone {}

/** The server said what cannot be the answer to what was asked: nothing that it says can be trusted any more. */
export class OutOfStep extends Error {}

/** Replies after a final dot that tell whether the dialogue is in step; of those after them none is kept. */
const enough = 16;

/** One connection, on which every reply is matched with the command that it answers. */
export type Conversation = {
  /**
   * Writes bytes, in which there are these commands, in this order.
   * @throws Gone, OutOfStep where the server spoke before
   */
  say(bytes: string | Buffer, ...commands: Command[]): void;
  /**
   * The reply to the first command that was not answered yet.
   * @param limit milliseconds to wait
   * @throws Gone, OutOfStep
   */
  answer(limit: number): Promise<Reply>;
  /** What the server replied since the last message's final dot went out, to whatever it was. */
  readonly sinceDot: readonly Reply[];
  /**
   * Leaves the connection to another reader.
   * @throws Gone, OutOfStep where the server said more than it was asked for
   */
  release(): void;
};

/** @param socket open; the greeting, if one is to come, is awaited by `say('', 'greeting')` in the same turn */
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
  const take = (reply: Reply): void => {
    const command = awaited.shift();
    if (sinceDot.length < enough) sinceDot.push(reply);
    if (command === undefined || !canAnswer(command, reply.code)) throw outOfStep(reply, command);
    ready.push(reply);
    wake?.();
  };
  const onData = (bytes: Buffer): void => {
    if (ended !== undefined) return;
    try {
      parser.read(bytes, take);
      if (awaited.length > 0 || !parser.isOpen) return;
      const words = excerpt(bytes.toString('utf8'));
      sinceDot.push({ code: 0, words, lines: [] });
      throw new OutOfStep(`the server spoke out of turn: ${words}`);
    } catch (cause) {
      if (!(cause instanceof OutOfStep || cause instanceof NoReply)) throw cause;
      // What is no reply says nothing about those before it: the server is as good as gone.
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
    async answer(limit) {
      if (ready.length === 0 && ended === undefined) {
        const seconds = Math.round(limit / 1_000);
        const timer = setTimeout(() => stop(new Silence(`the server did not answer within ${seconds} seconds`)), limit);
        await new Promise<void>(resolve => {
          wake = resolve;
        });
        wake = undefined;
        clearTimeout(timer);
      }
      // Where the count of replies is wrong, those before it may be those of other commands.
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
 * Whether a reply of this code can answer a command (RFC 5321 sections 4.2.1 and 4.3.2, RFC 4954 section 4). Of the second
 * digits, 1, 2 and 3 are about help, the connection and the login: such a `2yz` takes no message and no recipient.
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

/** As much of a server's words as helps a person. */
const excerpt = (words: string): string =>
  words
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, 120);

const outOfStep = ({ code, words }: Reply, command: Command | undefined): OutOfStep =>
  new OutOfStep(
    command === undefined
      ? `the server spoke out of turn: ${code} ${excerpt(words)}`
      : `the server answered out of step: ${code} ${excerpt(words)} to ${command === 'dot' ? 'the final dot' : command}`,
  );
