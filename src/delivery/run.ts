import { setTimeout as sleep } from 'node:timers/promises';
import type { Message } from '../message/message.ts';
import type { Recipient } from '../message/recipient.ts';
import type { Ledger, OpenDelivery, Settlement } from '../store/ledger.ts';
import { runPatience } from './due.ts';
import { LostRun } from './lane.ts';
import type { Shared } from './pace.ts';
import { pass } from './pass.ts';
import type { DomainLimits } from './queue.ts';
import type { Transport } from './transport.ts';
import type { Budget } from './warm-up.ts';

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
  /** Limits by recipient domain. */
  domains?: DomainLimits;
  /** Where other processes work on the same run: rates and limits by domain are for all of them together. */
  shared?: Shared;
  /** How many messages may be sent before a moment; the run ends when they are. */
  budget?: Budget;
  /** Makes the message of an edition for one recipient. */
  compose(language: string, recipient: Recipient): Promise<Message>;
  now(): Date;
  /** Stops the run after what is on the wire. */
  signal: AbortSignal;
  retry: RetryPolicy;
  /** Is told of every delivery that was settled. */
  settled?(delivery: OpenDelivery, settlement: Settlement): void;
  /** Is told what the run waits for, between two attempts. */
  waiting?(until: Date): void;
};

export type RetryPolicy = {
  /** Milliseconds before the second attempt of a delivery, the third, …; the last holds for all that follow. */
  pauses: readonly number[];
  /** Milliseconds a run waits, in all, for deliveries to come due; after that the next run has them. */
  patience: number;
  /** Milliseconds between attempts to reach a server that cannot be reached; as many attempts, then the run ends. */
  reconnect: readonly number[];
};

export const usualRetry: RetryPolicy = {
  pauses: [30_000, 120_000, 300_000, 600_000],
  patience: runPatience,
  reconnect: [1_000, 3_000, 8_000, 15_000],
};

/** SMTP connections at once, where nobody says how many. */
export const usualConnections = 5;

/** Milliseconds a run is ours without a word from us, and between two words. */
export const leaseTime = 60_000;
const renewEvery = 15_000;

/**
 * Why a run ended. `unreachable`: no connection can be had; `rejected`: the server refuses us, not our readers. Both carry
 * the reason in words. `spent`: what may be sent before a moment is sent.
 */
export type RunEnd =
  | { kind: 'done' | 'interrupted' }
  | { kind: 'waiting' | 'spent'; until: Date }
  | { kind: 'unreachable' | 'rejected'; words: string }
  | { kind: 'lost-run' };

/** Makes every delivery of the run that is due, and waits a while for those that are due soon. */
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
      const { budget } = job;
      if (budget !== undefined && budget.left <= 0 && (await job.ledger.open(job.week, budget.until, 0, 1)).length > 0)
        return { kind: 'spent', until: budget.until };
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
