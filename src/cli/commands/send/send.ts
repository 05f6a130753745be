import { compileApart, languagesOf } from '../../../app/compile/compile-apart.ts';
import { spareMemory } from '../../../app/memory.ts';
import { run } from '../../../app/send/deliver-issue.ts';
import { finishImports } from '../../../app/send/finish-imports.ts';
import { handOut } from '../../../app/send/hand-out.ts';
import { isPostgres, manyNeedPostgres } from '../../../app/settings/require-postgres.ts';
import { sendSettings, transportOf } from '../../../app/settings/send-settings.ts';
import { wavesOf } from '../../../delivery/run/due.ts';
import { planRun, totalDue } from '../../../delivery/run/plan.ts';
import { issuePath } from '../../../issue/load.ts';
import { sendTime } from '../../../publication/schedule.ts';
import { problemIn } from '../../../source/problem.ts';
import type { Durability } from '../../../store/database/sqlite.ts';
import { type Context, type ExitCode, exit } from '../../context.ts';
import { ask } from '../../prompt.ts';
import { showPlan, stopWords } from '../../terminal/deliveries.ts';
import { showWarnings } from '../../terminal/problems.ts';
import { showWaves } from '../../terminal/waves.ts';

export type SendOptions = {
  yes: boolean;
  dryRun: boolean;
  resendUncertain: boolean;
  acceptChanges: boolean;
  /** Send although the server has refused us: a person decided. */
  liftStop: boolean;
  acceptRestored?: boolean;
  sendAgain?: boolean;
  /** Let workers do it. */
  handOut: boolean;
  connections?: number;
  rate?: number;
  durability: Durability;
};

/** `hebdo send ISSUE`: plans, asks once, delivers; run again it goes on. */
export async function send(
  context: Context,
  named: string,
  options: SendOptions,
  signal: AbortSignal,
): Promise<ExitCode> {
  spareMemory();
  const { refuse, terminal, folder } = context;
  if (options.handOut && !isPostgres(context)) return refuse([manyNeedPostgres]);
  const compiled = await compileApart('issue', folder, named);
  if (compiled.value === undefined) return refuse(compiled.problems);
  const { issue, publication } = compiled.value;
  if (issue.status !== 'ready') return refuse([draftProblem(issue.week)]);
  await showWarnings(terminal, compiled.problems, folder);
  // A dry run sends nothing and signs nothing: it must work before there is a server.
  const settings = options.dryRun ? undefined : await sendSettings(folder, context.env);
  if (settings !== undefined && settings.value === undefined) return refuse(settings.problems);
  const store = await context.openStore(options.durability);
  try {
    if (!options.dryRun) await finishImports(context, store);
    const plan = await planRun(store, issue.week, languagesOf(compiled.value), context.now(), issue.audience);
    const time = sendTime(issue, publication.time_zone);
    const readers =
      time?.isLocal === true ? await store.subscribers.countByTimeZone(context.now(), issue.audience?.tags) : [];
    const waves = time === undefined ? [] : wavesOf(time, publication.time_zone, readers);
    const isFuture = (waves.at(-1)?.at.epochMilliseconds ?? 0) > context.now().getTime();
    if (!context.json) showPlan(terminal, issue, plan, isFuture);
    const stop = await store.stops.current();
    if (!context.json && stop !== undefined) terminal.say(`  ${stopWords(stop)}`);
    if (!context.json && plan.begun === undefined && time?.isLocal === true && isFuture)
      showWaves(terminal, waves, publication.time_zone);
    if (settings?.value === undefined) {
      if (context.json) context.print({ week: issue.week, plan });
      return exit.done;
    }
    const uncertain = plan.editions.reduce(
      (sum, { states }) => sum + (states.uncertain ?? 0) + (states.committing ?? 0),
      0,
    );
    if (totalDue(plan) === 0 && uncertain === 0) {
      if (context.json) context.print({ week: issue.week, plan });
      else terminal.say('  Nothing is due.');
      return exit.done;
    }
    const agreed = await agree(context, options, totalDue(plan));
    if (agreed !== true) return agreed;
    if (options.liftStop) await store.stops.lift();
    if (options.handOut) return await handOut(context, { ...options, sendable: compiled.value, store, signal });
    return await run(context, {
      ...options,
      sendable: compiled.value,
      store,
      transport: await transportOf(settings.value),
      sender: settings.value.sender,
      signal,
    });
  } finally {
    await store.close();
  }
}

async function agree({ terminal }: Context, { yes }: SendOptions, count: number): Promise<true | ExitCode> {
  if (yes) return true;
  const agreed = await ask(terminal, `Send ${count.toLocaleString('en')} messages now?`);
  if (agreed === undefined) {
    terminal.say('  Without a terminal, sending wants --yes (or --dry-run to see the plan only).');
    return exit.usage;
  }
  return agreed || exit.done;
}

const draftProblem = (week: string) =>
  problemIn(issuePath(week), {
    rule: 'draft',
    severity: 'error',
    message: `${week} is a draft.`,
    hint: 'Only ready issues are sent: write `status: ready` when it is.',
  });
