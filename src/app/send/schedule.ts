import { watch } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { issuesFolder } from '../../issue/issue-files.ts';
import { errorText } from '../../source/error-text.ts';
import type { Problem } from '../../source/problem.ts';
import type { Store } from '../../store/store.ts';
import { t } from '../../wording/wording.ts';
import { loadNewsletter } from '../compile/newsletter.ts';
import type { AppContext } from '../context.ts';
import { makeLog } from '../observe/log.ts';
import { dueIssues } from './due-issues.ts';
import type { SendOptions } from './options.ts';
import { notSent, sendDue } from './send-due.ts';

/** Everything is looked at again after so long, whatever happens: deferred deliveries go on. */
const recheckAfterMs = 60_000;
/** An editor writes a file in several steps. */
const settleMs = 500;

/** Sends each ready issue when its time comes, until it is stopped. Of several schedulers on one database, one sends. */
export async function schedule(
  context: AppContext,
  store: Store,
  options: SendOptions,
  signal: AbortSignal,
): Promise<void> {
  const { folder, tell } = context;
  const log = await makeLog(context.env);
  let woken = new AbortController();
  const watcher = watch(join(folder, issuesFolder), () => woken.abort()).on('error', () => undefined);
  // Problems and the next issue are reported when they change, not every minute.
  const last = new Map<string, string>();
  const hasChanged: HasChanged = (topic, words) => {
    if (last.get(topic) === words) return false;
    last.set(topic, words);
    return true;
  };
  try {
    await tell({ kind: 'notice', words: t('Sending each ready issue when its time comes.   (Ctrl-C ends it)') });
    while (!signal.aborted) {
      woken = new AbortController();
      let waitMs = recheckAfterMs;
      try {
        waitMs = await sendAndWait(context, store, options, hasChanged, signal);
      } catch (cause) {
        const why = errorText(cause);
        log.error({ why }, 'schedule');
        if (hasChanged('failure', why))
          await tell({
            kind: 'notice',
            words: t('%{why}. hebdo tries again in a minute; nothing is lost.', { why: why.replace(/\.$/, '') }),
          });
      }
      await pause(waitMs, undefined, { signal: AbortSignal.any([signal, woken.signal]) }).catch(() => undefined);
      if (woken.signal.aborted) await pause(settleMs, undefined, { signal }).catch(() => undefined);
    }
  } finally {
    watcher.close();
  }
}

/** Whether the words of a topic are others than the last time. */
type HasChanged = (topic: string, words: string) => boolean;

/** Sends what is due. @returns milliseconds until there is something to look at again */
async function sendAndWait(
  context: AppContext,
  store: Store,
  options: SendOptions,
  hasChanged: HasChanged,
  signal: AbortSignal,
): Promise<number> {
  const { tell, folder, now } = context;
  const newsletter = await loadNewsletter(folder);
  const tellProblems = async (problems: readonly Problem[]): Promise<void> => {
    if (hasChanged('problems', JSON.stringify(problems)) && problems.length > 0)
      await tell({ kind: 'problems', problems, consequence: notSent });
  };
  if (newsletter.value === undefined) {
    await tellProblems(newsletter.problems);
    return recheckAfterMs;
  }
  const { due, waiting, problems } = await dueIssues(newsletter.value, store, now());
  await tellProblems(problems);
  if (due.length > 0) await sendDue(context, store, due, options, signal);
  const [next] = waiting;
  if (next === undefined) return recheckAfterMs;
  if (hasChanged('next', `${next.week} ${next.at}`))
    await tell({ kind: 'notice', words: t('Next: %{week} at %{at}', { week: next.week, at: String(next.at) }) });
  return Math.max(0, Math.min(recheckAfterMs, next.at.epochMilliseconds - now().getTime()));
}
