import { setTimeout as pause } from 'node:timers/promises';
import { isDeadHolder, newHolder } from '../../delivery/holder.ts';
import { leaseTime } from '../../delivery/run.ts';
import { type Context, type ExitCode, exit } from '../context.ts';
import { makeLog } from '../log.ts';
import { isPostgres, manyNeedPostgres } from '../many.ts';
import { makeMetrics } from '../metrics.ts';
import { type IssueAtHand, issueAtHand, runPiece, type Work } from '../piece.ts';
import { markerProblems } from '../run-marker.ts';
import { sendSettings, transportOf } from '../settings.ts';

/** What came of looking for a piece, and milliseconds until it is worth to look again. */
const pauses = {
  /** A piece was worked on. */
  worked: 0,
  nothing: 1_000,
  /** Others have all of a limit now. */
  full: 1_000,
  /** The database is away. */
  failed: 3_000,
  /** The issue is another here than the one that was handed out, or cannot be read. */
  elsewhere: 10_000,
  /** The SMTP server is away, or will not have us. */
  unreachable: 10_000,
  /** What the day's warm-up allows is sent. */
  spent: 60_000,
};

/** What `--health` tells: what a worker works on, and what stands in its way. */
type State = { well: boolean; week: string; piece: number; pieces: number; words: string };

/** `hebdo worker`: takes pieces of runs that were handed out, one after another, until it is told to stop. */
export async function worker(
  context: Context,
  { connections, once, health }: { connections?: number; once: boolean; health?: number },
  signal: AbortSignal,
): Promise<ExitCode> {
  const { terminal, refuse, env, folder } = context;
  if (!isPostgres(context)) return refuse([manyNeedPostgres]);
  const settings = await sendSettings(folder, env);
  if (settings.value === undefined) return refuse(settings.problems);
  const store = await context.openStore();
  const log = await makeLog(env);
  const transport = await transportOf(settings.value);
  const metrics = await makeMetrics(env);
  const work: Work = { store, transport, settings: settings.value, holder: newHolder(), connections, log, metrics };
  const state: State = { well: true, week: '', piece: -1, pieces: 0, words: '' };
  const watched = health === undefined ? undefined : await watchedOver(state, health);
  const issues = new Map<string, IssueAtHand>();
  terminal.say('  Waiting for pieces of runs: hebdo send ISSUE --hand-out   (Ctrl-C ends it)');
  try {
    while (!signal.aborted) {
      const came = await workOnce(context, work, issues, state, signal).catch((cause: unknown) => {
        if (once) throw cause;
        const words = cause instanceof Error ? cause.message : String(cause);
        log.error({ words }, 'worker');
        terminal.say(`  ${words}. It is tried again; nothing is lost.`);
        Object.assign(state, { well: false, words });
        return 'failed' as const;
      });
      if (came !== 'failed' && came !== 'unreachable') Object.assign(state, { well: true, words: '' });
      if (once && (came === 'nothing' || came === 'spent')) break;
      await pause(pauses[came], undefined, { signal }).catch(() => undefined);
    }
    return exit.done;
  } finally {
    await watched?.close();
    await metrics.close();
    await store.close();
  }
}

/** Takes a piece and works on it, if there is one. */
async function workOnce(
  context: Context,
  work: Work,
  issues: Map<string, IssueAtHand>,
  state: State,
  signal: AbortSignal,
): Promise<keyof typeof pauses> {
  const { terminal, now, refuse } = context;
  const { store, holder, log } = work;
  await store.chunks.free(isDeadHolder, now());
  await store.limits.free(isDeadHolder);
  const chunk = await store.chunks.take(holder, now(), new Date(now().getTime() + leaseTime));
  if (chunk === undefined) return 'nothing';
  const { week, number } = chunk;
  Object.assign(state, { week, piece: number });
  const issue = await issueAtHand(context, work, week, issues.get(week));
  const isNew = issue !== undefined && !issues.has(week);
  const doubts = isNew ? await markerProblems(context, { store, publication: issue.publication, week }) : [];
  if (doubts.length > 0) {
    await refuse(doubts);
    await store.chunks.release(chunk, holder, now());
    return 'elsewhere';
  }
  const end = issue && (await runPiece(context, work, chunk, issue, signal));
  if (issue !== undefined) issues.set(week, issue);
  if (end === undefined) {
    await store.chunks.release(chunk, holder, now());
    return issue === undefined ? 'elsewhere' : 'full';
  }
  state.pieces++;
  log.info({ week, chunk: number, ...end }, 'chunk ends');
  if (end.kind === 'unreachable' || end.kind === 'rejected') {
    Object.assign(state, { well: false, words: end.words });
    terminal.say(`  The SMTP server cannot be used: ${end.words}. It is tried again; nothing is lost.`);
    return 'unreachable';
  }
  if (end.kind !== 'spent') return 'worked';
  terminal.say(`  The share of today's warm-up is sent; the rest waits for ${end.until.toISOString()}.`);
  return 'spent';
}

async function watchedOver(state: State, port: number) {
  const [{ healthApp }, { serveWeb }] = await Promise.all([
    import('../../web/health.ts'),
    import('../../web/server.ts'),
  ]);
  return serveWeb(
    healthApp(() => ({ ...state })),
    { host: '0.0.0.0', port },
  );
}
