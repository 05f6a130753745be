import { watch } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { loadNewsletter } from '../../../app/compile/newsletter.ts';
import { makeLog } from '../../../app/observe/log.ts';
import { dueIssues } from '../../../app/send/due-issues.ts';
import { isPostgres, manyNeedPostgres } from '../../../app/settings/require-postgres.ts';
import { issuesFolder } from '../../../issue/load.ts';
import type { Problem } from '../../../source/problem.ts';
import type { Durability } from '../../../store/database/sqlite.ts';
import type { Store } from '../../../store/store.ts';
import { type Context, type ExitCode, exit } from '../../context.ts';
import { notSent, sendFound } from './send-due.ts';

/** Milliseconds after which everything is looked at again, whatever happens: what was deferred goes on. */
const longest = 60_000;

/** `hebdo schedule`: sends each ready issue when its time comes, until it is told to stop. Of several, one acts. */
export async function schedule(
  context: Context,
  options: { connections?: number; rate?: number; durability: Durability; handOut?: boolean },
  signal: AbortSignal,
): Promise<ExitCode> {
  const { terminal, folder, refuse } = context;
  if (options.handOut === true && !isPostgres(context)) return refuse([manyNeedPostgres]);
  const log = await makeLog(context.env);
  const store = await context.openStore(options.durability);
  let woken = new AbortController();
  const watcher = watch(join(folder, issuesFolder), () => woken.abort()).on('error', () => undefined);
  // What stands in the way, and what is next, is told when it changes, not every minute.
  const told = new Map<string, string>();
  const onChange: OnChange = (topic, words, say) => {
    if (told.get(topic) === words) return;
    told.set(topic, words);
    say();
  };
  try {
    terminal.say('  Sending each ready issue when its time comes.   (Ctrl-C ends it)');
    while (!signal.aborted) {
      woken = new AbortController();
      let wait = longest;
      try {
        wait = await lookAround(context, store, options, signal, onChange);
      } catch (cause) {
        const why = cause instanceof Error ? cause.message : String(cause);
        log.error({ why }, 'schedule');
        onChange('failure', why, () => terminal.say(`  ${why}. It is tried again in a minute; nothing is lost.`));
      }
      await pause(wait, undefined, { signal: AbortSignal.any([signal, woken.signal]) }).catch(() => undefined);
      // An editor writes a file in several steps.
      if (woken.signal.aborted) await pause(500, undefined, { signal }).catch(() => undefined);
    }
    return exit.done;
  } finally {
    watcher.close();
    await store.close();
  }
}

/** Says something where it is not what was said of the topic before. */
type OnChange = (topic: string, words: string, say: () => void) => void;

/** Sends what is due. @returns milliseconds until there is something to look at again */
async function lookAround(
  context: Context,
  store: Store,
  options: { connections?: number; rate?: number; handOut?: boolean },
  signal: AbortSignal,
  onChange: OnChange,
): Promise<number> {
  const { terminal, refuse, folder, now } = context;
  const newsletter = await loadNewsletter(folder);
  const tell = (problems: readonly Problem[]): void =>
    onChange('problems', JSON.stringify(problems), () => {
      if (problems.length > 0) void refuse(problems, notSent);
    });
  if (newsletter.value === undefined) {
    tell(newsletter.problems);
    return longest;
  }
  const found = await dueIssues(newsletter.value, store, now());
  tell(found.problems);
  if (found.due.length > 0)
    await sendFound(context, newsletter.value, store, { ...found, problems: [] }, options, signal);
  const [next] = found.waiting;
  if (next === undefined) return longest;
  onChange('next', `${next.week} ${next.at}`, () => terminal.say(`  Next: ${next.week} at ${next.at}`));
  return Math.max(0, Math.min(longest, next.at.epochMilliseconds - now().getTime()));
}
