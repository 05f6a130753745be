import type { Temporal } from 'temporal-polyfill';
import { loadNewsletter, type Newsletter } from '../../../app/compile/newsletter.ts';
import { spareMemory } from '../../../app/memory.ts';
import { type DueIssues, dueIssues } from '../../../app/send/due-issues.ts';
import type { SendOptions } from '../../../app/send/options.ts';
import { dueProblems, notSent, sendDue as sendDueIssues, storeProblems } from '../../../app/send/send-due.ts';
import { hasErrors } from '../../../source/problem.ts';
import { counted, t } from '../../../wording/wording.ts';
import type { Context } from '../../context.ts';
import { type ExitCode, exit, exitCodeOf } from '../../exit-codes.ts';
import { annotate, onGithub, writeJobSummary } from '../../job-summary.ts';
import { withEvents } from '../../terminal/events.ts';
import { showWarnings } from '../../terminal/problems.ts';
import { table } from '../../terminal/table.ts';
import { sendEvents } from './send-events.ts';

/** `ephemeralLedger`: in CI the ledger may be a file; `github`: problems become annotations, and the job gets a summary. */
export type DueFlags = SendOptions & { ephemeralLedger?: boolean; github?: boolean; dryRun?: boolean };

/** `hebdo send --due`: sends every ready issue whose `send_at` has passed, once, unless it is older than `schedule.max_lateness`. */
export async function sendDue(given: Context, options: DueFlags, signal: AbortSignal): Promise<ExitCode> {
  spareMemory();
  const asked = options.github === true ? onGithub(given) : given;
  const { terminal, refuse, folder, now, json, print } = asked;
  const newsletter = await loadNewsletter(folder);
  if (newsletter.value === undefined) return refuse(newsletter.problems);
  const unsafe = storeProblems(asked, options);
  if (unsafe.length > 0 && options.dryRun !== true) return refuse(unsafe);
  const store = await asked.openStore(options.durability);
  const context = withEvents(asked, sendEvents(asked, store, signal));
  try {
    const found = await dueIssues(newsletter.value, store, now());
    const { due, problems } = found;
    if (options.dryRun === true) {
      const refused = await Promise.all(
        due.map(async week => ({ week, problems: await dueProblems(context, store, week, options) })),
      );
      const sent = refused.flatMap(({ week, problems: why }) => (why.length === 0 ? [week] : []));
      const all = [...problems, ...refused.flatMap(({ problems: why }) => why)];
      return await showDue(asked, newsletter.value, { ...found, due: sent, problems: all });
    }
    if (options.github === true) annotate(problems.filter(({ severity }) => severity === 'warning'));
    let worst: ExitCode = hasErrors(problems) ? await refuse(problems, notSent) : exit.done;
    if (worst === exit.done) await showWarnings(terminal, problems, folder);
    if (due.length === 0) {
      terminal.say(t('  No issue is due.'));
      if (json) print('send --due', { due });
    } else
      for (const result of await sendDueIssues(context, store, due, options, signal)) {
        const code = exitCodeOf(result, true);
        if (code !== exit.done) worst = code;
      }
    const next = nextWords(newsletter.value, await dueIssues(newsletter.value, store, now()), now());
    terminal.say(`  ${next}`);
    if (options.github === true) await writeJobSummary(context, store, due, next);
    return worst;
  } finally {
    await store.close();
  }
}

/** What a scheduler would do now, and when it would do more. Nothing is sent. */
async function showDue(
  { terminal, json, print, refuse }: Context,
  { publication }: Newsletter,
  { due, waiting, held, problems }: DueIssues,
): Promise<ExitCode> {
  if (json)
    print('send --due', { due, waiting: waiting.map(({ week, at }) => ({ week, at: String(at) })), held, problems });
  else {
    const rows = [
      ...due.map(week => [week, t('would be sent now')]),
      ...waiting.map(one => [one.week, `${clockTime(one.at, publication)} ${publication.time_zone}`]),
    ];
    for (const { week, why } of held.slice(-maxHeldShown))
      rows.push([
        week,
        why === 'draft' ? t('never: a draft, until it has `status: ready`') : t('never by itself: it has no `send_at`'),
      ]);
    if (rows.length === 0) terminal.say(t('  No issue is due.'));
    else terminal.say(table(terminal, [{ heading: t('issue') }, { heading: t('when') }], rows));
    if (problems.length > 0) await refuse(problems, notSent);
  }
  return hasErrors(problems) ? exit.problems : exit.done;
}

/** Issues that wait for a person and are shown: the newest. */
const maxHeldShown = 5;

/** An instant as `2026-11-27 08:00`, in the publication's time zone. */
const clockTime = (at: Temporal.Instant, { time_zone }: Newsletter['publication']): string =>
  at.toZonedDateTimeISO(time_zone).toPlainDateTime().toString({ smallestUnit: 'minute' }).replace('T', ' ');

/** The sentence that says when the next issue is due. */
function nextWords({ publication }: Newsletter, { waiting }: DueIssues, now: Date): string {
  const [next] = waiting;
  if (next === undefined) return t('No other issue is ready and waits for its time.');
  const hours = Math.round((next.at.epochMilliseconds - now.getTime()) / 3_600_000);
  const away = hours < 48 ? `${hours} h` : counted(Math.round(hours / 24), 'day', 'days');
  return t('Next: %{week}, at %{at} %{zone}, in %{away}.', {
    week: next.week,
    at: clockTime(next.at, publication),
    zone: publication.time_zone,
    away,
  });
}
