import { dueIn } from '../../delivery/run/due-verdict.ts';
import { isDeadHolder, newHolder, runLeaseMs } from '../../delivery/run/lease-holder.ts';
import { editionFor } from '../../delivery/run/plan-run.ts';
import { missingApprovals } from '../../issue/approvals.ts';
import { issuePath } from '../../issue/issue-files.ts';
import { sendTime } from '../../publication/send-time.ts';
import { type Problem, problemIn } from '../../source/problem.ts';
import type { Store } from '../../store/store.ts';
import { t } from '../../wording/wording.ts';
import { languagesOf, type Sendable } from '../compile/compile-apart.ts';
import type { AppContext } from '../context.ts';
import { keepMarker, type MarkerKeeper } from '../marker/keep-marker.ts';
import { acceptRestored, markerProblems } from '../marker/run-marker.ts';
import { finishImports } from './finish-imports.ts';
import type { SendOptions } from './options.ts';
import type { SendResult } from './result.ts';
import { keepSent, sentBeforeProblems, sentTogether } from './sent-before.ts';

/** An issue to send, and by whom it is asked for. */
export type Claim = {
  sendable: Sendable;
  store: Store;
  options: Pick<SendOptions, 'acceptChanges' | 'acceptRestoredLedger' | 'handOut' | 'resendUncertain' | 'sendAgain'>;
  /** A scheduler asks: readers wait for their local time where the issue names one. Else all are due now. */
  onTime?: boolean;
};

/** A run that this process holds under a fencing token, begun now or earlier; or why it does not. */
export type ClaimedRun =
  | { kind: 'started' | 'resumed'; token: number; marker: MarkerKeeper }
  | Extract<SendResult, { kind: 'refused' | 'elsewhere' }>;

/** Why the run of an issue cannot be claimed: approvals that are missing, a ledger that may be a copy, articles that were sent before. Reads only. */
export async function claimProblems(
  context: AppContext,
  { sendable: { publication, contentHash, issue }, store, options }: Pick<Claim, 'sendable' | 'store' | 'options'>,
): Promise<Problem[]> {
  const { folder } = context;
  const { week } = issue;
  const missing = await missingApprovals(folder, publication, week, contentHash);
  if (missing.length > 0) return missing;
  return [
    ...(options.acceptRestoredLedger === true ? [] : await markerProblems(context, { store, publication, week })),
    ...(options.sendAgain === true ? [] : await sentBeforeProblems(folder, store, issue)),
  ];
}

/** Takes an issue's run for this process: approved, not changed since it began, not sent before, and not another's. */
export async function claimRun(
  context: AppContext,
  { sendable, store, options, onTime = false }: Claim,
): Promise<ClaimedRun> {
  const { now } = context;
  const { publication, contentHash, issue } = sendable;
  const { week, audience } = issue;
  const problems = await claimProblems(context, { sendable, store, options });
  if (problems.length > 0) return { kind: 'refused', problems };
  await finishImports(context, store);
  const { acceptChanges, acceptRestoredLedger, handOut, resendUncertain, sendAgain } = options;
  const languages = languagesOf(sendable);
  const time = onTime ? sendTime(issue, publication.time_zone) : undefined;
  const claim = await store.ledger.claim({
    acceptChanges,
    handOut,
    resendUncertain,
    week,
    contentHash,
    holder: newHolder(),
    now: now(),
    until: new Date(now().getTime() + runLeaseMs),
    isDead: isDeadHolder,
    editionFor: language => editionFor(language, languages),
    audience,
    dueIn: time?.isLocal === true ? dueIn(time, publication.time_zone) : undefined,
  });
  if (claim.kind === 'changed') return { kind: 'refused', problems: [changedProblem(week, claim.startedAt)] };
  if (claim.kind === 'handed-out') return { kind: 'elsewhere', week, by: 'workers' };
  if (claim.kind === 'held') return { kind: 'elsewhere', week, by: 'process', until: claim.until };
  try {
    await keepSent(store, issue);
    // Of two issues with the same words that begin at the same moment, each has kept its own hashes by now.
    const isUntried = claim.kind === 'started' || !(await store.ledger.hasTried(week));
    const again = isUntried && sendAgain !== true ? await sentTogether(store, issue) : [];
    if (again.length > 0) {
      await store.ledger.release(week, claim.token, now());
      return { kind: 'refused', problems: again };
    }
    if (acceptRestoredLedger === true) await acceptRestored(context, { store, publication });
    const marked = { store, publication, week, isAccepted: acceptRestoredLedger };
    return { ...claim, marker: await keepMarker(context, marked) };
  } catch (cause) {
    await store.ledger.release(week, claim.token, now());
    throw cause;
  }
}

const changedProblem = (week: string, startedAt: string) =>
  problemIn(issuePath(week), {
    rule: 'changed',
    severity: 'error',
    message: t('%{week} was changed after its sending began (%{startedAt}): some readers have the old text.', {
      week,
      startedAt,
    }),
    hint: t('Undo the change, or send the rest as it is now with --accept-changes.'),
  });
