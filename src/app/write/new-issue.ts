import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { issuePath, issuesFolder, listWeeks, namedWeek, noWeek } from '../../issue/issue-files.ts';
import { newIssue, nextFreeWeek, suggestSendAt } from '../../issue/new-issue-text.ts';
import { mondayOf } from '../../publication/send-time.ts';
import { type Checked, problemIn } from '../../source/problem.ts';
import { t } from '../../wording/wording.ts';
import { loadIssues, loadNewsletter } from '../compile/newsletter.ts';

/** Writes the next issue's file, ready to fill. @param named its week; the next that has no issue if none is named */
export async function writeNewIssue(
  folder: string,
  named: string | undefined,
  now: Date,
): Promise<Checked<{ week: string; path: string }>> {
  const newsletter = await loadNewsletter(folder);
  if (newsletter.value === undefined) return { problems: newsletter.problems };
  const { languages, time_zone } = newsletter.value.publication;
  const refused = (message: string, hint: string) => ({
    problems: [problemIn(named ?? '', { rule: 'usage', severity: 'error' as const, message, hint })],
  });
  const weeks = await listWeeks(folder);
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(time_zone).toPlainDate();
  const week = named === undefined ? nextFreeWeek(weeks, today) : namedWeek(named, now);
  if (mondayOf(week) === undefined) return { problems: [noWeek(week)] };
  const past = (await loadIssues(newsletter.value)).flatMap(
    ({ issue }) => (issue.value ?? issue.salvaged)?.send_at ?? [],
  );
  const path = issuePath(week);
  await mkdir(join(folder, issuesFolder), { recursive: true });
  try {
    await writeFile(join(folder, path), newIssue(week, suggestSendAt(week, past), languages), { flag: 'wx' });
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')
      return refused(t('%{path} exists already.', { path }), t('Open it, or name another week.'));
    throw cause;
  }
  return { value: { week, path }, problems: [] };
}
