import { setTimeout as sleep } from 'node:timers/promises';
import type { Message } from '../message/message.ts';
import type { Recipient } from '../message/recipient.ts';
import type { Ledger, OpenDelivery, Settlement } from '../store/ledger.ts';
import { refusalClass } from './classes.ts';
import { pace } from './pace.ts';
import { deliveryQueue } from './queue.ts';
import { type Outcome, type Session, type Transport, TransportError } from './transport.ts';

/** Everything a run needs; the run itself knows no terminal, no file and no clock of its own. */
export type RunJob = {
  week: string;
  /** This process, to which the ledger gave the run. */
  holder: string;
  ledger: Ledger;
  transport: Transport;
  connections: number;
  /** Messages a second over all connections, evenly; as many as go without it. */
  rate?: number;
  /** Is told of an address that does not exist, so that it is not mailed again. */
  suppress(address: string, reason: string): Promise<void>;
  /** Makes the message of an edition for one recipient. */
  compose(language: string, recipient: Recipient): Promise<Message>;
  now(): Date;
  /** Stops the run after what is on the wire. */
  signal: AbortSignal;
  retry: RetryPolicy;
  /** Is told of every delivery that was settled. */
  settled?(language: string, state: Settlement['state']): void;
  /** Is told what the run waits for, between two attempts. */
  waiting?(until: Date): void;
};

export type RetryPolicy = {
  /** Milliseconds before the second attempt of a delivery, the third, …; the last holds for all that follow. */
  pauses: readonly number[];
  /** Milliseconds a run waits, in all, for deferred deliveries to come due; after that the next run has them. */
  patience: number;
  /** Milliseconds between attempts to reach a server that cannot be reached; as many attempts, then the run ends. */
  reconnect: readonly number[];
};

export const usualRetry: RetryPolicy = {
  pauses: [30_000, 120_000, 300_000, 600_000],
  patience: 900_000,
  reconnect: [1_000, 3_000, 8_000, 15_000],
};

/** Milliseconds a run is ours without a word from us, and between two words. */
export const leaseTime = 60_000;
const renewEvery = 15_000;

/**
 * Why a run ended. `unreachable`: no connection can be had; `rejected`: the server refuses us, not our readers. Both carry
 * the reason in words.
 */
export type RunEnd =
  | { kind: 'done' | 'interrupted' }
  | { kind: 'waiting'; until: Date }
  | { kind: 'unreachable' | 'rejected'; words: string }
  | { kind: 'lost-run' };

