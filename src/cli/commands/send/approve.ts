import { approveIssue } from '../../../app/write/approve.ts';
import { approvalsPath } from '../../../issue/approvals.ts';
import { t } from '../../../wording/wording.ts';
import type { Context } from '../../context.ts';
import { type ExitCode, exit } from '../../exit-codes.ts';

/** `hebdo approve ISSUE`: records your approval of an issue as it is now. */
export async function approve(context: Context, named: string, given: string | undefined): Promise<ExitCode> {
  const { folder, terminal, json, print, refuse, now } = context;
  const { value, problems } = await approveIssue(folder, named, given, now());
  if (value === undefined) return refuse(problems);
  if (json) print('approve', value);
  else {
    const { week, approvals, wanted } = value;
    terminal.say(
      t('  %{week} as it is now is approved by %{approvals}: %{file}', {
        week,
        approvals: approvals.join(', '),
        file: approvalsPath(week),
      }),
    );
    if (approvals.length < wanted)
      terminal.say(t('  %{wanted} more before it can be sent.', { wanted: wanted - approvals.length }));
  }
  return exit.done;
}
