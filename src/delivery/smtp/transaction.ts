import type { Socket } from 'node:net';
import type { Message } from '../../message/message.ts';
import { closesConnection } from '../../replies/connection.ts';
import { t } from '../../wording/wording.ts';
import { type Command, type Conversation, Gone, OutOfStep } from './conversation.ts';
import { type Abilities, envelopeCommands } from './envelope.ts';
import type { Reply } from './reply.ts';

/** Milliseconds to wait for each answer; RFC 5321 section 4.5.3.2 has the minimums. */
export type DialogueTimeouts = { command: number; data: number; dot: number };

/** The longest wait for an answer that only confirms that the dialogue is in step. */
export const confirmWithinMs = 5_000;

/** A reply that refuses a message. `isOurs`: it answers MAIL, so that it is about us. */
export type Refusal = Reply & { isOurs?: boolean };

/** A connection that is secured and logged in, and the state of the dialogue on it. */
export type Dialogue = {
  readonly socket: Socket;
  readonly talk: Conversation;
  readonly abilities: Abilities & { isLoggedIn: boolean };
  readonly timeouts: DialogueTimeouts;
  isOver: boolean;
  /** Whether a message was accepted: at that moment the server took us as logged in. */
  hasSent: boolean;
  /** The message whose envelope was answered: refused, or the server waits for the message. */
  announced?: { message: Message; refusal: Refusal | undefined };
};

/** Ends the dialogue and destroys the connection. */
export function end(dialogue: Dialogue): void {
  dialogue.isOver = true;
  dialogue.socket.destroy();
}

function ask({ talk }: Dialogue, words: string, command: Command, limitMs: number): Promise<Reply> {
  talk.say(words, command);
  return talk.answer(limitMs);
}

/** QUIT is the only command that is answered 221: another answer shows that replies were miscounted. */
async function quit(dialogue: Dialogue): Promise<void> {
  try {
    await ask(dialogue, 'QUIT\r\n', 'QUIT', Math.min(dialogue.timeouts.command, confirmWithinMs));
  } catch (cause) {
    throw cause instanceof Gone ? new OutOfStep(cause.message) : cause;
  }
  end(dialogue);
}

/** Ends a transaction by RSET, whether one is open or not. If the connection breaks, earlier answers stay valid. */
export async function reset(dialogue: Dialogue, limitMs = dialogue.timeouts.command): Promise<void> {
  const reply = await closing(dialogue, 'RSET\r\n', 'RSET', limitMs);
  // RSET is always answered 250 (RFC 5321 section 4.1.1.5).
  if (reply !== undefined && reply.code >= 400) await quit(dialogue);
}

/** Sends what closes a transaction. @returns its reply; undefined if the connection is closed */
async function closing(
  dialogue: Dialogue,
  words: string,
  command: Command,
  limitMs: number,
): Promise<Reply | undefined> {
  const reply = await ask(dialogue, words, command, limitMs).catch(cause => {
    if (cause instanceof Gone) return undefined;
    throw cause;
  });
  if (reply !== undefined && !closesConnection(reply)) return reply;
  end(dialogue);
  return undefined;
}

/** MAIL, RCPT and DATA of a message in one text. */
export function envelopeOf({ abilities }: Dialogue, message: Message): string {
  const { mail, rcpt } = envelopeCommands(message, abilities);
  return `${mail}${rcpt}DATA\r\n`;
}

/** Announces a message. @returns the refusal; undefined if the server waits for the message */
export async function openTransaction(dialogue: Dialogue, message: Message): Promise<Refusal | undefined> {
  if (!dialogue.abilities.pipelining) return openByStep(dialogue, message);
  dialogue.talk.say(envelopeOf(dialogue, message), 'MAIL', 'RCPT', 'DATA');
  return readEnvelopeReplies(dialogue);
}

/** Reads the three replies to an envelope that is sent. @returns the refusal; undefined if the server waits for the message */
export async function readEnvelopeReplies(dialogue: Dialogue): Promise<Refusal | undefined> {
  const { talk, timeouts } = dialogue;
  const replies: Reply[] = [];
  for (let i = 0; i < 3; i++) {
    const reply = await talk.answer(timeouts.command);
    replies.push(reply);
    // No other replies follow one that closes the connection.
    if (!closesConnection(reply)) continue;
    end(dialogue);
    return replies.find(({ code }) => code >= 400);
  }
  const [mail, rcpt, data] = replies.map(({ code }) => code);
  if (mail !== undefined && mail >= 400 && rcpt !== undefined && rcpt < 400)
    throw new OutOfStep(t('the server refused MAIL and took RCPT'));
  const refusal = replies.find(({ code }) => code >= 400);
  if (refusal === undefined) return undefined;
  // A server that accepts DATA without a recipient gets an empty message (RFC 2920 section 3.1).
  if (data === 354) await closing(dialogue, '.\r\n', 'empty dot', timeouts.dot);
  else await reset(dialogue);
  return { ...refusal, isOurs: refusal === replies[0] };
}

async function openByStep(dialogue: Dialogue, message: Message): Promise<Refusal | undefined> {
  const { mail, rcpt } = envelopeCommands(message, dialogue.abilities);
  const steps: [string, Command][] = [
    [mail, 'MAIL'],
    [rcpt, 'RCPT'],
    ['DATA\r\n', 'DATA'],
  ];
  for (const [words, command] of steps) {
    const reply = await ask(dialogue, words, command, dialogue.timeouts.command);
    if (reply.code < 400) continue;
    if (closesConnection(reply)) end(dialogue);
    else await reset(dialogue);
    return { ...reply, isOurs: command === 'MAIL' };
  }
  return undefined;
}
