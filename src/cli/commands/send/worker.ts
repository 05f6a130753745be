import { setTimeout as pause } from 'node:timers/promises';
import { keepMarker, type MarkerKeeper, markerProblems } from '../../../app/marker/run-marker.ts';
import { makeLog } from '../../../app/observe/log.ts';
import { makeMetrics } from '../../../app/observe/metrics.ts';
import { type IssueAtHand, issueAtHand, runChunk, type Work } from '../../../app/send/work-on-chunk.ts';
import { isPostgres, manyNeedPostgres } from '../../../app/settings/require-postgres.ts';
import { sendSettings, transportOf } from '../../../app/settings/send-settings.ts';
import { policyGuard } from '../../../delivery/pacing/policy-guard.ts';
import { isDeadHolder, newHolder } from '../../../delivery/run/holder.ts';
import type { Store } from '../../../store/store.ts';
import { type Context, type ExitCode, exit } from '../../context.ts';

/** What came of looking for a chunk, and milliseconds until it is worth to look again. */
const pauses = {
  /** A chunk was worked on. */
  worked: 0,
  nothing: 1_000,
  /** Others have all of a limit now. */
  full: 1_000,
  /** The database is away. */
  failed: 3_000,
  /** The SMTP server is away, or will not have us. */
  unreachable: 10_000,
  /** What the day's warm-up allows is sent. */
  spent: 60_000,
};

/** Milliseconds between two looks for what others left, and for an issue that could not be sent from here. */
const recoverEveryMs = 5_000;
const lookAgainMs = 10_000;

/** What `--health` tells: what a worker works on, and what stands in its way. */
type State = { well: boolean; week: string; chunk: number; chunks: number; words: string };

/** The issues that were looked at, and when. */
type Issues = Map<string, { issue: IssueAtHand | undefined; marker?: MarkerKeeper; at: number }>;

/** `hebdo worker`: takes chunks of runs that were handed out, one after another, until it is told to stop. */
export async function worker(
  context: Context,
  { connections, once, health }: { connections?: number; once: boolean; health?: number },
  signal: AbortSignal,
): Promise<ExitCode> {
  const { terminal, refuse, env, folder } = context;
  if (!isPostgres(context)) return refuse([manyNeedPostgres]);
  const settings = await sendSettings(folder, env);
  if (settings.value === undefined) return refuse(settings.problems);
  const log = await makeLog(env);
  const state: State = { well: true, week: '', chunk: -1, chunks: 0, words: '' };
  const watched = health === undefined ? undefined : await watchedOver(state, health);
  const failed = (cause: unknown): void => {
    const words = cause instanceof Error ? cause.message : String(cause);
    log.error({ words }, 'worker');
    terminal.say(`  ${words.replace(/\.$/, '')}. It is tried again; nothing is lost.`);
    Object.assign(state, { well: false, words });
  };
  const store = await storeInTime(context, once, failed, signal);
  if (store === undefined) return exit.interrupted;
  const transport = await transportOf(settings.value);
  const metrics = await makeMetrics(env);
  const holder = newHolder();
  const work: Work = {
    store,
    transport,
    settings: settings.value,
    holder,
    connections,
    log,
    metrics,
    guard: policyGuard(),
  };
  const issues: Issues = new Map();
  let recovered = Number.NEGATIVE_INFINITY;
  terminal.say('  Waiting for chunks of runs: hebdo send ISSUE --hand-out   (Ctrl-C ends it)');
  try {
    while (!signal.aborted) {
      try {
        if (performance.now() - recovered >= recoverEveryMs) {
          await store.chunks.recover(isDeadHolder, context.now());
          await store.limits.freePermits(isDeadHolder);
          recovered = performance.now();
        }
        const came = await workOnce(context, work, issues, state, signal);
        if (came !== 'unreachable') Object.assign(state, { well: true, words: '' });
        if (once && (came === 'nothing' || came === 'spent')) break;
        await pause(pauses[came], undefined, { signal }).catch(() => undefined);
      } catch (cause) {
        if (once) throw cause;
        failed(cause);
        await pause(pauses.failed, undefined, { signal }).catch(() => undefined);
      }
    }
    return exit.done;
  } finally {
    for (const { marker } of issues.values()) await marker?.close();
    await watched?.close();
    await metrics.close();
    await store.close();
  }
}

