import type { Socket } from 'node:net';
import { setImmediate as immediate } from 'node:timers/promises';
import type { Message } from '../../message/message.ts';
import { asksForLogin, closesConnection } from '../../replies/connection.ts';
import { t } from '../../wording/wording.ts';
import { type Conversation, canAnswer, Gone, OutOfStep, Silence } from './conversation.ts';
import { isTooLarge, stuffed, unfit } from './envelope.ts';
import type { Reply } from './reply.ts';
import {
  confirmWithinMs,
  type Dialogue,
  type DialogueTimeouts,
  end,
  envelopeOf,
  openTransaction,
  type Refusal,
  readEnvelopeReplies,
  reset,
} from './transaction.ts';
import type { Outcome, Session } from './transport.ts';

/** The minimums of RFC 5321 section 4.5.3.2. */
export const rfc5321Timeouts: DialogueTimeouts = { command: 300_000, data: 180_000, dot: 600_000 };

/** Milliseconds that a server has to close its side after QUIT. */
const closeWithinMs = 1_000;

/**
 * The dialogue of SMTP over a connection that is secured and logged in: one message after another. Where the server
 * offers PIPELINING (RFC 2920), MAIL, RCPT and DATA go out in one write, and with the end of the message before them
 * (section 3.1): a message then takes one round trip.
 *
 * A reply that the server sends before it has read the final dot, and that arrives after the dot was sent, looks like the
 * answer to the dot. The replies that follow show which it is, because only DATA is answered 354. The outcome of a message is
 * therefore returned when the envelope that was sent with its dot is answered or, without such an envelope, RSET.
 */
export function dialogue(
  socket: Socket,
  talk: Conversation,
  abilities: Dialogue['abilities'],
  timeouts: DialogueTimeouts,
): Session {
  const state: Dialogue = { socket, talk, abilities, timeouts, isOver: false, hasSent: false };
  return {
    pipelining: abilities.pipelining,
    largest: abilities.size || undefined,
    get usable() {
      return state.announced?.refusal !== undefined || isUsable(state);
    },
    send: (message, commit) => send(state, message, commit),
    abort: () => end(state),
    close: () => close(state),
  };
}

const isUsable = ({ isOver, socket }: Dialogue): boolean => !isOver && !socket.destroyed;

type Commit = Parameters<Session['send']>[1];

/** See `Session.send`. */
async function send(state: Dialogue, message: Message, commit: Commit): Promise<Outcome> {
  const { talk, abilities } = state;
  const envelope = state.announced;
  state.announced = undefined;
  if (envelope !== undefined && envelope.message !== message) {
    end(state);
    return { kind: 'lost', words: t('another message was announced to the server') };
  }
  const problem = unfit(message, abilities);
  if (problem !== undefined) return { kind: 'refused', words: problem, isOurs: isTooLarge(message, abilities) };
  let [isCommitted, isAnnounced] = [false, false];
  try {
    const refusal = envelope === undefined ? await openTransaction(state, message) : envelope.refusal;
    if (refusal !== undefined) return conclude(state, refusal);
    talk.say(stuffed(message));
    // However fast the ledger is, an early reply of the server is read first.
    const [answer] = await Promise.all([commit(), immediate()]);
    if (answer === false) {
      end(state);
      return { kind: 'withdrawn' };
    }
    // Without PIPELINING a message must be settled in the ledger before the next is begun.
    const next = answer !== true && abilities.pipelining && unfit(answer, abilities) === undefined ? answer : undefined;
    isAnnounced = next !== undefined;
    // The connection broke while the ledger was written: the dot was not sent.
    if (!isUsable(state)) throw new Gone(t('the connection was cut'));
    if (next !== undefined) talk.say(`.\r\n${envelopeOf(state, next)}`, 'dot', 'MAIL', 'RCPT', 'DATA');
    else talk.say('.\r\n', 'dot');
    isCommitted = true;
    const reply = await talk.answer(state.timeouts.dot);
    if (closesConnection(reply)) end(state);
    else await confirm(state, reply, next);
    return conclude(state, reply);
  } catch (cause) {
    end(state);
    if (!(cause instanceof Gone || cause instanceof OutOfStep)) throw cause;
    if (!isCommitted) return { kind: 'lost', words: cause.message };
    const answer = answerToDot(talk.sinceDot, cause instanceof Silence, isAnnounced);
    return answer === undefined ? { kind: 'uncertain', words: cause.message } : outcomeOf(answer);
  }
}

/** Confirms that a reply answers the dot. @throws OutOfStep, Silence if the replies after `reply`, or their absence, show that it may not answer the dot */
async function confirm(state: Dialogue, reply: Reply, next: Message | undefined): Promise<void> {
  try {
    if (next === undefined) return await reset(state, Math.min(state.timeouts.command, confirmWithinMs));
    const refusal = await readEnvelopeReplies(state);
    state.announced = { message: next, refusal };
  } catch (cause) {
    end(state);
    // A connection that breaks leaves the answer valid; but a reply about an address was not the one to the dot.
    if (!(cause instanceof Gone) || cause instanceof Silence || isOfEnvelope(reply)) throw cause;
  }
}

/** The outcome that a reply means. A login that has expired (an access token, for example) ends the session. */
function conclude(state: Dialogue, reply: Refusal): Outcome {
  const outcome = outcomeOf(reply);
  if (reply.code < 300) state.hasSent = true;
  if (!state.hasSent || !state.abilities.isLoggedIn || !asksForLogin(reply)) return outcome;
  // Another connection logs in anew.
  end(state);
  return { kind: 'deferred', code: reply.code, words: reply.words };
}

function close(state: Dialogue): void {
  const { socket } = state;
  // While the server waits for a message, QUIT would be its first line.
  if (state.announced !== undefined) socket.destroy();
  else if (isUsable(state)) socket.end('QUIT\r\n');
  state.isOver = true;
  setTimeout(() => socket.destroy(), closeWithinMs).unref();
}

/**
 * The answer to the final dot where the replies since it are too many or too few. With one too many it is the first or the
 * second, which then must agree. With one too few, 354 comes before its place, or not at all: the first may answer the next MAIL.
 * With an envelope announced, 354 in its place or later, or four replies, show that there are not too few; RSET is sent only when
 * the dot was answered.
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

/** Replies to MAIL and RCPT have enhanced codes with the subject 1, addresses (RFC 3463 section 3.2); replies to the dot do not. */
const isOfEnvelope = ({ words }: Reply): boolean => /^2\.1\.\d/.test(words);

const outcomeOf = ({ code, words, isOurs }: Refusal): Outcome => ({
  kind: code < 300 ? 'accepted' : code < 500 ? 'deferred' : 'refused',
  code,
  words,
  ...(isOurs === true ? { isOurs } : {}),
});
