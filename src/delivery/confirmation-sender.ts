import { setTimeout as pause } from 'node:timers/promises';
import type { ConfirmationRequest } from '../message/confirmation-message.ts';
import type { Message } from '../message/message.ts';
import type { Confirmations, DueConfirmation } from '../store/subscribers/confirmations.ts';
import { isRefusalOfUs } from './pacing/policy-guard.ts';
import { type Outcome, type Session, type Transport, TransportError } from './smtp/transport.ts';

/** What sending letters needs. */
export type ConfirmationJob = {
  confirmations: Confirmations;
  transport: Transport;
  compose(request: ConfirmationRequest, date: Date): Promise<Message>;
  now(): Date;
  signal: AbortSignal;
  /** Is told of each letter that was tried, and of a server or store that cannot be used. */
  tried(letter: DueConfirmation, outcome: Outcome): void;
  failed(cause: unknown): void;
};

/** The letters that wait are looked for at once when somebody says so, and from time to time. */
export type ConfirmationSender = { wake(): void; ended: Promise<void> };

const second = 1_000;
const lookEvery = 30 * second;
/** How long a letter that could not be sent waits, each time longer; the last is for all times after. */
const pauses = [60, 300, 1_800, 7_200, 21_600].map(seconds => seconds * second);
const forgetEvery = 3_600 * second;
const atOnce = 50;

/**
 * Sends the letters that ask for a confirmation, one after another, until it is told to stop. Each is written down as
 * tried before it is: should the process end meanwhile, it goes out again later. Letters whose time is over are forgotten.
 */
export function startConfirmationSender(job: ConfirmationJob): ConfirmationSender {
  const { confirmations, now, signal } = job;
  let woken = Promise.withResolvers<void>();
  const run = async (): Promise<void> => {
    let forgotten = Number.NEGATIVE_INFINITY;
    while (!signal.aborted) {
      woken = Promise.withResolvers<void>();
      try {
        if (now().getTime() - forgotten >= forgetEvery) {
          await confirmations.forgetExpired(now());
          forgotten = now().getTime();
        }
        if (await sendDue(job)) continue;
      } catch (cause) {
        job.failed(cause);
      }
      const waited = new AbortController();
      const stop = AbortSignal.any([signal, waited.signal]);
      await Promise.race([woken.promise, pause(lookEvery, undefined, { signal: stop }).catch(() => undefined)]);
      waited.abort();
    }
  };
  return { wake: () => woken.resolve(), ended: run() };
}

/** @returns whether there may be more that are due now */
async function sendDue(job: ConfirmationJob): Promise<boolean> {
  const { confirmations, transport, now, signal } = job;
  const due = await confirmations.due(now(), atOnce);
  let session: Session | undefined;
  try {
    for (const letter of due) {
      if (signal.aborted) return false;
      // Silently: whoever asked must not learn who is suppressed.
      if (letter.suppressed !== undefined || letter.expiresAt <= now()) {
        await confirmations.markMailed(letter.id, 'failed');
        continue;
      }
      if (session?.usable !== true) session = await transport.open();
      const wait = pauses[Math.min(letter.attempts, pauses.length - 1)] ?? lookEvery;
      if (!(await confirmations.markTried(letter.id, letter.attempts, new Date(now().getTime() + wait)))) continue;
      const outcome = await session.send(await job.compose(letter, now()), () => Promise.resolve(true));
      job.tried(letter, outcome);
      // Uncertain: it may be there, and whoever waits in vain can ask again.
      if (outcome.kind === 'accepted' || outcome.kind === 'uncertain')
        await confirmations.markMailed(letter.id, 'sent');
      // What is said of us holds for all letters: it waits until that is put right.
      if (outcome.kind === 'refused' && !isRefusalOfUs(outcome)) await confirmations.markMailed(letter.id, 'failed');
    }
  } catch (cause) {
    // They stay due, and the server is asked again after the usual pause.
    if (!(cause instanceof TransportError)) throw cause;
    job.failed(cause);
    return false;
  } finally {
    session?.close();
  }
  return due.length === atOnce;
}
