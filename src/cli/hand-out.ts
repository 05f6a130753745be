import { setTimeout as pause } from 'node:timers/promises';
import { planRun, totalDue } from '../delivery/plan.ts';
import { openStates } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { languagesOf, type Sendable } from './compile-apart.ts';
import { type Context, type ExitCode, exit } from './context.ts';
import { takeRun } from './take-run.ts';
import { showOutcome } from './terminal/deliveries.ts';
import { makeProgress } from './terminal/progress.ts';

/** Deliveries in a piece: some seconds of one worker's time, so that one that dies takes little with it; fewer of a small run, so that there are some for all. */
const pieceSize = (due: number): number => Math.min(500, Math.max(20, Math.ceil(due / 20)));
const lookEvery = 1_000;

/**
 * Begins an issue's run and cuts it into pieces for workers (`hebdo worker`), then watches until the last is done. Stopped, it
 * only stops watching.
 */
export async function handOut(
  context: Context,
  {
    sendable,
    store,
    acceptChanges,
    signal,
  }: { sendable: Sendable; store: Store; acceptChanges: boolean; signal: AbortSignal },
): Promise<ExitCode> {
  const { terminal, now, json, print } = context;
  const { week, audience } = sendable.issue;
  const languages = languagesOf(sendable);
  const taken = await takeRun(context, { sendable, store, acceptChanges, handOut: true });
  if (taken.kind === 'refused') return taken.code;
  const started = performance.now();
  const plan = await planRun(store, week, languages, now(), audience);
  const pieces = await store.chunks.cut(week, pieceSize(totalDue(plan)));
  await store.ledger.release(week, taken.holder, now());
  terminal.say(`  ${pieces.toLocaleString('en')} pieces wait for workers, or are with them: hebdo worker`);
  const total = sum(await store.ledger.counts(week));
  const bar = makeProgress(terminal, total, 'messages');
  while (!signal.aborted && (await store.chunks.left(week)) > 0) {
    const looked = performance.now();
    const closed = (await store.ledger.counts(week)).filter(({ state }) => !openStates.includes(state));
    const workers = await store.chunks.workers(now());
    bar.update(sum(closed), () => [`${workers} ${workers === 1 ? 'worker' : 'workers'}`]);
    // Counting millions takes its time: the workers are to have most of the database.
    const wait = Math.max(lookEvery, 10 * (performance.now() - looked));
    await pause(wait, undefined, { signal }).catch(() => undefined);
  }
  bar.end();
  const after = await planRun(store, week, languages, now(), audience);
  const seconds = (performance.now() - started) / 1_000;
  if (json) print({ week, seconds, editions: after.editions });
  else await showOutcome(terminal, store, week, plan, after, seconds);
  if (signal.aborted) {
    terminal.say('\n  The workers go on. To watch again, run the same command.');
    return exit.interrupted;
  }
  const uncertain = after.editions.reduce((total, { states }) => total + (states.uncertain ?? 0), 0);
  return uncertain === 0 ? exit.done : exit.partly;
}

const sum = (counts: readonly { count: number }[]): number => counts.reduce((total, { count }) => total + count, 0);
