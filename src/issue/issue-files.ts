import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { mondayOf } from '../publication/send-time.ts';

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

/** The week of an issue from what a user may type: `2026-W48`, `2026-W48.yaml`, `issues/2026-W48.yaml`. */
export const namedWeek = (named: string): string => named.replace(/^.*\//, '').replace(/\.ya?ml$/, '');

/** The path of an issue's file from what a user may type: `2026-W48`, `2026-W48.yaml`, `issues/2026-W48.yaml`. */
export function issuePath(named: string): string {
  const name = named.replace(/^(\.\/)?issues\//, '').replace(/\.ya?ml$/, '');
  return `${issuesFolder}/${name}.yaml`;
}
