import { type Context, type ExitCode, exit } from '../../cli/context.ts';
import { dueIn } from '../../delivery/run/due.ts';
import { isDeadHolder, newHolder } from '../../delivery/run/holder.ts';
import { editionFor } from '../../delivery/run/plan.ts';
import { leaseTime } from '../../delivery/run/run.ts';
import { missingApprovals } from '../../issue/approvals.ts';
import { issuePath } from '../../issue/load.ts';
import { sendTime } from '../../publication/schedule.ts';
import { problemIn } from '../../source/problem.ts';
import type { ClaimRequest } from '../../store/ledger/claim.ts';
import type { Store } from '../../store/store.ts';
import { languagesOf, type Sendable } from '../compile/compile-apart.ts';
import { keepMarker, type MarkerKeeper, markerProblems } from '../marker/run-marker.ts';
import { finishImports } from './finish-imports.ts';
import { keepSent, sentBeforeProblems, sentTogether } from './sent-before.ts';

type Taking = Pick<ClaimRequest, 'acceptChanges' | 'resendUncertain' | 'handOut'> & {
  /** Send although the ledger may know less than was done: a person decided. */
  acceptRestored?: boolean;
  /** Send what went out under another week: a person decided. */
  sendAgain?: boolean;
  sendable: Sendable;
  store: Store;
  /**
   * For a scheduler: where an issue goes by its readers' clocks, they wait for them; else all are due now. That another has the
   * run is then no failure.
   */
  onTime?: boolean;
};

/** A run that is ours, begun now or earlier; or what the command ends with, which the person was told. */
export type Taken =
  | { kind: 'started' | 'resumed'; token: number; marker: MarkerKeeper }
  | { kind: 'refused'; code: ExitCode };

/** Takes an issue's run for this process: approved, not changed since it began, and not another's. */
export async function takeRun(
  context: Context,
  { sendable, store, onTime = false, acceptRestored, sendAgain, ...wishes }: Taking,
): Promise<Taken> {
  const { folder, now, refuse, terminal } = context;
  const { publication, contentHash, issue } = sendable;
  const { week, audience } = issue;
  const missing = await missingApprovals(folder, publication, week, contentHash);
  if (missing.length > 0) return { kind: 'refused', code: await refuse(missing) };
  await finishImports(context, store);
  const marked = { store, publication, week };
  const doubts = [
    ...(acceptRestored === true ? [] : await markerProblems(context, marked)),
    ...(sendAgain === true ? [] : await sentBeforeProblems(folder, store, issue)),
  ];
  if (doubts.length > 0) return { kind: 'refused', code: await refuse(doubts) };
  const languages = languagesOf(sendable);
  const time = onTime ? sendTime(issue, publication.time_zone) : undefined;
  const claim = await store.ledger.claim({
    ...wishes,
    week,
    contentHash,
    holder: newHolder(),
    now: now(),
    until: new Date(now().getTime() + leaseTime),
    isDead: isDeadHolder,
    editionFor: language => editionFor(language, languages),
    audience,
    dueIn: time?.isLocal === true ? dueIn(time, publication.time_zone) : undefined,
  });
  switch (claim.kind) {
    case 'changed':
      return { kind: 'refused', code: await refuse([changedProblem(week, claim.startedAt)]) };
    case 'handed-out':
      terminal.say(
        `  ${week} is handed out to workers. To see how they get on: hebdo send ${week} --watch. If none is left: hebdo worker --once.`,
      );
      return { kind: 'refused', code: onTime ? exit.done : exit.world };
    case 'held':
      terminal.say(
        `  Another process is sending ${week} now (its lease ends at ${claim.until}). Nothing was sent twice.`,
      );
      return { kind: 'refused', code: onTime ? exit.done : exit.world };
    default:
      try {
        await keepSent(store, issue);
        // Of two with the same words that begin at the same moment, each has kept its own by now.
        const again = claim.kind === 'started' && sendAgain !== true ? await sentTogether(store, issue) : [];
        if (again.length > 0) {
          await store.ledger.release(week, claim.token, now());
          return { kind: 'refused', code: await refuse(again) };
        }
        if (acceptRestored === true) await store.backup.accept();
        return { ...claim, marker: await keepMarker(context, marked) };
      } catch (cause) {
        await store.ledger.release(week, claim.token, now());
        throw cause;
      }
  }
}

const changedProblem = (week: string, startedAt: string) =>
  problemIn(issuePath(week), {
    rule: 'changed',
    severity: 'error',
    message: `${week} was changed after its sending began (${startedAt}): some readers have the old text.`,
    hint: 'Undo the change, or send the rest as it is now with --accept-changes.',
  });
