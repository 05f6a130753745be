import type { Socket } from 'node:net';
import type { Message } from '../message/message.ts';
import { type Reply, replyReader } from './reply.ts';
import type { Outcome, Session } from './transport.ts';

/** What a server said it can do (EHLO keywords), as far as it matters here. */
export type Abilities = { pipelining: boolean; size: number | undefined; eightBit: boolean; utf8: boolean };

/** Milliseconds to wait for each answer; RFC 5321 section 4.5.3.2 has the least that is allowed. */
export type DialogueTimeouts = { command: number; data: number; dot: number };
export const rfc5321Timeouts: DialogueTimeouts = { command: 300_000, data: 180_000, dot: 600_000 };

/** The connection went while an answer was awaited. */
class Gone extends Error {}

/**
 * The dialogue of SMTP over a connection that is secured and logged in: one message after another. Where the server
 * offers PIPELINING (RFC 2920), MAIL, RCPT and DATA go out in one write, and with the end of the message before them
 * (section 3.1): a message then takes one round trip.
 */
export function dialogue(socket: Socket, abilities: Abilities, timeouts: DialogueTimeouts): Session {
  const replies = replyReader(socket);
  let usable = true;
  /** The message whose envelope is out already. */
  let announced: Message | undefined;
  socket.on('close', () => {
    usable = false;
  });
  const end = (): void => {
    usable = false;
    socket.destroy();
  };

  const answer = async (limit: number): Promise<Reply> => {
    const reply = await replies.next(limit);
    if (reply === undefined) throw new Gone(replies.why());
    return reply;
  };
  const command = async (words: string): Promise<Reply> => {
    socket.write(`${words}\r\n`);
    return answer(timeouts.command);
  };

  const envelopeOf = (message: Message): string => {
    const { mail, rcpt } = envelopeCommands(message, abilities);
    return `${mail}\r\n${rcpt}\r\nDATA\r\n`;
  };

  /** MAIL, RCPT and DATA; gives the refusal, if there is one, and whether the server now waits for the message. */
  const open = async (message: Message): Promise<{ refusal?: Reply; open: boolean }> => {
    if (!abilities.pipelining) {
      const { mail, rcpt } = envelopeCommands(message, abilities);
      for (const words of [mail, rcpt, 'DATA']) {
        const reply = await command(words);
        const wanted = words === 'DATA' ? 3 : 2;
        if (Math.floor(reply.code / 100) !== wanted) return { refusal: reply, open: false };
      }
      return { open: true };
    }
    if (announced === undefined) socket.write(envelopeOf(message));
    announced = undefined;
    const first = await answer(timeouts.command);
    // After a 421 the others are not going to come.
    if (first.code === 421) return { refusal: first, open: false };
    const second = await answer(timeouts.command);
    if (second.code === 421) return { refusal: second, open: false };
    const third = await answer(timeouts.command);
    const refusal = first.code >= 300 ? first : second.code >= 300 ? second : third.code !== 354 ? third : undefined;
    return { refusal, open: third.code === 354 };
  };

  return {
    pipelining: abilities.pipelining,
    largest: abilities.size || undefined,
    get usable() {
      return usable && !socket.destroyed;
    },
    async send(message, commit) {
      if (announced !== undefined && announced !== message) {
        end();
        return { kind: 'lost', words: 'another message was announced to the server' };
      }
      const problem = unfit(message, abilities);
      if (problem !== undefined) return { kind: 'refused', words: problem };
      let committed = false;
      try {
        const { refusal, open: isOpen } = await open(message);
        if (refusal !== undefined) {
          if (refusal.code === 421) end();
          // A server that takes DATA without a recipient gets an empty message for nobody (RFC 2920 section 3.1).
          else if (isOpen) await command('.');
          else if ((await command('RSET')).code >= 300) end();
          return outcomeOf(refusal);
        }
        socket.write(message.dotless === true ? message.raw : dotStuffed(message.raw));
        const next = await commit();
        if (next === false) {
          end();
          return { kind: 'withdrawn' };
        }
        // Gone while the ledger was written: the dot never went out.
        if (!usable || socket.destroyed) throw new Gone(replies.why());
        committed = true;
        if (next !== true && abilities.pipelining && unfit(next, abilities) === undefined) {
          announced = next;
          socket.write(`.\r\n${envelopeOf(next)}`);
        } else socket.write('.\r\n');
        const reply = await answer(timeouts.dot);
        if (reply.code === 421) end();
        return outcomeOf(reply);
      } catch (cause) {
        end();
        if (cause instanceof Gone) return { kind: committed ? 'uncertain' : 'lost', words: cause.message };
        throw cause;
      }
    },
    abort: end,
    close() {
      if (usable) socket.end('QUIT\r\n');
      usable = false;
      // A server that does not close its side is not waited for.
      setTimeout(() => socket.destroy(), 1_000).unref();
    },
  };
}

function envelopeCommands(
  { envelope, raw }: Message,
  { size, eightBit, utf8 }: Abilities,
): { mail: string; rcpt: string } {
  const wide = /[^\p{ASCII}]/u.test(envelope.from + envelope.to);
  const parameters = [
    size === undefined ? '' : ` SIZE=${raw.length}`,
    eightBit && wide ? ' BODY=8BITMIME' : '',
    wide && utf8 ? ' SMTPUTF8' : '',
  ];
  return { mail: `MAIL FROM:<${envelope.from}>${parameters.join('')}`, rcpt: `RCPT TO:<${envelope.to}>` };
}

/** Why a message cannot go to this server at all, before a word of it is said. */
function unfit({ envelope, raw }: Message, { size, utf8 }: Abilities): string | undefined {
  if (/[\s\p{Cc}<>]/u.test(envelope.from + envelope.to)) return 'the address holds a character that no address has';
  if (!utf8 && /[^\p{ASCII}]/u.test(envelope.from + envelope.to))
    return 'the address needs SMTPUTF8 (RFC 6531), which the server does not offer';
  if (size !== undefined && size > 0 && raw.length > size)
    return `the message has ${raw.length} bytes, and the server takes ${size}`;
  return undefined;
}

const outcomeOf = ({ code, words }: Reply): Outcome => ({
  kind: code < 300 ? 'accepted' : code < 500 ? 'deferred' : 'refused',
  code,
  words,
});

const dot = Buffer.from('\r\n.');

/** RFC 5321 section 4.5.2. */
function dotStuffed(raw: Buffer): Buffer {
  if (raw[0] !== 46 && !raw.includes(dot)) return raw;
  return Buffer.from(raw.toString('latin1').replace(/^\./gm, '..'), 'latin1');
}
