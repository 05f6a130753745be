import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Publication } from '../publication/schema.ts';
import { type Checked, type Problem, problemIn } from '../source/problem.ts';
import { readSource } from '../source/read-source.ts';
import { counted, t } from '../wording/wording.ts';
import { issuePath, issuesFolder } from './issue-files.ts';

/** A person's approval of an issue's content. `at` is in ISO 8601; `hash` is the content's hash. */
export type Approval = { at: string; hash: string; name: string };

/** The path of an issue's approvals. The file is beside the issue, so that a pull request shows it. */
export const approvalsPath = (week: string): string => `${issuesFolder}/${week}.approvals`;

/** One approval per line: `2026-11-25T10:00:00Z 9f86d0… Zoé Martin`. Lines that begin with # are comments. */
const approvalPattern = /^(\d{4}-\d\d-\d\dT[\d:.]+Z) ([0-9a-f]{64}) (\S.*)$/;

const heading = (): string =>
  `# ${t('Who approved this issue, and its content at that moment. Changing the issue cancels the approvals.')}\n`;

/**
 * Reads the approvals of an issue.
 * @returns all approvals, including those that a change of the issue has cancelled; or a problem for each invalid line
 */
export async function readApprovals(folder: string, week: string): Promise<Checked<Approval[]>> {
  const path = approvalsPath(week);
  const { value, problems } = await readSource(folder, path);
  if (value === undefined)
    return problems.every(({ rule }) => rule === 'file-missing') ? { value: [], problems: [] } : { problems };
  const approvals: Approval[] = [];
  const invalid: Problem[] = [];
  for (const [i, text] of value.text.split('\n').entries()) {
    if (text.trim() === '' || text.startsWith('#')) continue;
    const [, at, hash, name] = approvalPattern.exec(text.trimEnd()) ?? [];
    if (at !== undefined && hash !== undefined && name !== undefined) approvals.push({ at, hash, name });
    else {
      const span = { line: i + 1, column: 1, endLine: i + 1, endColumn: text.length + 1 };
      const hint = t('Remove it, and approve again: hebdo approve.');
      invalid.push({
        ...problemIn(path, { rule: 'approvals', severity: 'error', message: t('This line is not an approval.'), hint }),
        span,
      });
    }
  }
  return invalid.length > 0 ? { problems: invalid } : { value: approvals, problems: [] };
}

/** Appends an approval to the issue's file. `name` is one line. */
export async function addApproval(folder: string, week: string, { at, hash, name }: Approval): Promise<void> {
  const path = join(folder, approvalsPath(week));
  const isNew = (await readSource(folder, approvalsPath(week))).value === undefined;
  await appendFile(path, `${isNew ? heading() : ''}${at} ${hash} ${name}\n`);
}

/** The names of those who approved the content with this hash, each once. */
export const approversOf = (approvals: readonly Approval[], hash: string): string[] => [
  ...new Set(approvals.filter(approval => approval.hash === hash).map(({ name }) => name)),
];

/**
 * Checks whether an issue has as many approvals as `approvals` of hebdo.yaml requires.
 * @param hash the hash of the content that would be sent
 * @returns a problem if approvals are missing, or the problems of the approvals file
 */
export async function missingApprovals(
  folder: string,
  { approvals: required }: Publication,
  week: string,
  hash: string,
): Promise<Problem[]> {
  if (required === 0) return [];
  const { value, problems } = await readApprovals(folder, week);
  if (value === undefined) return problems;
  const names = approversOf(value, hash);
  if (names.length >= required) return [];
  const isChanged = value.length > 0 && names.length < new Set(value.map(({ name }) => name)).size;
  const message = t('%{week} wants %{approvals} and has %{given}.', {
    week,
    approvals: counted(required, 'approval', 'approvals'),
    given: names.length > 0 ? `${names.length} (${names.join(', ')})` : 0,
  });
  const hint = isChanged
    ? t('It was changed after others were given. Read it, then: hebdo approve %{week}', { week })
    : t('Read it, then: hebdo approve %{week}', { week });
  return [problemIn(issuePath(week), { rule: 'approvals', severity: 'error', message, hint })];
}
