import { once } from 'node:events';
import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { conversation } from '../../delivery/smtp/conversation.ts';
import type { SmtpServer } from '../../delivery/smtp/smtp-url.ts';

const greetingTimeoutMs = 10_000;

/** The greeting of an SMTP server (RFC 5321 section 4.2); undefined if it cannot be reached. */
export async function greetingOf({ host, port, tls }: SmtpServer): Promise<string | undefined> {
  const socket: Socket =
    tls === 'implicit'
      ? connectTls({ host, port, servername: isIP(host) === 0 ? host : '' })
      : connectPlain({ host, port });
  try {
    const talk = conversation(socket);
    talk.say('', 'greeting');
    await once(socket, 'connect', { signal: AbortSignal.timeout(greetingTimeoutMs) });
    return (await talk.answer(greetingTimeoutMs)).words;
  } catch {
    return undefined;
  } finally {
    socket.end('QUIT\r\n');
    setTimeout(() => socket.destroy(), 500).unref();
  }
}

/**
 * The time in a greeting. The standard leaves it free; Exim, Sendmail and Exchange write the date as a message does (RFC
 * 5322 section 3.3).
 */
export function timeIn(greeting: string): Date | undefined {
  const written = /(?:\w{3}, ?)?\d{1,2} \w{3} \d{4} \d{2}:\d{2}:\d{2} (?:[+-]\d{4}|GMT|UTC)/.exec(greeting)?.[0];
  const at = new Date(written ?? '');
  return Number.isNaN(at.getTime()) ? undefined : at;
}
