import { type Wave, wavesOf } from '../../delivery/run/due-verdict.ts';
import { planRun } from '../../delivery/run/plan-run.ts';
import { type Plan, totalDue } from '../../delivery/run/run-plan.ts';
import { issuePath } from '../../issue/issue-files.ts';
import { sendTime } from '../../publication/send-time.ts';
import { type Checked, problemIn } from '../../source/problem.ts';
import type { Stop } from '../../store/ledger/stops.ts';
import type { Store } from '../../store/store.ts';
import { t } from '../../wording/wording.ts';
import { compileApart, languagesOf, type Sendable } from '../compile/compile-apart.ts';
import type { AppContext } from '../context.ts';

/**
 * Compiles an issue that is to be sent.
 * @param named as a user types it: `2026-W48`, `issues/2026-W48.yaml`
 * @returns the problems of its files; an error where it is a draft
 */
export async function loadSendable({ folder }: Pick<AppContext, 'folder'>, named: string): Promise<Checked<Sendable>> {
  const { value, problems } = await compileApart('issue', folder, named);
  if (value === undefined) return { problems };
  if (value.issue.status !== 'ready') return { problems: [draftProblem(value.issue.week)] };
  // Warnings that stand stop the issue if the publication wants it.
  const isStopped = value.publication.rules_for_ready === 'no-warnings' && problems.length > 0;
  return isStopped ? { problems: [...problems, warningsProblem(value.issue.week)] } : { value, problems };
}

/** What sending an issue would do now. */
export type SendPlan = {
  plan: Plan;
  /** When its readers are due by its `send_at`, the first wave first; none where it has no `send_at`. */
  waves: Wave[];
  /** Whether `send_at` names the readers' own clocks. */
  isLocal: boolean;
  /** Whether the last wave is still to come. */
  isFuture: boolean;
  /** Why and until when all sending has stopped. */
  stop?: Stop;
  /** Whether nothing is left to send, or to decide about. */
  isNothingDue: boolean;
};

/** Plans the sending of an issue. Reads only. */
export async function planIssue({ now }: AppContext, store: Store, sendable: Sendable): Promise<SendPlan> {
  const { issue, publication } = sendable;
  const plan = await planRun(store, {
    week: issue.week,
    editions: languagesOf(sendable),
    now: now(),
    audience: issue.audience,
  });
  const time = sendTime(issue, publication.time_zone);
  const isLocal = time?.isLocal === true;
  const readers = isLocal ? await store.subscribers.countByTimeZone(now(), issue.audience?.tags) : [];
  const waves = time === undefined ? [] : wavesOf(time, publication.time_zone, readers);
  const undecided = plan.editions.reduce(
    (sum, { states }) => sum + (states.uncertain ?? 0) + (states.committing ?? 0),
    0,
  );
  return {
    plan,
    waves,
    isLocal,
    isFuture: (waves.at(-1)?.at.epochMilliseconds ?? 0) > now().getTime(),
    stop: await store.stops.current(),
    isNothingDue: totalDue(plan) === 0 && undecided === 0,
  };
}

const warningsProblem = (week: string) =>
  problemIn(issuePath(week), {
    rule: 'rules-for-ready',
    severity: 'error',
    message: t('%{week} has warnings, and rules_for_ready in hebdo.yaml is no-warnings.', { week }),
    hint: t('Correct them, or ignore those that are none on their line: # hebdo-ignore RULE.'),
  });

const draftProblem = (week: string) =>
  problemIn(issuePath(week), {
    rule: 'draft',
    severity: 'error',
    message: t('%{week} is a draft.', { week }),
    hint: t('Only ready issues are sent: write `status: ready` when it is.'),
  });