/** Opens the store; one that is away is waited for. @returns nothing if it is told to stop meanwhile */
async function storeInTime(
  context: Context,
  once: boolean,
  failed: (cause: unknown) => void,
  signal: AbortSignal,
): Promise<Store | undefined> {
  while (!signal.aborted) {
    try {
      return await context.openStore();
    } catch (cause) {
      if (once) throw cause;
      failed(cause);
      await pause(pauses.failed, undefined, { signal }).catch(() => undefined);
    }
  }
  return undefined;
}

/** The issues of runs that were handed out which can be sent from here, by their weeks, the oldest first. */
async function sendableIssues(context: Context, work: Work, issues: Issues): Promise<Map<string, IssueAtHand>> {
  const sendable = new Map<string, IssueAtHand>();
  const weeks = await work.store.chunks.weeks();
  // Of a run that is done, what was sent is written down.
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
      if (doubts.length > 0) await context.refuse(doubts);
      if (doubts.length > 0) issue = undefined;
      await marker?.close();
      marker = issue === undefined ? undefined : await keepMarker(context, marked);
    }
    if (!isRecent) issues.set(week, { issue, marker, at: performance.now() });
    if (issue !== undefined) sendable.set(week, issue);
  }
  return sendable;
}

/** Takes a chunk and works on it, if there is one. */
async function workOnce(
  context: Context,
  work: Work,
  issues: Issues,
  state: State,
  signal: AbortSignal,
): Promise<keyof typeof pauses> {
  const { terminal, now } = context;
  const { store, holder, log } = work;
  const unreachable = (words: string): 'unreachable' => {
    if (state.words !== words) terminal.say(`  Nothing can be sent: ${words}. It is tried again; nothing is lost.`);
    Object.assign(state, { well: false, words });
    return 'unreachable';
  };
  const stop = await store.stops.current();
  work.metrics.stopped(stop !== undefined);
  if (stop !== undefined && stop.tryAt > now())
    return unreachable(`the server refuses us (${stop.words}), until ${stop.tryAt.toISOString()}`);
  const sendable = await sendableIssues(context, work, issues);
  const chunk = await store.chunks.take([...sendable.keys()], holder, now());
  const issue = chunk && sendable.get(chunk.week);
  if (chunk === undefined || issue === undefined) return 'nothing';
  const { week, number } = chunk;
  Object.assign(state, { week, chunk: number });
  // A stop that was lifted: refusals are counted anew.
  if (work.guard.refusal !== undefined) work.guard = policyGuard();
  const behind = issues.get(week)?.marker?.behind;
  const end = await runChunk(
    context,
    work,
    chunk,
    issue,
    behind === undefined ? signal : AbortSignal.any([signal, behind]),
  );
  if (end === undefined) {
    await store.chunks.release(chunk, now(), new Date(now().getTime() + pauses.full));
    return 'full';
  }
  state.chunks++;
  log.info({ week, chunk: number, ...end }, 'chunk ends');
  if (end.kind === 'unreachable' || end.kind === 'rejected') return unreachable(end.words);
  if (end.kind !== 'spent') return 'worked';
  terminal.say(`  The share of today's warm-up is sent; the rest waits for ${end.until.toISOString()}.`);
  return 'spent';
}

async function watchedOver(state: State, port: number) {
  const [{ healthApp }, { serveWeb }] = await Promise.all([
    import('../../../web/health.ts'),
    import('../../../web/server.ts'),
  ]);
  return serveWeb(
    healthApp(() => ({ ...state })),
    { host: '0.0.0.0', port },
  );
}
