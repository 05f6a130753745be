import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { mondayOf } from '../publication/send-time.ts';
import { type Problem, problemIn } from '../source/problem.ts';
import { t } from '../wording/wording.ts';

/** The folder of the issues, relative to the newsletter's folder. */
export const issuesFolder = 'issues';

/** The paths of all issue files, newest first. A file's name may be an invalid week. */
export async function listIssueFiles(folder: string): Promise<string[]> {
  const names = await readdir(join(folder, issuesFolder)).catch(() => []);
  return names
    .filter(name => /\.ya?ml$/.test(name))
    .sort()
    .reverse()
    .map(name => `${issuesFolder}/${name}`);
}

/** The weeks that have an issue file, newest first. */
export async function listWeeks(folder: string): Promise<string[]> {
  const files = await listIssueFiles(folder);
  return files.map(file => basename(file, '.yaml')).filter(week => mondayOf(week) !== undefined);
}

/**
 * The week of an issue from what a user may type: `2026-W48`, `2026-W48.yaml`, `issues/2026-W48.yaml`; `W48` and `48` are the week of
 * that number that is nearest to now.
 */
export function namedWeek(named: string, now = new Date()): string {
  const name = named.replace(/^.*[\\/]/, '').replace(/\.ya?ml$/, '');
  const number = /^w?(\d{1,2})$/i.exec(name)?.[1];
  return number === undefined ? name : (nearestWeek(Number(number), now) ?? name);
}

/** The problem of a name that is no ISO week. @param named as a user typed it */
export const noWeek = (named: string): Problem =>
  problemIn(named, {
    rule: 'usage',
    severity: 'error',
    message: t('%{week} is no ISO week.', { week: named }),
    hint: t('Write it like 2026-W48.'),
  });

/** The path of an issue's file from what a user may type: see `namedWeek`. */
export function issuePath(named: string): string {
  const name = named
    .replaceAll('\\', '/')
    .replace(/^(\.\/)?issues\//, '')
    .replace(/\.ya?ml$/, '');
  return `${issuesFolder}/${name.includes('/') ? name : namedWeek(name)}.yaml`;
}

function nearestWeek(number: number, now: Date): string | undefined {
  const year = now.getUTCFullYear();
  const distance = (week: string): number =>
    Math.abs((mondayOf(week)?.toZonedDateTime('UTC').epochMilliseconds ?? Number.POSITIVE_INFINITY) - now.getTime());
  return [year - 1, year, year + 1]
    .map(one => `${one}-W${String(number).padStart(2, '0')}`)
    .filter(week => mondayOf(week) !== undefined)
    .sort((x, y) => distance(x) - distance(y))[0];
}
