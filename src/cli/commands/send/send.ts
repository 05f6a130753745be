import type { Sendable } from '../../../app/compile/compile-apart.ts';
import { acceptRestored } from '../../../app/marker/run-marker.ts';
import { spareMemory } from '../../../app/memory.ts';
import { deliverIssue } from '../../../app/send/deliver-issue.ts';
import { finishImports } from '../../../app/send/finish-imports.ts';
import { handOut } from '../../../app/send/hand-out.ts';
import type { SendOptions } from '../../../app/send/options.ts';
import { loadSendable, planIssue, type SendPlan } from '../../../app/send/plan-issue.ts';
import { isPostgres, manyNeedPostgres } from '../../../app/settings/require-postgres.ts';
import { sendSettings, transportOf } from '../../../app/settings/send-settings.ts';
import { totalDue } from '../../../delivery/run/run-plan.ts';
import { articlesOf } from '../../../edition/edition.ts';
import type { Issue } from '../../../issue/schema.ts';
import type { Publication } from '../../../publication/schema.ts';
import { counted, t } from '../../../wording/wording.ts';
import type { Context } from '../../context.ts';
import { type ExitCode, exit, exitCodeOf } from '../../exit-codes.ts';
import { ask } from '../../prompt.ts';
import { showPlan, stopWords } from '../../terminal/deliveries.ts';
import { withEvents } from '../../terminal/events.ts';
import { showWarnings } from '../../terminal/problems.ts';
import { showResult } from '../../terminal/send-result.ts';
import { showWaves } from '../../terminal/waves.ts';
import { sendEvents } from './send-events.ts';

/** The flags of `hebdo send ISSUE`: `yes` asks no question, `dryRun` shows the plan and sends nothing. */
export type SendFlags = SendOptions & { yes?: boolean; dryRun?: boolean };

/** `hebdo send ISSUE`: shows the plan, asks once, and delivers. Run again, it resumes. */
export async function send(asked: Context, named: string, options: SendFlags, signal: AbortSignal): Promise<ExitCode> {
  spareMemory();
  const { refuse, terminal, folder, json, print } = asked;
  if (options.handOut === true && !isPostgres(asked)) return refuse([manyNeedPostgres]);
  const { value: sendable, problems } = await loadSendable(asked, named);
  if (sendable === undefined) return refuse(problems);
  await showWarnings(terminal, problems, folder);
  // A dry run sends nothing and signs nothing: it must work before there is a server.
  const settings = options.dryRun === true ? undefined : await sendSettings(folder, asked.env);
  if (settings !== undefined && settings.value === undefined) return refuse(settings.problems);
  const store = await asked.openStore(options.durability);
  const context = withEvents(asked, sendEvents(asked, store, signal));
  try {
    if (options.dryRun !== true) {
      await finishImports(context, store);
      await store.ledger.finish(context.now());
    }
    const planned = await planIssue(context, store, sendable);
    if (!json) show(context, sendable, planned);
    const { plan, isNothingDue } = planned;
    if (settings?.value === undefined || isNothingDue) {
      // Accepting a restored ledger needs no issue that is due.
      if (settings !== undefined && options.acceptRestoredLedger === true)
        await acceptRestored(context, { store, publication: sendable.publication });
      if (json)
        print('send --dry-run', {
          week: sendable.issue.week,
          plan,
          editions: articlesByEdition(sendable.issue, sendable.publication, plan),
        });
      else if (settings !== undefined) terminal.say(t('  Nothing is due.'));
      return exit.done;
    }
    const agreed = await agree(context, options, totalDue(plan));
    if (agreed !== true) return agreed;
    if (options.liftStop === true) await store.stops.lift();
    const { sender } = settings.value;
    const result =
      options.handOut === true
        ? await handOut(context, { sendable, store, options, signal })
        : await deliverIssue(context, {
            sendable,
            store,
            options,
            transport: await transportOf(settings.value),
            sender,
            signal,
          });
    await showResult(context, result);
    return exitCodeOf(result);
  } finally {
    await store.close();
  }
}

/** The articles of each edition, who is due, whether sending has stopped, and when a scheduler would send it. */
function show({ terminal }: Context, { issue, publication }: Sendable, planned: SendPlan): void {
  const { plan, waves, isLocal, isFuture, stop } = planned;
  const articles = plan.begun === undefined ? articlesByEdition(issue, publication, plan) : undefined;
  showPlan(terminal, issue, plan, { isFuture, articles, timeZone: publication.time_zone });
  if (stop !== undefined) terminal.say(`  ${stopWords(stop, publication.time_zone)}`);
  if (plan.begun === undefined && isLocal && isFuture) showWaves(terminal, waves, publication.time_zone);
}

/** How many articles each edition has, and the ids of those that it leaves out. */
const articlesByEdition = (issue: Issue, publication: Publication, { editions }: SendPlan['plan']) =>
  editions.map(({ language }) => {
    const { shown, leftOut } = articlesOf(issue, publication, language);
    return { language, articles: shown.length, leftOut: leftOut.map(({ id }) => id) };
  });

async function agree({ terminal }: Context, { yes }: SendFlags, count: number): Promise<true | ExitCode> {
  if (yes === true) return true;
  const agreed = await ask(terminal, t('Send %{messages} now?', { messages: counted(count, 'message', 'messages') }));
  if (agreed === undefined) {
    terminal.say(t('  Without a terminal, sending needs --yes (or --dry-run to see the plan only).'));
    return exit.usage;
  }
  return agreed || exit.done;
}
