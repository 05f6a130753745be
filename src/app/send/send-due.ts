import type { Problem } from '../../source/problem.ts';
import { problemIn } from '../../source/problem.ts';
import type { Store } from '../../store/store.ts';
import { readStoreUrl } from '../../store/url.ts';
import { t } from '../../wording/wording.ts';
import type { AppContext } from '../context.ts';
import { databaseUrl } from '../settings/environment.ts';
import { isPostgres, manyNeedPostgres } from '../settings/require-postgres.ts';
import { sendSettings, transportOf } from '../settings/send-settings.ts';
import { claimProblems } from './claim-run.ts';
import { deliverIssue } from './deliver-issue.ts';
import { handOut } from './hand-out.ts';
import type { SendOptions } from './options.ts';
import { loadSendable } from './plan-issue.ts';
import type { SendResult } from './result.ts';

/** Said of issues with errors: other issues may be sent all the same. */
export const notSent = t('Issues with errors are not sent.');

/**
 * Whether the store may carry what a scheduler sends: workers need PostgreSQL; in CI a SQLite file is lost with the machine.
 * @param ephemeralLedger a person decided that it may be a file
 */
export function storeProblems(
  context: Pick<AppContext, 'env' | 'folder'>,
  { handOut, ephemeralLedger }: { handOut?: boolean; ephemeralLedger?: boolean },
): Problem[] {
  const { env, folder } = context;
  if (handOut === true && !isPostgres(context)) return [manyNeedPostgres];
  const isFile = readStoreUrl(databaseUrl(folder, env))?.kind === 'sqlite';
  return env.CI && isFile && ephemeralLedger !== true ? [ephemeralProblem] : [];
}

/**
 * Sends issues whose time has come, one after another (see `dueIssues`). One that has errors, or that another process sends, does
 * not hold up the others. Each result is reported as an `issue-ended` event.
 */
export async function sendDue(
  context: AppContext,
  store: Store,
  weeks: readonly string[],
  options: SendOptions,
  signal: AbortSignal,
): Promise<SendResult[]> {
  const results: SendResult[] = [];
  const ended = async (result: SendResult): Promise<void> => {
    results.push(result);
    await context.tell({ kind: 'issue-ended', result });
  };
  const settings = await sendSettings(context.folder, context.env);
  if (settings.value === undefined) {
    await ended({ kind: 'refused', problems: settings.problems });
    return results;
  }
  for (const week of weeks) {
    const compiled = await loadSendable(context, week);
    if (compiled.value === undefined) {
      await ended({ kind: 'refused', problems: compiled.problems, consequence: notSent });
      continue;
    }
    const claim = { sendable: compiled.value, store, options, onTime: true, signal };
    const { sender } = settings.value;
    await ended(
      options.handOut === true
        ? await handOut(context, claim)
        : await deliverIssue(context, { ...claim, transport: await transportOf(settings.value), sender }),
    );
    if (signal.aborted) break;
  }
  return results;
}

/** Why an issue that is due would not be sent; nothing if it would. Reads only. */
export async function dueProblems(
  context: AppContext,
  store: Store,
  week: string,
  options: SendOptions,
): Promise<Problem[]> {
  const { value, problems } = await loadSendable(context, week);
  return value === undefined ? problems : claimProblems(context, { sendable: value, store, options });
}

const ephemeralProblem = problemIn('HEBDO_DATABASE_URL', {
  rule: 'ephemeral-ledger',
  severity: 'error',
  message: t(
    'The ledger is a file, and this is CI: it is deleted with the machine, and with it the record of who got the issue.',
  ),
  hint: t('Set HEBDO_DATABASE_URL to a PostgreSQL; or say --ephemeral-ledger, if the file is kept between jobs.'),
});
