import type { Socket } from 'node:net';
import { errorText } from '../../source/error-text.ts';
import { t } from '../../wording/wording.ts';
import { NoReply, type Reply, type ReplyParser, replyParser } from './reply.ts';

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
  /** All replies since the last final dot was sent, to any command. */
  readonly sinceDot: readonly Reply[];
  /**
   * Stops reading, so that the socket can be handed to TLS.
   * @throws Gone; OutOfStep if the server sent more than the awaited replies
   */
  release(): void;
};

type State = {
  readonly socket: Socket;
  readonly parser: ReplyParser;
  /** Commands whose replies are awaited, in their order. */
  readonly awaited: Command[];
  /** Replies that were read and not yet returned. */
  readonly ready: Reply[];
  sinceDot: Reply[];
  ended: Gone | OutOfStep | undefined;
  /** Ends the wait for a reply. */
  wake: (() => void) | undefined;
};

/**
 * A conversation over a socket.
 * @param socket connected or connecting; call `say('', 'greeting')` in the same turn if the server is to greet
 */
export function conversation(socket: Socket): Conversation {
  const state: State = {
    socket,
    parser: replyParser(),
    awaited: [],
    ready: [],
    sinceDot: [],
    ended: undefined,
    wake: undefined,
  };
  const onData = (bytes: Buffer): void => read(state, bytes);
  const onError = (error: Error): void => stop(state, new Gone(errorText(error)));
  const onClose = (): void => stop(state, new Gone(t('the server closed the connection')));
  socket.on('data', onData);
  socket.on('error', onError);
  socket.on('close', onClose);
  return {
    get sinceDot() {
      return state.sinceDot;
    },
    say(bytes, ...commands) {
      if (state.ended !== undefined) throw state.ended;
      state.awaited.push(...commands);
      if (commands.includes('dot')) state.sinceDot = [];
      if (bytes.length > 0) socket.write(bytes);
    },
    answer: limitMs => answer(state, limitMs),
    release() {
      if (state.ended !== undefined) throw state.ended;
      socket.off('data', onData).off('error', onError).off('close', onClose);
    },
  };
}

function stop(state: State, why: Gone | OutOfStep): void {
  state.ended ??= why;
  state.wake?.();
}

function read(state: State, bytes: Buffer): void {
  const { parser, awaited, sinceDot, socket } = state;
  if (state.ended !== undefined) return;
  try {
    parser.read(bytes, reply => match(state, reply));
    if (awaited.length > 0 || !parser.isOpen) return;
    const words = excerpt(bytes.toString('utf8'));
    sinceDot.push({ code: 0, words, lines: [] });
    throw new OutOfStep(t('the server sent a reply to no command: %{words}', { words }));
  } catch (cause) {
    if (!(cause instanceof OutOfStep || cause instanceof NoReply)) throw cause;
    // Bytes that are no reply leave the earlier replies valid: the connection counts as broken.
    stop(state, cause instanceof OutOfStep ? cause : new Gone(cause.message));
    socket.destroy();
  }
}

/** Matches a reply with the command that it answers. @throws OutOfStep */
function match(state: State, reply: Reply): void {
  const command = state.awaited.shift();
  if (state.sinceDot.length < maxRepliesSinceDot) state.sinceDot.push(reply);
  if (command === undefined || !canAnswer(command, reply.code)) throw outOfStep(reply, command);
  state.ready.push(reply);
  state.wake?.();
}

async function answer(state: State, limitMs: number): Promise<Reply> {
  if (state.ready.length === 0 && state.ended === undefined) await waitForReply(state, limitMs);
  // If the number of replies is wrong, earlier replies may answer other commands.
  if (state.ended instanceof OutOfStep) throw state.ended;
  const reply = state.ready.shift();
  if (reply === undefined) throw state.ended ?? new Gone(t('the server closed the connection'));
  return reply;
}

async function waitForReply(state: State, limitMs: number): Promise<void> {
  const silence = new Silence(
    t('the server did not answer within %{seconds} seconds', { seconds: Math.round(limitMs / 1_000) }),
  );
  const timer = setTimeout(() => stop(state, silence), limitMs);
  await new Promise<void>(resolve => {
    state.wake = resolve;
  });
  state.wake = undefined;
  clearTimeout(timer);
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
      ? t('the server sent a reply to no command: %{words}', { words: `${code} ${excerpt(words)}` })
      : t('the server’s reply %{words} cannot answer %{command}', {
          words: `${code} ${excerpt(words)}`,
          command: command === 'dot' ? t('the final dot') : command,
        }),
  );
