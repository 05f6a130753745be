import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { loadNewsletter } from '../../../app/compile/newsletter.ts';
import { addApproval, approvalsPath, approversOf, readApprovals } from '../../../issue/approvals.ts';
import { contentHash } from '../../../issue/content-hash.ts';
import { issuePath, loadIssue } from '../../../issue/load.ts';
import { problemIn } from '../../../source/problem.ts';
import type { Context } from '../../context.ts';
import { type ExitCode, exit } from '../../exit-codes.ts';

/** `hebdo approve ISSUE`: somebody's word that it may go out as it is, in a file beside it. */
export async function approve(context: Context, named: string, given: string | undefined): Promise<ExitCode> {
  const { folder, terminal, json, print, refuse, now } = context;
  const newsletter = await loadNewsletter(folder);
  if (newsletter.value === undefined) return refuse(newsletter.problems);
  const { publication } = newsletter.value;
  const issue = await loadIssue(folder, issuePath(named), publication);
  if (issue.value === undefined) return refuse(issue.problems);
  const { week } = issue.value;
  const approvals = await readApprovals(folder, week);
  if (approvals.value === undefined) return refuse(approvals.problems);
  const name = (given ?? (await nameOfUser(folder))).replace(/[\p{Cc}\s]+/gu, ' ').trim();
  if (name === '') {
    const hint = 'Say who you are: --name "Zoé Martin", or git config user.name.';
    return refuse([problemIn('--name', { rule: 'usage', severity: 'error', message: 'Nobody approves this.', hint })]);
  }
  const hash = await contentHash(folder, issue.value);
  const before = approversOf(approvals.value, hash);
  if (!before.includes(name)) await addApproval(folder, week, { at: now().toISOString(), hash, name });
  const names = [...new Set([...before, name])];
  if (json) print({ week, hash, approvals: names, wanted: publication.approvals });
  else {
    terminal.say(`  ${week} as it is now is approved by ${names.join(', ')}: ${approvalsPath(week)}`);
    if (names.length < publication.approvals)
      terminal.say(`  ${publication.approvals - names.length} more before it can be sent.`);
  }
  return exit.done;
}

const nameOfUser = (folder: string): Promise<string> =>
  promisify(execFile)('git', ['config', 'user.name'], { cwd: folder }).then(
    ({ stdout }) => stdout,
    () => '',
  );
