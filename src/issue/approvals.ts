import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Publication } from '../publication/schema.ts';
import { type Checked, type Problem, problemIn } from '../source/problem.ts';
import { readSource } from '../source/read-source.ts';
import { issuePath, issuesFolder } from './load.ts';

/** Somebody's word that an issue may go out as it is. */
export type Approval = { at: string; hash: string; name: string };

/** The file of an issue's approvals: it lies beside the issue, so that a pull request shows it. */
export const approvalsPath = (week: string): string => `${issuesFolder}/${week}.approvals`;

/** `2026-11-25T10:00:00Z 9f86d0… Zoé Martin`, one a line; lines that begin with # are comments. */
const line = /^(\d{4}-\d\d-\d\dT[\d:.]+Z) ([0-9a-f]{64}) (\S.*)$/;

const heading = '# Who approved this issue, and its content at that moment. Changing the issue voids them.\n';

/** @returns the approvals of an issue, also those that its changes have made void; or the lines that are none */
export async function readApprovals(folder: string, week: string): Promise<Checked<Approval[]>> {
  const path = approvalsPath(week);
  const { value, problems } = await readSource(folder, path);
  if (value === undefined)
    return problems.every(({ rule }) => rule === 'file-missing') ? { value: [], problems: [] } : { problems };
  const approvals: Approval[] = [];
  const wrong: Problem[] = [];
  for (const [i, text] of value.text.split('\n').entries()) {
    if (text.trim() === '' || text.startsWith('#')) continue;
    const [, at, hash, name] = line.exec(text.trimEnd()) ?? [];
    if (at !== undefined && hash !== undefined && name !== undefined) approvals.push({ at, hash, name });
    else {
      const span = { line: i + 1, column: 1, endLine: i + 1, endColumn: text.length + 1 };
      const hint = 'Remove it, and approve again: hebdo approve.';
      wrong.push({
        ...problemIn(path, { rule: 'approvals', severity: 'error', message: 'This line is no approval.', hint }),
        span,
      });
    }
  }
  return wrong.length > 0 ? { problems: wrong } : { value: approvals, problems: [] };
}

/** Adds an approval at the end of the file. @param name one line */
export async function addApproval(folder: string, week: string, { at, hash, name }: Approval): Promise<void> {
  const path = join(folder, approvalsPath(week));
  const isNew = (await readSource(folder, approvalsPath(week))).value === undefined;
  await appendFile(path, `${isNew ? heading : ''}${at} ${hash} ${name}\n`);
}

/** Who approved an issue as it is now; each name counts once. */
export const approversOf = (approvals: readonly Approval[], hash: string): string[] => [
  ...new Set(approvals.filter(approval => approval.hash === hash).map(({ name }) => name)),
];

/**
 * Whether an issue may be sent as far as `approvals` of hebdo.yaml goes.
 * @param hash of its content, as it would be sent
 * @returns what is missing
 */
export async function missingApprovals(
  folder: string,
  { approvals: wanted }: Publication,
  week: string,
  hash: string,
): Promise<Problem[]> {
  if (wanted === 0) return [];
  const { value, problems } = await readApprovals(folder, week);
  if (value === undefined) return problems;
  const names = approversOf(value, hash);
  if (names.length >= wanted) return [];
  const stale = value.length > 0 && names.length < new Set(value.map(({ name }) => name)).size;
  const message = `${week} wants ${wanted} approvals and has ${names.length}${names.length > 0 ? ` (${names.join(', ')})` : ''}.`;
  const hint = `${stale ? 'It was changed after others were given. ' : ''}Read it, then: hebdo approve ${week}`;
  return [problemIn(issuePath(week), { rule: 'approvals', severity: 'error', message, hint })];
}
