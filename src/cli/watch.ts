import { setTimeout as pause } from 'node:timers/promises';
import { maxTroubled, troubledStates } from '../app/send/result.ts';
import { maxDueWaitMs } from '../delivery/run/due-verdict.ts';
import { holderName } from '../delivery/run/lease-holder.ts';
import { laterOf, planRun } from '../delivery/run/plan-run.ts';
import type { Plan } from '../delivery/run/run-plan.ts';
import type { Counts } from '../store/ledger/ledger-views.ts';
import { openStates } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { counted, t } from '../wording/wording.ts';
import type { Context } from './context.ts';
import { showOutcome } from './terminal/deliveries.ts';
import { makeProgress } from './terminal/progress.ts';
import { waitingWords } from './terminal/waves.ts';
import { workerLines } from './terminal/workers.ts';

const lookEveryMs = 1_000;

/** Shows the progress of a run that other processes send, until none of it is due soon. A stop ends the watching, not the run. */
export async function watchRun(context: Context, store: Store, week: string, signal: AbortSignal): Promise<void> {
  const { terminal, now, json, print } = context;
  const started = performance.now();
  const found = await planRun(store, { week, editions: [], now: now() });
  const past = finishedRun(found);
  const before = past?.before ?? found;
  const soon = (): Date => new Date(now().getTime() + maxDueWaitMs);
  const counts = await store.ledger.counts(week, soon());
  const bar = makeProgress(terminal, sum(counts) - laterOf(counts), t('messages'), closedOf(counts));
  const workers = workerLines();
  let lookedAt = performance.now();
  while (!signal.aborted && (await isUnderWay(store, week, now(), soon()))) {
    const held = await store.chunks.held(week);
    const alone = held.length > 0 ? undefined : (await store.ledger.run(week))?.holder;
    workers.see(held, lookedAt);
    bar.update(closedOf(await store.ledger.counts(week, now())), () => {
      if (held.length > 0) return [counted(held.length, 'worker', 'workers'), ...workers.lines()];
      return [
        alone === undefined
          ? t('No worker sends it now: hebdo worker')
          : t('sent by %{name}', { name: holderName(alone.name) }),
      ];
    });
    // Counting millions takes its time: the workers are to have most of the database.
    const waitMs = Math.max(lookEveryMs, 10 * (performance.now() - lookedAt));
    await pause(waitMs, undefined, { signal }).catch(() => undefined);
    lookedAt = performance.now();
  }
  bar.end();
  const after = await planRun(store, { week, editions: [], now: now() });
  const seconds = past?.seconds ?? (performance.now() - started) / 1_000;
  const troubled = await store.ledger.list(week, troubledStates, maxTroubled);
  if (past !== undefined) terminal.say(t('  The sending of %{week} has finished:', { week }));
  if (json) print('send', { week, seconds, editions: after.editions });
  else showOutcome(terminal, week, { before, after, seconds, troubled });
  if (signal.aborted) terminal.say(t('\n  The others go on. To watch again: hebdo send %{week} --watch', { week }));
  else if (after.waiting > 0)
    terminal.say(
      t('\n  %{waiting} for their local time; workers go on with them by themselves.', {
        waiting: waitingWords(after.waiting),
      }),
    );
}

/** A run that has finished before it was watched: what it began with, and how long it took. Undefined for another. */
function finishedRun({ begun, editions, ...rest }: Plan): { before: Plan; seconds: number } | undefined {
  if (begun?.finishedAt === undefined) return undefined;
  const before = editions.map(({ language, states }) => {
    const due = Object.values(states).reduce((total, count) => total + count, 0);
    return { language, due, states: {} };
  });
  const seconds = (Date.parse(begun.finishedAt) - Date.parse(begun.startedAt)) / 1_000;
  return { before: { ...rest, begun, editions: before }, seconds };
}

async function isUnderWay({ ledger }: Store, week: string, now: Date, soon: Date): Promise<boolean> {
  if ((await ledger.run(week))?.finishedAt !== undefined) return false;
  const due = await ledger.nextDue(week, now);
  if (due !== undefined) return due <= soon;
  // The last are on the wire; with none there, their sender died before it had marked the run as finished.
  return (await ledger.counts(week, now)).some(({ state }) => openStates.includes(state));
}

const sum = (counts: Counts): number => counts.reduce((total, { count }) => total + count, 0);
const closedOf = (counts: Counts): number => sum(counts.filter(({ state }) => !openStates.includes(state)));
