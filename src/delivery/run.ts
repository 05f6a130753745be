import { setTimeout as sleep } from 'node:timers/promises';
import type { Message } from '../message/message.ts';
import type { Recipient } from '../message/recipient.ts';
import type { Ledger, OpenDelivery, Settlement } from '../store/ledger.ts';
import type { Stops } from '../store/stops.ts';
import { runPatience } from './due.ts';
import { LostRun } from './lane.ts';
import type { Shared } from './pace.ts';
import { pass } from './pass.ts';
import { type PolicyGuard, probePause } from './policy-guard.ts';
import type { DomainLimits } from './queue.ts';
import type { Transport } from './transport.ts';
import type { Budget } from './warm-up.ts';

/** Everything a run needs; the run itself knows no terminal, no file and no clock of its own. */
export type RunJob = {
  week: string;
  /** The fencing token under which the ledger gave this process the run, or a chunk of it. */
  token: number;
  ledger: Ledger;
  transport: Transport;
  connections: number;
  /** Messages a second over all connections, evenly; as many as go without it. */
  rate?: number;
  /** Limits by recipient domain. */
  domains?: DomainLimits;
  /** Where other processes work on the same run: rates and limits by domain are for all of them together. */
  shared?: Shared;
  /** Where it stands that the server refuses us, for all senders. */
  stops?: Stops;
  /** Watches over several runs; one of the run's own without it. */
  guard?: PolicyGuard;
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
  /** Milliseconds from the first attempt of a delivery after which it is given up. */
  giveUpAfter: number;
  /** Milliseconds between attempts to write how a delivery ended, where the ledger cannot be written; as many attempts, and one. */
  ledger: readonly number[];
  /** Milliseconds between attempts to reach a server that cannot be reached; as many attempts, then the run ends. */
  reconnect: readonly number[];
};

export const usualRetry: RetryPolicy = {
  pauses: [30_000, 120_000, 300_000, 600_000, 1_800_000, 3_600_000, 7_200_000, 14_400_000],
  // RFC 5321 section 4.5.4.1: at least four to five days.
  giveUpAfter: 432_000_000,
  patience: runPatience,
  ledger: [500, 2_000, 5_000],
  reconnect: [1_000, 3_000, 8_000, 15_000],
};

/** SMTP connections at once, where nobody says how many. */
export const usualConnections = 5;

/** Milliseconds a run is ours without a word from us, and between two words. */
export const leaseTime = 60_000;
const renewEvery = 15_000;

/** Milliseconds after which a chunk is looked at again of which only readers of slow domains are left. */
const heldPauseMs = 60_000;

/**
 * Why a run ended. `unreachable`: no connection can be had; `rejected`: the server refuses us, not our readers, and all sending
 * has stopped until a moment. Both carry the reason in words. `spent`: what may be sent before a moment is sent.
 */
export type RunEnd =
  | { kind: 'done' | 'interrupted' }
  | { kind: 'waiting' | 'spent'; until: Date }
  | { kind: 'unreachable'; words: string }
  | { kind: 'rejected'; words: string; until: Date }
  | { kind: 'lost-run' };

/** Makes every delivery of the run that is due, and waits a while for those that are due soon. */
export async function deliver(job: RunJob): Promise<RunEnd> {
  const stop = new AbortController();
  const signal = AbortSignal.any([job.signal, stop.signal]);
  /** What ends the run though nobody asked it to: it is another's by now, or another sender has stopped all sending. */
  let ended: RunEnd | undefined;
  let isProbing = true;
  let notBefore: Date | undefined;
  const keepLease = setInterval(async () => {
    const until = new Date(job.now().getTime() + leaseTime);
    if (!(await job.ledger.renew(job.week, job.token, until).catch(() => true))) ended = { kind: 'lost-run' };
    const stopped = isProbing ? undefined : await job.stops?.current().catch(() => undefined);
    if (stopped !== undefined) ended ??= { kind: 'rejected', words: wordsOf(stopped), until: stopped.tryAt };
    if (ended !== undefined) stop.abort();
  }, renewEvery);
  const end = (otherwise: RunEnd): RunEnd => ended ?? (job.signal.aborted ? { kind: 'interrupted' } : otherwise);
  try {
    const stopped = await probe(job, signal);
    isProbing = false;
    if (stopped !== undefined) return end(stopped);
    let patienceEnds: number | undefined;
    for (;;) {
      const { tried, reason, refusal, isHeld } = await pass(job, signal);
      if (refusal !== undefined) return end(await stopSending(job, refusal));
      if (signal.aborted) return end({ kind: 'interrupted' });
      if (reason !== undefined && tried === 0) return { kind: 'unreachable', words: reason };
      if (reason !== undefined) continue;
      if (isHeld) {
        // Only those of domains that take little now are left: they are given back, for others to go on.
        notBefore = new Date(job.now().getTime() + heldPauseMs);
        return end({ kind: 'waiting', until: notBefore });
      }
      const { budget } = job;
      if (budget !== undefined && budget.left <= 0 && (await job.ledger.open(job.week, budget.until, 0, 1)).length > 0)
        return { kind: 'spent', until: budget.until };
      const due = await job.ledger.nextDue(job.week, job.now());
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
    await job.ledger.release(job.week, job.token, job.now(), notBefore);
  }
}

/** Where all sending has stopped: tries one message once its time has come. @returns nothing where sending may go on */
async function probe(job: RunJob, signal: AbortSignal): Promise<RunEnd | undefined> {
  const stop = await job.stops?.current();
  if (stop === undefined || job.stops === undefined) return undefined;
  const next = new Date(job.now().getTime() + probePause(stop.probes + 1));
  if (!(await job.stops.probe(job.now(), next)))
    return {
      kind: 'rejected',
      words: wordsOf(stop),
      until: new Date(Math.max(stop.tryAt.getTime(), job.now().getTime())),
    };
  const one = () => pass({ ...job, connections: 1, budget: { left: 1, until: next } }, signal);
  let { tried, accepted, reason } = await one();
  // Who is skipped is no try: the next one is.
  while (tried === 0 && reason === undefined && !signal.aborted) {
    if ((await job.ledger.open(job.week, job.now(), 0, 1)).length === 0) return undefined;
    ({ tried, accepted, reason } = await one());
  }
  if (accepted > 0) await job.stops.lift();
  if (accepted > 0) return undefined;
  if (reason !== undefined && tried === 0) return { kind: 'unreachable', words: reason };
  return { kind: 'rejected', words: wordsOf(stop), until: next };
}

/** Stops all sending, of every sender. */
async function stopSending(job: RunJob, refusal: NonNullable<PolicyGuard['refusal']>): Promise<RunEnd> {
  const until = new Date(job.now().getTime() + probePause(0));
  await job.stops?.set(refusal, until, job.now());
  return { kind: 'rejected', words: wordsOf(refusal), until };
}

const wordsOf = ({ code, words }: { code?: number; words: string }): string =>
  code === undefined ? words : `${code} ${words}`;
