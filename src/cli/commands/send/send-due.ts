import { compileApart } from '../../../app/compile/compile-apart.ts';
import { loadNewsletter, type Newsletter } from '../../../app/compile/newsletter.ts';
import { spareMemory } from '../../../app/memory.ts';
import { run } from '../../../app/send/deliver-issue.ts';
import { type DueIssues, dueIssues } from '../../../app/send/due-issues.ts';
import { handOut } from '../../../app/send/hand-out.ts';
import { databaseUrl } from '../../../app/settings/environment.ts';
import { isPostgres, manyNeedPostgres } from '../../../app/settings/require-postgres.ts';
import { sendSettings, transportOf } from '../../../app/settings/send-settings.ts';
import { hasErrors, problemIn } from '../../../source/problem.ts';
import type { Durability } from '../../../store/database/sqlite.ts';
import type { Store } from '../../../store/store.ts';
import { readStoreUrl } from '../../../store/url.ts';
import { type Context, type ExitCode, exit } from '../../context.ts';
import { annotate, onGithub, writeJobSummary } from '../../job-summary.ts';
import { showWarnings } from '../../terminal/problems.ts';

export type DueOptions = {
  connections?: number;
  rate?: number;
  durability: Durability;
  /** The ledger may go with the machine: a person decided. */
  ephemeralLedger?: boolean;
  github?: boolean;
  /** Let workers do it. */
  handOut?: boolean;
};

/** `hebdo send --due`: every ready issue whose time has come, once, and none whose time is long gone. */
export async function sendDue(asked: Context, options: DueOptions, signal: AbortSignal): Promise<ExitCode> {
  spareMemory();
  const context = options.github === true ? onGithub(asked) : asked;
  const { terminal, refuse, env, folder, now } = context;
  const newsletter = await loadNewsletter(folder);
  if (newsletter.value === undefined) return refuse(newsletter.problems);
  if (options.handOut === true && !isPostgres(context)) return refuse([manyNeedPostgres]);
  const isFile = readStoreUrl(databaseUrl(folder, env))?.kind === 'sqlite';
  if (env.CI && isFile && options.ephemeralLedger !== true) return refuse([ephemeralProblem]);
  const store = await context.openStore(options.durability);
  try {
    const found = await dueIssues(newsletter.value, store, now());
    if (options.github === true) annotate(found.problems.filter(({ severity }) => severity === 'warning'));
    const code = await sendFound(context, newsletter.value, store, found, options, signal);
    const next = nextWords(newsletter.value, await dueIssues(newsletter.value, store, now()), now());
    terminal.say(`  ${next}`);
    if (options.github === true) await writeJobSummary(context, store, found.due, next);
    return code;
  } finally {
    await store.close();
  }
}

/** Others may be, all the same. */
export const notSent = 'What has errors is not sent.';

/** Sends what was found to be due, one issue after another. Shared with `schedule`. */
export async function sendFound(
  context: Context,
  newsletter: Newsletter,
  store: Store,
  { due, problems }: DueIssues,
  options: Pick<DueOptions, 'connections' | 'rate' | 'handOut'>,
  signal: AbortSignal,
): Promise<ExitCode> {
  const { terminal, refuse, env } = context;
  let worst: ExitCode = hasErrors(problems) ? await refuse(problems, notSent) : exit.done;
  if (worst === exit.done) await showWarnings(terminal, problems, newsletter.folder);
  if (due.length === 0) {
    terminal.say('  No issue is due.');
    if (context.json) context.print({ due });
    return worst;
  }
  const settings = await sendSettings(newsletter.folder, env);
  if (settings.value === undefined) return refuse(settings.problems);
  for (const week of due) {
    const compiled = await compileApart('issue', newsletter.folder, week);
    if (compiled.value === undefined) {
      worst = await refuse(compiled.problems, notSent);
      continue;
    }
    const sending = { sendable: compiled.value, store, onTime: true, signal };
    const { sender } = settings.value;
    const code =
      options.handOut === true
        ? await handOut(context, sending)
        : await run(context, { ...options, ...sending, transport: await transportOf(settings.value), sender });
    if (code !== exit.done) worst = code;
    if (code === exit.interrupted) break;
  }
  return worst;
}

/** When the next issue is due, for who reads the log of a scheduler. */
function nextWords({ publication }: Newsletter, { waiting }: DueIssues, now: Date): string {
  const [next] = waiting;
  if (next === undefined) return 'No other issue is ready and waits for its time.';
  const at = next.at.toZonedDateTimeISO(publication.time_zone);
  const hours = Math.round((next.at.epochMilliseconds - now.getTime()) / 3_600_000);
  const away = hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
  return `Next: ${next.week}, at ${at.toPlainDateTime().toString({ smallestUnit: 'minute' }).replace('T', ' ')} ${publication.time_zone}, in ${away}.`;
}

const ephemeralProblem = problemIn('HEBDO_DATABASE_URL', {
  rule: 'ephemeral-ledger',
  severity: 'error',
  message: 'The ledger is a file, and this is CI: it goes with the machine, and with it all that says who got what.',
  hint: 'Set HEBDO_DATABASE_URL to a PostgreSQL; or say --ephemeral-ledger, if the file is kept between jobs.',
});
