import { setTimeout as pause } from 'node:timers/promises';
import { policyGuard } from '../../delivery/pacing/policy-guard.ts';
import { isDeadHolder, newHolder } from '../../delivery/run/lease-holder.ts';
import { localMoment, timeZoneOf } from '../../publication/local-time.ts';
import { errorText } from '../../source/error-text.ts';
import { mayProbe } from '../../store/ledger/stops.ts';
import type { Store } from '../../store/store.ts';
import { t } from '../../wording/wording.ts';
import type { AppContext } from '../context.ts';
import { keepMarker, type MarkerKeeper } from '../marker/keep-marker.ts';
import { markerProblems } from '../marker/run-marker.ts';
import { type Log, makeLog } from '../observe/log.ts';
import { makeMetrics } from '../observe/metrics.ts';
import { type SendSettings, transportOf } from '../settings/send-settings.ts';
import { type IssueAtHand, issueAtHand, runChunk, type Work } from './work-on-chunk.ts';

/** How looking for a chunk ended, and milliseconds until the next look. */
const pausesMs = {
  /** A chunk was worked on. */
  worked: 0,
  nothing: 1_000,
  /** Other workers hold all permits of a limit. */
  full: 1_000,
  /** The database is away. */
  failed: 3_000,
  /** The SMTP server is away, or refuses us. */
  unreachable: 10_000,
  /** What the day's warm-up allows is sent. */
  spent: 60_000,
};

/** Milliseconds between two looks for chunks of dead workers, and for an issue that could not be sent from here. */
const recoverEveryMs = 5_000;
const lookAgainMs = 10_000;

/** What a worker works on, and what stands in its way. `chunk` counts from 0; -1 before the first. */
export type WorkerState = { well: boolean; week: string; chunk: number; chunks: number; words: string };

/** The state of a worker that has not begun. */
export const idleWorker = (): WorkerState => ({ well: true, week: '', chunk: -1, chunks: 0, words: '' });

export type WorkerOptions = {
  settings: SendSettings;
  /** SMTP connections of this worker; else its share of hebdo.yaml, else five. */
  connections?: number;
  /** End when nothing is left to take; errors are thrown instead of tried again. */
  once: boolean;
  /** Is kept up to date. */
  state: WorkerState;
  signal: AbortSignal;
};

/** What a worker knows between two chunks. */
type Worker = {
  context: AppContext;
  work: Work;
  state: WorkerState;
  /** The issues that were looked at, and when. */
  issues: Map<string, { issue: IssueAtHand | undefined; marker?: MarkerKeeper; at: number }>;
  signal: AbortSignal;
};

/** Takes chunks of runs that were handed out, one after another, until it is stopped. @returns `done` if it ended by itself */
export async function workOnChunks(context: AppContext, options: WorkerOptions): Promise<'done' | 'interrupted'> {
  const { settings, connections, once, state, signal } = options;
  const { tell, env } = context;
  const log = await makeLog(env);
  const failed = async (cause: unknown): Promise<void> => {
    const words = errorText(cause);
    log.error({ words }, 'worker');
    Object.assign(state, { well: false, words });
    await tell({
      kind: 'notice',
      words: t('%{why} hebdo tries again; nothing is lost.', { why: `${words.replace(/\.$/, '')}.` }),
    });
  };
  const store = await storeInTime(context, once, failed, signal);
  if (store === undefined) return 'interrupted';
  const metrics = await makeMetrics(env);
  const transport = await transportOf(settings);
  const work = { store, transport, settings, holder: newHolder(), connections, log, metrics, guard: policyGuard() };
  const worker: Worker = { context, work, state, issues: new Map(), signal };
  let recoveredAt = Number.NEGATIVE_INFINITY;
  await tell({
    kind: 'notice',
    words: t('Waiting for chunks of runs: hebdo send ISSUE --hand-out   (Ctrl-C ends it)'),
  });
  try {
    while (!signal.aborted) {
      try {
        if (performance.now() - recoveredAt >= recoverEveryMs) {
          await store.chunks.recover(isDeadHolder, context.now());
          await store.limits.freePermits(isDeadHolder);
          recoveredAt = performance.now();
        }
        const how = await workOnce(worker, log);
        if (how !== 'unreachable') Object.assign(state, { well: true, words: '' });
        if (once && (how === 'nothing' || how === 'spent')) break;
        await pause(pausesMs[how], undefined, { signal }).catch(() => undefined);
      } catch (cause) {
        if (once) throw cause;
        await failed(cause);
        await pause(pausesMs.failed, undefined, { signal }).catch(() => undefined);
      }
    }
    return 'done';
  } finally {
    for (const { marker } of worker.issues.values()) await marker?.close();
    await metrics.close();
    await store.close();
  }
}