/** Makes every delivery of the run that is due, and waits a while for those that are deferred. */
export async function deliver(job: RunJob): Promise<RunEnd> {
  const stop = new AbortController();
  const signal = AbortSignal.any([job.signal, stop.signal]);
  let lost = false;
  const keepLease = setInterval(async () => {
    const until = new Date(job.now().getTime() + leaseTime);
    if (await job.ledger.renew(job.week, job.holder, until).catch(() => true)) return;
    lost = true;
    stop.abort();
  }, renewEvery);
  const end = (otherwise: RunEnd): RunEnd =>
    lost ? { kind: 'lost-run' } : job.signal.aborted ? { kind: 'interrupted' } : otherwise;
  try {
    let patienceEnds: number | undefined;
    for (;;) {
      const { tried, reason, rejected } = await pass(job, signal);
      if (rejected !== undefined) return end({ kind: 'rejected', words: rejected });
      if (signal.aborted) return end({ kind: 'interrupted' });
      if (reason !== undefined && tried === 0) return { kind: 'unreachable', words: reason };
      if (reason !== undefined) continue;
      const due = await job.ledger.nextDue(job.week);
      if (due === undefined) return { kind: 'done' };
      const now = job.now().getTime();
      patienceEnds ??= now + job.retry.patience;
      if (Math.max(now, due.getTime()) > patienceEnds) return { kind: 'waiting', until: due };
      job.waiting?.(due);
      await sleep(Math.max(1, due.getTime() - now), undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return end({ kind: 'interrupted' });
    }
  } catch (cause) {
    if (cause instanceof LostRun) return { kind: 'lost-run' };
    throw cause;
  } finally {
    clearInterval(keepLease);
    await job.ledger.release(job.week, job.holder, job.now());
  }
}

/**
 * Goes once over all that is due now, over as many connections as there are. Should some of it be left, `reason`
 * says why a connection could not be had.
 */
async function pass(job: RunJob, signal: AbortSignal): Promise<{ tried: number; reason?: string; rejected?: string }> {
  const queue = deliveryQueue(job.ledger, job.week, job.now());
  const turn = pace(job.rate);
  const guard = policyGuard();
  let tried = 0;
  let reason: string | undefined;
  const work = async (): Promise<void> => {
    let session: Session | undefined;
    try {
      for (;;) {
        await turn(signal);
        const delivery = signal.aborted || guard.words !== undefined ? undefined : await queue.take();
        if (delivery === undefined) return;
        if (session?.usable !== true) {
          session?.close();
          session = await connect(job, signal);
          endInTime(session, signal);
        }
        guard.see(await deliverOne(job, session, delivery));
        tried++;
      }
    } catch (cause) {
      if (!(cause instanceof TransportError)) throw cause;
      // A server may grant fewer connections than asked for: those that stand do the work.
      reason = cause.message;
    } finally {
      session?.close();
    }
  };
  const results = await Promise.allSettled(Array.from({ length: job.connections }, work));
  for (const result of results) if (result.status === 'rejected') throw result.reason;
  const left = await job.ledger.open(job.week, job.now(), 0, 1);
  return { tried, reason: left.length > 0 ? reason : undefined, rejected: guard.words };
}

/** Milliseconds a server has to answer for what is on the wire, once the run is asked to stop. */
const grace = 4_000;

/** After that the connection is cut: what had not reached the final dot is tried again, what had is uncertain. */
function endInTime(session: Session, signal: AbortSignal): void {
  const cut = (): void => {
    setTimeout(() => session.abort(), grace).unref();
  };
  if (signal.aborted) cut();
  else signal.addEventListener('abort', cut, { once: true });
}

/** Refusals of us, one after another, after which going on would only make our name worse. */
const mostRejections = 20;

/** Watches for a server that refuses us whoever the reader is. */
function policyGuard(): { words: string | undefined; see(outcome: Outcome | undefined): void } {
  let inARow = 0;
  return {
    words: undefined,
    see(outcome) {
      if (outcome === undefined) return;
      const refused = outcome.kind === 'refused' && refusalClass(outcome.code, outcome.words) === 'policy';
      inARow = refused ? inARow + 1 : outcome.kind === 'accepted' ? 0 : inARow;
      if (refused && inARow >= mostRejections) this.words = `${outcome.code} ${outcome.words}`;
    },
  };
}

async function connect({ transport, retry }: RunJob, signal: AbortSignal): Promise<Session> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await transport.open();
    } catch (cause) {
      const pause = retry.reconnect[attempt];
      if (pause === undefined || signal.aborted || (cause instanceof TransportError && cause.permanent)) throw cause;
      await sleep(pause, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** One delivery, step by step as the ledger has it. */
async function deliverOne(
  job: RunJob,
  session: Session,
  { id, language, attempts }: OpenDelivery,
): Promise<Outcome | undefined> {
  const { ledger, holder } = job;
  const settle = async (settlement: Settlement): Promise<void> => {
    await ledger.settle(id, settlement, job.now());
    job.settled?.(language, settlement.state);
  };
  const to = await ledger.begin(id, holder, job.now());
  if (to === undefined) throw new LostRun();
  if ('skip' in to) {
    await settle({ state: 'skipped', words: to.skip });
    return undefined;
  }
  const message = await job.compose(language, to);
  const outcome = await session.send(message, () => ledger.commit(id, holder, job.now()));
  const settlement = settlementOf(outcome, () => {
    const pause = job.retry.pauses[Math.min(attempts, job.retry.pauses.length - 1)] ?? 0;
    return new Date(job.now().getTime() + pause);
  });
  if (settlement === undefined) throw new LostRun();
  // First: who is killed between the two finds the address suppressed, not mailed again next week.
  if (
    outcome.kind === 'refused' &&
    refusalClass(outcome.code, outcome.words) === 'address' &&
    outcome.code !== undefined
  )
    await job.suppress(to.address, `refused: ${outcome.code} ${outcome.words}`.slice(0, 300));
  await settle(settlement);
  return outcome;
}

/** Another process holds the run now, or what it held was decided otherwise: nothing more is ours to send. */
class LostRun extends Error {}

function settlementOf(outcome: Outcome, nextAttempt: () => Date): Settlement | undefined {
  switch (outcome.kind) {
    case 'accepted':
      return { state: 'accepted', code: outcome.code, words: outcome.words };
    case 'refused':
      return { state: 'failed', code: outcome.code, words: outcome.words };
    case 'deferred':
      return { state: 'deferred', code: outcome.code, words: outcome.words, dueAt: nextAttempt() };
    case 'lost':
      return { state: 'deferred', words: outcome.words, dueAt: nextAttempt() };
    case 'uncertain':
      return { state: 'uncertain', words: outcome.words };
    case 'withdrawn':
      return undefined;
  }
}
