import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { addApproval, approversOf, readApprovals } from '../../issue/approvals.ts';
import { contentHash } from '../../issue/content-hash.ts';
import { issuePath } from '../../issue/issue-files.ts';
import { loadIssue } from '../../issue/load.ts';
import { type Checked, problemIn } from '../../source/problem.ts';
import { t } from '../../wording/wording.ts';
import { loadNewsletter } from '../compile/newsletter.ts';

/** An issue's approvals: the hash of what was approved, by whom, and how many are wanted. */
export type Approved = { week: string; hash: string; approvals: string[]; wanted: number };

/**
 * Records a person's approval of an issue as it is now, in a file beside it.
 * @param given the person's name; else the one that git knows
 */
export async function approveIssue(
  folder: string,
  named: string,
  given: string | undefined,
  now: Date,
): Promise<Checked<Approved>> {
  const newsletter = await loadNewsletter(folder);
  if (newsletter.value === undefined) return { problems: newsletter.problems };
  const { publication } = newsletter.value;
  const issue = await loadIssue(folder, issuePath(named), publication);
  if (issue.value === undefined) return { problems: issue.problems };
  const { week } = issue.value;
  const approvals = await readApprovals(folder, week);
  if (approvals.value === undefined) return { problems: approvals.problems };
  const name = (given ?? (await nameOfUser(folder))).replace(/[\p{Cc}\s]+/gu, ' ').trim();
  if (name === '') {
    const hint = t('Say who you are: --name "Zoé Martin", or git config user.name.');
    return {
      problems: [
        problemIn('--name', {
          rule: 'usage',
          severity: 'error',
          message: t('The name of the person who approves is missing.'),
          hint,
        }),
      ],
    };
  }
  const hash = await contentHash(folder, issue.value);
  const before = approversOf(approvals.value, hash);
  if (!before.includes(name)) await addApproval(folder, week, { at: now.toISOString(), hash, name });
  const names = [...new Set([...before, name])];
  return { value: { week, hash, approvals: names, wanted: publication.approvals }, problems: [] };
}

const nameOfUser = (folder: string): Promise<string> =>
  promisify(execFile)('git', ['config', 'user.name'], { cwd: folder }).then(
    ({ stdout }) => stdout,
    () => '',
  );