/** Opens the store, waiting for one that cannot be reached. @returns undefined if it is stopped meanwhile */
async function storeInTime(
  context: AppContext,
  once: boolean,
  failed: (cause: unknown) => Promise<void>,
  signal: AbortSignal,
): Promise<Store | undefined> {
  while (!signal.aborted) {
    try {
      return await context.openStore();
    } catch (cause) {
      if (once) throw cause;
      await failed(cause);
      await pause(pausesMs.failed, undefined, { signal }).catch(() => undefined);
    }
  }
  return undefined;
}

/** Takes a chunk and works on it, if there is one. */
async function workOnce(worker: Worker, log: Log): Promise<keyof typeof pausesMs> {
  const { context, work, state, issues, signal } = worker;
  const { tell, now } = context;
  const { store, holder } = work;
  const stop = await store.stops.current();
  work.metrics.stopped(stop !== undefined);
  if (stop !== undefined && !mayProbe(stop, now()))
    return unreachable(
      worker,
      t('the server refuses every message (%{words}); next attempt at %{tryAt}', {
        words: stop.words,
        tryAt: localMoment(stop.tryAt, await timeZoneOf(context.folder)),
      }),
    );
  const sendable = await sendableIssues(worker);
  const chunk = await store.chunks.take([...sendable.keys()], holder, now());
  const issue = chunk && sendable.get(chunk.week);
  if (chunk === undefined || issue === undefined) return 'nothing';
  const { week, number } = chunk;
  Object.assign(state, { week, chunk: number });
  // A stop that was lifted: refusals are counted anew.
  if (work.guard.refusal !== undefined) work.guard = policyGuard();
  const behind = issues.get(week)?.marker?.behind;
  const end = await runChunk(context, work, chunk, issue, AbortSignal.any([signal, ...(behind ? [behind] : [])]));
  if (end === undefined) {
    await store.chunks.release(chunk, now(), new Date(now().getTime() + pausesMs.full));
    return 'full';
  }
  state.chunks++;
  log.info({ week, chunk: number, ...end }, 'chunk ends');
  if (end.kind === 'unreachable' || end.kind === 'rejected') return unreachable(worker, end.words);
  if (end.kind !== 'spent') return 'worked';
  const until = localMoment(end.until, issue.publication.time_zone);
  await tell({
    kind: 'notice',
    words: t('Today’s share of the warm-up is sent; the rest waits until %{until}.', { until }),
  });
  return 'spent';
}

async function unreachable({ context, state }: Worker, words: string): Promise<'unreachable'> {
  if (state.words !== words)
    await context.tell({
      kind: 'notice',
      words: t('Nothing can be sent: %{words}. hebdo tries again; nothing is lost.', { words }),
    });
  Object.assign(state, { well: false, words });
  return 'unreachable';
}

/** The issues of runs that were handed out which can be sent from here, by their weeks, the oldest first. */
async function sendableIssues({ context, work, issues }: Worker): Promise<Map<string, IssueAtHand>> {
  const sendable = new Map<string, IssueAtHand>();
  const weeks = await work.store.chunks.weeks();
  // The marker of a run that is done is written a last time.
  for (const [week, { marker }] of issues)
    if (!weeks.includes(week)) {
      issues.delete(week);
      await marker?.close();
    }
  for (const week of weeks) {
    const known = issues.get(week);
    const isRecent = known !== undefined && known.issue === undefined && performance.now() - known.at < lookAgainMs;
    let issue = isRecent ? undefined : await issueAtHand(context, work, week, known?.issue);
    let marker = known?.marker;
    await marker?.check();
    if (issue !== undefined && (marker === undefined || marker.behind.aborted)) {
      const marked = { store: work.store, publication: issue.publication, week };
      const doubts = await markerProblems(context, marked);
      if (doubts.length > 0) {
        await context.tell({ kind: 'problems', problems: doubts });
        issue = undefined;
      }
      await marker?.close();
      marker = issue === undefined ? undefined : await keepMarker(context, marked);
    }
    if (!isRecent) issues.set(week, { issue, marker, at: performance.now() });
    if (issue !== undefined) sendable.set(week, issue);
  }
  return sendable;
}
