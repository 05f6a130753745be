import { planRun } from '../../../delivery/run/plan-run.ts';
import { namedWeek } from '../../../issue/issue-files.ts';
import { problemIn } from '../../../source/problem.ts';
import { t } from '../../../wording/wording.ts';
import type { Context } from '../../context.ts';
import { type ExitCode, exitCodeOf } from '../../exit-codes.ts';
import { watchRun } from '../../watch.ts';
import { withStore } from '../../with-store.ts';

/** `hebdo send ISSUE --watch`: shows the progress of a run that other processes send. Sends nothing. */
export async function sendWatch(context: Context, named: string, signal: AbortSignal): Promise<ExitCode> {
  const week = namedWeek(named);
  return withStore(context, async store => {
    if ((await store.ledger.run(week)) !== undefined) {
      await watchRun(context, store, week, signal);
      const after = await planRun(store, { week, editions: [], now: context.now() });
      return exitCodeOf({ kind: 'handed-out', week, after, isInterrupted: signal.aborted });
    }
    return context.refuse([
      problemIn(week, {
        rule: 'usage',
        severity: 'error',
        message: t('The sending of %{week} has not begun: there is nothing to watch.', { week }),
        hint: t('To begin it: hebdo send %{week}, or with workers: hebdo send %{week} --hand-out.', { week }),
      }),
    ]);
  });
}
