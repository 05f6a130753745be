import { setTimeout as pause } from 'node:timers/promises';
import { newHolder } from '../delivery/holder.ts';
import { editionFor, planRun } from '../delivery/plan.ts';
import { leaseTime } from '../delivery/run.ts';
import { missingApprovals } from '../issue/approvals.ts';
import type { Counts, Store } from '../store/store.ts';
import { languagesOf, type Sendable } from './compile-apart.ts';
import { type Context, type ExitCode, exit } from './context.ts';
import { changedProblem, heldWords } from './run.ts';
import { showOutcome } from './terminal/deliveries.ts';
import { makeProgress } from './terminal/progress.ts';

/** Deliveries in a piece: some seconds of one worker's time, so that one that dies takes little with it. */
const chunkSize = 500;
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
  const { terminal, refuse, folder, now, json, print } = context;
  const { publication, contentHash, issue } = sendable;
  const { week, audience } = issue;
  const languages = languagesOf(sendable);
  const missing = await missingApprovals(folder, publication, week, contentHash);
  if (missing.length > 0) return refuse(missing);
  const holder = newHolder();
  const claim = await store.ledger.claim({
    week,
    contentHash,
    acceptChanges,
    handOut: true,
    holder,
    now: now(),
    until: new Date(now().getTime() + leaseTime),
    isDead: () => false,
    editionFor: language => editionFor(language, languages),
    audience,
  });
  if (claim.kind === 'changed') return refuse([changedProblem(week, claim.startedAt)]);
  if (claim.kind === 'held') {
    terminal.say(heldWords(week, claim.until));
    return exit.world;
  }
  const started = performance.now();
  const plan = await planRun(store, week, languages, now(), audience);
  const pieces = await store.chunks.cut(week, chunkSize);
  await store.ledger.release(week, holder, now());
  terminal.say(`  ${pieces.toLocaleString('en')} pieces wait for workers, or are with them: hebdo worker`);
  const counts = await store.ledger.counts(week);
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  const bar = makeProgress(terminal, total, 'messages');
  while (!signal.aborted && (await store.chunks.left(week)) > 0) {
    const looked = performance.now();
    const [done, workers] = [closed(await store.ledger.counts(week)), await store.chunks.workers(now())];
    bar.update(done, () => [`${workers} ${workers === 1 ? 'worker' : 'workers'}`]);
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
  const uncertain = after.editions.reduce((sum, { states }) => sum + (states.uncertain ?? 0), 0);
  return uncertain === 0 ? exit.done : exit.partly;
}

const closed = (counts: Counts): number =>
  counts.reduce(
    (sum, { state, count }) => sum + (['accepted', 'failed', 'skipped', 'uncertain'].includes(state) ? count : 0),
    0,
  );
