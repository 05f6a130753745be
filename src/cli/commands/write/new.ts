import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { loadIssues, loadNewsletter } from '../../../app/compile/newsletter.ts';
import { issuePath, issuesFolder, listWeeks } from '../../../issue/load.ts';
import { newIssue, nextFreeWeek, usualSendAt } from '../../../issue/new-issue.ts';
import { mondayOf } from '../../../publication/send-time.ts';
import { problemIn } from '../../../source/problem.ts';
import type { Context } from '../../context.ts';
import { type ExitCode, exit } from '../../exit-codes.ts';

/** `hebdo new [WEEK]`: the next issue's file, ready to fill. */
export async function newWeek(context: Context, named: string | undefined): Promise<ExitCode> {
  const { folder, terminal, json, print, refuse, now } = context;
  const newsletter = await loadNewsletter(folder);
  if (newsletter.value === undefined) return refuse(newsletter.problems);
  const { languages, time_zone } = newsletter.value.publication;
  const refused = (message: string, hint: string): Promise<ExitCode> =>
    refuse([problemIn(named ?? '', { rule: 'usage', severity: 'error', message, hint })]);
  const weeks = await listWeeks(folder);
  const today = Temporal.Instant.fromEpochMilliseconds(now().getTime()).toZonedDateTimeISO(time_zone).toPlainDate();
  const week = named ?? nextFreeWeek(weeks, today);
  if (mondayOf(week) === undefined) return refused(`${week} is no ISO week.`, 'Write it like 2026-W48.');
  const past = (await loadIssues(newsletter.value)).flatMap(
    ({ issue }) => (issue.value ?? issue.salvaged)?.send_at ?? [],
  );
  const path = issuePath(week);
  await mkdir(join(folder, issuesFolder), { recursive: true });
  try {
    await writeFile(join(folder, path), newIssue(week, usualSendAt(week, past), languages), { flag: 'wx' });
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')
      return refused(`${path} exists already.`, 'Open it, or name another week.');
    throw cause;
  }
  if (json) print({ week, path });
  else terminal.say(`  ${path} is ready to fill. \`hebdo preview ${week}\` shows it while you write.`);
  return exit.done;
}
