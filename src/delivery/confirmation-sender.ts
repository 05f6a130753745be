import { setTimeout as pause } from 'node:timers/promises';
import type { ConfirmationRequest } from '../message/confirmation-message.ts';
import type { Message } from '../message/message.ts';
import type { Confirmations, DueConfirmation } from '../store/subscribers/confirmations.ts';
import { isRefusalOfUs } from './pacing/policy-guard.ts';
import { type Outcome, type Session, type Transport, TransportError } from './smtp/transport.ts';

/** What the confirmation sender needs. */
type ConfirmationJob = {
  confirmations: Confirmations;
  transport: Transport;
  compose(request: ConfirmationRequest, date: Date): Promise<Message>;
  now(): Date;
  signal: AbortSignal;
  /** Called for each letter that was tried. */
  tried(letter: DueConfirmation, outcome: Outcome): void;
  /** Called when the server or the store cannot be used. */
  failed(cause: unknown): void;
};

/** A running confirmation sender. `wake` makes it look for due letters at once; `ended` resolves after the signal has aborted. */
export type ConfirmationSender = { wake(): void; ended: Promise<void> };

const recheckAfterMs = 30_000;
/** Before each further attempt of a letter; the last holds for all later ones. */
const pausesMs = [60_000, 300_000, 1_800_000, 7_200_000, 21_600_000];
const forgetEveryMs = 3_600_000;
/** Letters read in one query. */
const pageSize = 50;

/**
 * Sends the letters that ask for a confirmation, one after another, until the signal aborts. Each attempt is recorded before it is
 * made: if the process ends meanwhile, the letter is sent again later. Expired requests are deleted every hour.
 */
export function startConfirmationSender(job: ConfirmationJob): ConfirmationSender {
  const { confirmations, now, signal } = job;
  let woken = Promise.withResolvers<void>();
  const run = async (): Promise<void> => {
    let forgotten = Number.NEGATIVE_INFINITY;
    while (!signal.aborted) {
      woken = Promise.withResolvers<void>();
      try {
        if (now().getTime() - forgotten >= forgetEveryMs) {
          await confirmations.forgetExpired(now());
          forgotten = now().getTime();
        }
        if (await sendDue(job)) continue;
      } catch (cause) {
        job.failed(cause);
      }
      const waited = new AbortController();
      const stop = AbortSignal.any([signal, waited.signal]);
      await Promise.race([woken.promise, pause(recheckAfterMs, undefined, { signal: stop }).catch(() => undefined)]);
      waited.abort();
    }
  };
  return { wake: () => woken.resolve(), ended: run() };
}

/** Sends the letters that are due. @returns whether more may be due now */
async function sendDue(job: ConfirmationJob): Promise<boolean> {
  const { confirmations, transport, now, signal } = job;
  const due = await confirmations.due(now(), pageSize);
  let session: Session | undefined;
  try {
    for (const letter of due) {
      if (signal.aborted) return false;
      // Silently: the person who asked must not learn that the address is suppressed.
      if (letter.suppressed !== undefined || letter.expiresAt <= now()) {
        await confirmations.markMailed(letter.id, 'failed');
        continue;
      }
      if (session?.usable !== true) session = await transport.open();
      const wait = pausesMs[Math.min(letter.attempts, pausesMs.length - 1)] ?? recheckAfterMs;
      if (!(await confirmations.markTried(letter.id, letter.attempts, new Date(now().getTime() + wait)))) continue;
      const outcome = await session.send(await job.compose(letter, now()), () => Promise.resolve(true));
      job.tried(letter, outcome);
      // An uncertain letter may have arrived; a person who gets none can ask again.
      if (outcome.kind === 'accepted' || outcome.kind === 'uncertain')
        await confirmations.markMailed(letter.id, 'sent');
      // A refusal of us holds for all letters: they stay due until its cause is removed.
      if (outcome.kind === 'refused' && !isRefusalOfUs(outcome)) await confirmations.markMailed(letter.id, 'failed');
    }
  } catch (cause) {
    // The letters stay due, and the server is tried again after the next pause.
    if (!(cause instanceof TransportError)) throw cause;
    job.failed(cause);
    return false;
  } finally {
    session?.close();
  }
  return due.length === pageSize;
}
