import type { Socket } from 'node:net';
import { setImmediate as immediate } from 'node:timers/promises';
import type { Message } from '../../message/message.ts';
import { type Command, type Conversation, canAnswer, Gone, OutOfStep, Silence } from './conversation.ts';
import { type Abilities, envelopeCommands, isTooLarge, stuffed, unfit } from './envelope.ts';
import type { Reply } from './reply.ts';
import type { Outcome, Session } from './transport.ts';

/** Milliseconds to wait for each answer; RFC 5321 section 4.5.3.2 has the least that is allowed. */
export type DialogueTimeouts = { command: number; data: number; dot: number };
export const rfc5321Timeouts: DialogueTimeouts = { command: 300_000, data: 180_000, dot: 600_000 };

/** Milliseconds to wait for an answer that only confirms that the dialogue is in step. */
const confirmWithinMs = 5_000;

/** A message whose envelope is answered: refused, or awaited by the server. */
type Announced = { message: Message; refusal: Refusal | undefined };

/** A reply that refuses; to MAIL it is about us. */
type Refusal = Reply & { isOurs?: boolean };

/**
 * The dialogue of SMTP over a connection that is secured and logged in: one message after another. Where the server
 * offers PIPELINING (RFC 2920), MAIL, RCPT and DATA go out in one write, and with the end of the message before them
 * (section 3.1): a message then takes one round trip.
 *
 * A reply that the server sends before it has read the final dot, and that arrives after the dot went out, looks like the
 * answer to the dot. The replies that follow tell: only DATA is answered 354, so that the outcome of a message is told when the
 * envelope that went out with its dot is answered, or where none did, RSET.
 */
export function dialogue(
  socket: Socket,
  talk: Conversation,
  abilities: Abilities & { isLoggedIn: boolean },
  timeouts: DialogueTimeouts,
): Session {
  let isOver = false;
  /** Whether a message was taken: the server then knew us. */
  let hasSent = false;
  let announced: Announced | undefined;
  const isUsable = (): boolean => !isOver && !socket.destroyed;
  const end = (): void => {
    isOver = true;
    socket.destroy();
  };
  const ask = (words: string, command: Command, limit = timeouts.command): Promise<Reply> => {
    talk.say(words, command);
    return talk.answer(limit);
  };

  /** QUIT is the only command that is answered 221: another answer says that replies were miscounted. */
  const quit = async (): Promise<void> => {
    try {
      await ask('QUIT\r\n', 'QUIT', Math.min(timeouts.command, confirmWithinMs));
    } catch (cause) {
      throw cause instanceof Gone ? new OutOfStep(cause.message) : cause;
    }
    end();
  };
  /** Ends a transaction that is open, or none. A connection that goes meanwhile takes no answer back that was given. */
  const reset = async (words = 'RSET\r\n', command: Command = 'RSET', limit = timeouts.command): Promise<void> => {
    const code = await ask(words, command, limit).then(
      reply => reply.code,
      cause => {
        if (cause instanceof Gone) return 421;
        throw cause;
      },
    );
    if (code === 421) end();
    // RSET is always answered 250 (RFC 5321 section 4.1.1.5).
    else if (code >= 400 && command === 'RSET') await quit();
  };

  const openAtOnce = async (message: Message, isOut: boolean): Promise<Refusal | undefined> => {
    if (!isOut) talk.say(envelopeOf(message), 'MAIL', 'RCPT', 'DATA');
    const replies: Reply[] = [];
    for (let i = 0; i < 3; i++) {
      const reply = await talk.answer(timeouts.command);
      replies.push(reply);
      // After a 421 the others are not going to come.
      if (reply.code !== 421) continue;
      end();
      return replies.find(({ code }) => code >= 400);
    }
    const [mail, rcpt, data] = replies.map(({ code }) => code);
    if (mail !== undefined && mail >= 400 && rcpt !== undefined && rcpt < 400)
      throw new OutOfStep('the server refused MAIL and took RCPT');
    const refusal = replies.find(({ code }) => code >= 400);
    if (refusal === undefined) return undefined;
    // A server that takes DATA without a recipient gets an empty message for nobody (RFC 2920 section 3.1).
    if (data === 354) await reset('.\r\n', 'empty dot', timeouts.dot);
    else await reset();
    return { ...refusal, isOurs: refusal === replies[0] };
  };
  const openByStep = async (message: Message): Promise<Refusal | undefined> => {
    const { mail, rcpt } = envelopeCommands(message, abilities);
    const steps: [string, Command][] = [
      [mail, 'MAIL'],
      [rcpt, 'RCPT'],
      ['DATA\r\n', 'DATA'],
    ];
    for (const [words, command] of steps) {
      const reply = await ask(words, command);
      if (reply.code < 400) continue;
      if (reply.code === 421) end();
      else await reset();
      return { ...reply, isOurs: command === 'MAIL' };
    }
    return undefined;
  };
  const envelopeOf = (message: Message): string => {
    const { mail, rcpt } = envelopeCommands(message, abilities);
    return `${mail}${rcpt}DATA\r\n`;
  };
  /** Announces a message; gives the refusal, if there is one. Otherwise the server waits for the message. */
  const open = (message: Message): Promise<Refusal | undefined> =>
    abilities.pipelining ? openAtOnce(message, false) : openByStep(message);

  /** @throws OutOfStep, Silence where what came after the answer to the dot, or did not come, shows that it may be none */
  const confirm = async (reply: Reply, next: Message | undefined): Promise<void> => {
    try {
      if (next === undefined) return await reset('RSET\r\n', 'RSET', Math.min(timeouts.command, confirmWithinMs));
      const refusal = await openAtOnce(next, true);
      announced = { message: next, refusal };
    } catch (cause) {
      end();
      // A connection that goes takes nothing back; but a reply about an address was not the one to the dot.
      if (!(cause instanceof Gone) || cause instanceof Silence || isOfEnvelope(reply)) throw cause;
    }
  };

  const concluded = (reply: Refusal): Outcome => {
    const outcome = outcomeOf(reply);
    if (reply.code < 300) hasSent = true;
    if (!hasSent || !abilities.isLoggedIn || !isLoginOver(reply)) return outcome;
    end();
    return { kind: 'deferred', code: reply.code, words: reply.words };
  };

  return {
    pipelining: abilities.pipelining,
    largest: abilities.size || undefined,
    get usable() {
      return announced?.refusal !== undefined || isUsable();
    },
    async send(message, commit) {
      const envelope = announced;
      announced = undefined;
      if (envelope !== undefined && envelope.message !== message) {
        end();
        return { kind: 'lost', words: 'another message was announced to the server' };
      }
      const problem = unfit(message, abilities);
      if (problem !== undefined) return { kind: 'refused', words: problem, isOurs: isTooLarge(message, abilities) };
      let [isCommitted, isAnnounced] = [false, false];
      try {
        const refusal = envelope === undefined ? await open(message) : envelope.refusal;
        if (refusal !== undefined) return concluded(refusal);
        talk.say(stuffed(message));
        // However fast the ledger is, what the server says too early is heard first.
        const [answer] = await Promise.all([commit(), immediate()]);
        if (answer === false) {
          end();
          return { kind: 'withdrawn' };
        }
        // Without PIPELINING a message is to be in the ledger before the next is begun.
        isAnnounced = answer !== true && abilities.pipelining && unfit(answer, abilities) === undefined;
        const next = isAnnounced && answer !== true ? answer : undefined;
        // Gone while the ledger was written: the dot never went out.
        if (!isUsable()) throw new Gone('the connection was cut');
        if (next !== undefined) talk.say(`.\r\n${envelopeOf(next)}`, 'dot', 'MAIL', 'RCPT', 'DATA');
        else talk.say('.\r\n', 'dot');
        isCommitted = true;
        const reply = await talk.answer(timeouts.dot);
        if (reply.code === 421) end();
        else await confirm(reply, next);
        return concluded(reply);
      } catch (cause) {
        end();
        if (!(cause instanceof Gone || cause instanceof OutOfStep)) throw cause;
        if (!isCommitted) return { kind: 'lost', words: cause.message };
        const answer = answerToDot(talk.sinceDot, cause instanceof Silence, isAnnounced);
        return answer === undefined ? { kind: 'uncertain', words: cause.message } : outcomeOf(answer);
      }
    },
    abort: end,
    close() {
      // Where a message is awaited, QUIT would be its first line.
      if (announced !== undefined) socket.destroy();
      else if (isUsable()) socket.end('QUIT\r\n');
      isOver = true;
      // A server that does not close its side is not waited for.
      setTimeout(() => socket.destroy(), 1_000).unref();
    },
  };
}

