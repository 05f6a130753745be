import { setTimeout as sleep } from 'node:timers/promises';
import { type PolicyGuard, policyGuard, probePauseMs } from '../pacing/policy-guard.ts';
import { deliverDue } from './deliver-due.ts';
import { renewEveryMs, runLeaseMs } from './lease-holder.ts';
import type { RunEnd, RunJob } from './run-job.ts';
import { LostRun } from './traffic.ts';

/** Milliseconds until a run or chunk is taken again of which only deliveries to slow domains are left. */
const slowDomainsPauseMs = 60_000;

/** Makes every delivery of the run that is due, and waits up to `retry.maxWaitMs` for those that come due. */
export async function deliver({ guard = policyGuard(), ...rest }: RunJob): Promise<RunEnd> {
  const job = { ...rest, guard };
  const stop = new AbortController();
  const signal = AbortSignal.any([job.signal, stop.signal]);
  /** Set if another process holds the run, or another sender has stopped all sending. */
  let ended: RunEnd | undefined;
  let isProbing = true;
  let notBefore: Date | undefined;
  const keepLease = setInterval(async () => {
    const until = new Date(job.now().getTime() + runLeaseMs);
    if (!(await job.ledger.renew(job.week, job.token, until).catch(() => true))) ended = { kind: 'lost-run' };
    const stopped = isProbing ? undefined : await job.stops?.current().catch(() => undefined);
    if (stopped !== undefined) ended ??= { kind: 'rejected', words: wordsOf(stopped), until: stopped.tryAt };
    if (ended !== undefined) stop.abort();
  }, renewEveryMs);
  const end = (otherwise: RunEnd): RunEnd => ended ?? (job.signal.aborted ? { kind: 'interrupted' } : otherwise);
  try {
    const stopped = await probe(job, signal);
    isProbing = false;
    if (stopped !== undefined) return end(stopped);
    let waitEnds: number | undefined;
    for (;;) {
      const { tried, reason, refusal, hasSlowLeft } = await deliverDue(job, signal);
      if (refusal !== undefined) return end(await stopSending(job, refusal));
      if (signal.aborted) return end({ kind: 'interrupted' });
      if (reason !== undefined && tried === 0) return { kind: 'unreachable', words: reason };
      if (reason !== undefined) continue;
      if (hasSlowLeft) {
        // Given back, so that this process can take another chunk meanwhile.
        notBefore = new Date(job.now().getTime() + slowDomainsPauseMs);
        return end({ kind: 'waiting', until: notBefore });
      }
      const { budget } = job;
      if (
        budget !== undefined &&
        budget.left <= 0 &&
        (await job.ledger.open(job.week, budget.until, { limit: 1 })).length > 0
      )
        return { kind: 'spent', until: budget.until };
      const due = await job.ledger.nextDue(job.week, job.now());
      if (due === undefined) return { kind: 'done' };
      const now = job.now().getTime();
      waitEnds ??= now + job.retry.maxWaitMs;
      if (Math.max(now, due.getTime()) > waitEnds) return { kind: 'waiting', until: due };
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

/** While all sending is stopped, tries one message when the next probe is due. @returns undefined if sending may continue */
async function probe(job: RunJob, signal: AbortSignal): Promise<RunEnd | undefined> {
  const stop = await job.stops?.current();
  if (stop === undefined || job.stops === undefined) return undefined;
  const next = new Date(job.now().getTime() + probePauseMs(stop.probes + 1));
  if (!(await job.stops.probe(job.now(), next)))
    return {
      kind: 'rejected',
      words: wordsOf(stop),
      until: new Date(Math.max(stop.tryAt.getTime(), job.now().getTime())),
    };
  const one = () => deliverDue({ ...job, connections: 1, budget: { left: 1, until: next } }, signal, true);
  let { tried, accepted, reason } = await one();
  // A skipped recipient is no try: the next one is probed.
  while (tried === 0 && reason === undefined && !signal.aborted) {
    if ((await job.ledger.open(job.week, job.now(), { limit: 1 })).length === 0) return undefined;
    ({ tried, accepted, reason } = await one());
  }
  if (accepted > 0) await job.stops.lift();
  if (accepted > 0) return undefined;
  if (reason !== undefined && tried === 0) return { kind: 'unreachable', words: reason };
  return { kind: 'rejected', words: wordsOf(stop), until: next };
}

/** Stops all senders. */
async function stopSending(job: RunJob, refusal: NonNullable<PolicyGuard['refusal']>): Promise<RunEnd> {
  const until = new Date(job.now().getTime() + probePauseMs(0));
  await job.stops?.set(refusal, until, job.now());
  return { kind: 'rejected', words: wordsOf(refusal), until };
}

const wordsOf = ({ code, words }: { code?: number; words: string }): string =>
  code === undefined ? words : `${code} ${words}`;