/**
 * The answer to the final dot where the replies since it are too many or too few. With one too many it is the first or the
 * second, which then must say the same. With one too few, 354 comes before its place, or none comes: the first may be that to the next MAIL.
 * With an envelope announced, 354 in its place or later, or four replies, show that there are not too few; RSET is sent only when the
 * dot was answered.
 */
function answerToDot(replies: readonly Reply[], isSilent: boolean, isAnnounced: boolean): Reply | undefined {
  const [first] = replies;
  const data = replies.findIndex(({ code }) => code === 354);
  const kind = ({ code }: Reply): number => (canAnswer('dot', code) ? Math.floor(code / 100) : 0);
  const inDoubt = isSilent ? replies : replies.slice(0, 2);
  const isOne = first !== undefined && kind(first) > 0 && inDoubt.every(reply => kind(reply) === kind(first));
  const isCounted = isAnnounced ? data > 2 || (data === -1 && replies.length > 3) : data === -1;
  return isOne && isCounted ? first : undefined;
}

/** Replies to MAIL and RCPT bear enhanced codes with the subject 1, addresses (RFC 3463 section 3.2), as replies to the dot do not. */
const isOfEnvelope = ({ words }: Reply): boolean => /^2\.1\.\d/.test(words);

/**
 * Whether a server that knew us knows us no more, as when an access token has expired: it says nothing of the reader, and
 * another connection logs in anew (RFC 4954 section 6).
 */
const isLoginOver = ({ code, words }: Reply): boolean =>
  [530, 534, 535, 538].includes(code) ||
  (code === 454 && /\b(auth\w*|token|credentials?|login)\b/i.test(words.slice(0, 600)));

const outcomeOf = ({ code, words, isOurs }: Refusal): Outcome => ({
  kind: code < 300 ? 'accepted' : code < 500 ? 'deferred' : 'refused',
  code,
  words,
  ...(isOurs === true ? { isOurs } : {}),
});
