import { setTimeout as sleep } from 'node:timers/promises';
import { isDeadHolder, newHolder } from '../../delivery/holder.ts';
import { editionFor, type Plan, planRun, totalDue } from '../../delivery/plan.ts';
import { deliver, leaseTime, type RetryPolicy, type RunEnd, usualRetry } from '../../delivery/run.ts';
import type { Transport } from '../../delivery/transport.ts';
import { contentHash } from '../../issue/content-hash.ts';
import { issuePath } from '../../issue/load.ts';
import { instantOf } from '../../publication/schedule.ts';
import { problemIn } from '../../source/problem.ts';
import type { Store } from '../../store/store.ts';
import { type Context, type ExitCode, exit } from '../context.ts';
import { type CompiledIssue, compileIssue, loadNewsletter, type Newsletter } from '../newsletter.ts';
import { sendSettings } from '../settings.ts';
import { showOutcome, showPlan } from '../terminal/deliveries.ts';
import { showWarnings } from '../terminal/problems.ts';
import { makeProgress } from '../terminal/progress.ts';

export type SendOptions = {
  yes: boolean;
  dryRun: boolean;
  resendUncertain: boolean;
  acceptChanges: boolean;
  connections: number;
};

/** A newsletter's issue with all that sending it needs. */
export type Sending = {
  newsletter: Newsletter;
  compiled: CompiledIssue;
  store: Store;
  transport: Transport;
  secret: string;
  bounceAddress?: string;
  connections: number;
  retry: RetryPolicy;
  signal: AbortSignal;
};

/** `hebdo send ISSUE`: plans, asks once, delivers; run again it goes on. */
export async function send(
  context: Context,
  named: string,
  options: SendOptions,
  signal: AbortSignal,
): Promise<ExitCode> {
  const { refuse, terminal, folder } = context;
  const newsletter = await loadNewsletter(folder);
  if (newsletter.value === undefined) return refuse(newsletter.problems);
  const compiled = await compileIssue(newsletter.value, named);
  if (compiled.value === undefined) return refuse(compiled.problems);
  const { issue } = compiled.value;
  if (issue.status !== 'ready') return refuse([draftProblem(issue.week)]);
  await showWarnings(terminal, compiled.problems, folder);
  // A dry run sends nothing and signs nothing: it must work before there is a server.
  const settings = options.dryRun ? undefined : sendSettings(context.env);
  if (settings !== undefined && settings.value === undefined) return refuse(settings.problems);
  const store = await context.openStore();
  try {
    const plan = await planRun(store, issue.week, languagesOf(compiled.value));
    const at =
      issue.send_at === undefined ? undefined : instantOf(issue.send_at, newsletter.value.publication.time_zone);
    if (!context.json) showPlan(terminal, issue.week, plan, { at: issue.send_at, future: isFuture(at, context.now()) });
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
    const { smtpTransport } = await import('../../delivery/smtp.ts');
    const { smtp, secret, bounceAddress } = settings.value;
    return await run(context, options, {
      newsletter: newsletter.value,
      compiled: compiled.value,
      store,
      transport: smtpTransport(smtp),
      secret,
      bounceAddress,
      connections: options.connections,
      retry: usualRetry,
      signal,
    });
  } finally {
    await store.close();
  }
}

/**
 * Runs an issue's deliveries to their end, with a progress bar, and shows what became of them. Shared by `send`,
 * `send --due` and `demo`.
 */
export async function run(
  context: Context,
  decisions: { resendUncertain: boolean; acceptChanges: boolean },
  sending: Sending,
): Promise<ExitCode> {
  const { terminal, now, refuse, folder } = context;
  const { newsletter, compiled, store, transport, secret, bounceAddress, connections, retry, signal } = sending;
  const { composeMessage } = await import('../../message/message.ts');
  const { week } = compiled.issue;
  const languages = languagesOf(compiled);
  const holder = newHolder();
  const claim = await store.ledger.claim({
    week,
    contentHash: await contentHash(folder, compiled.issue),
    ...decisions,
    holder,
    now: now(),
    until: new Date(now().getTime() + leaseTime),
    isDead: isDeadHolder,
    editionFor: language => editionFor(language, languages),
  });
  if (claim.kind === 'changed') return refuse([changedProblem(week, claim.startedAt)]);
  if (claim.kind === 'held') {
    terminal.say(
      `  Another process is sending ${week} now (its lease ends at ${claim.until}). Nothing was sent twice.`,
    );
    return exit.world;
  }
  const plan = await planRun(store, week, languages);
  const bar = makeProgress(terminal, totalDue(plan), 'messages');
  const sender = { publication: newsletter.publication, secret, bounceAddress };
  const started = performance.now();
  let done = 0;
  const end = await deliver({
    week,
    holder,
    ledger: store.ledger,
    transport,
    connections,
    compose: (language, recipient) => {
      const edition = compiled.editions.find(({ email }) => email.language === language) ?? compiled.editions[0];
      if (edition === undefined) throw new Error(`${week} has no edition`);
      return composeMessage(edition.email, recipient, sender, now());
    },
    now,
    signal,
    retry,
    settled: (_, state) => {
      if (state !== 'deferred') bar.update(++done);
    },
    waiting: until => bar.note(`waiting until ${until.toTimeString().slice(0, 8)} to try deferred ones again`),
  });
  bar.end();
  const seconds = (performance.now() - started) / 1000;
  const after = await planRun(store, week, languages);
  if (context.json) context.print({ week, end, seconds, editions: after.editions });
  else await showOutcome(terminal, store, week, plan, after, seconds);
  return codeOf(end, after, terminal.say);
}

/** What to end with, and the words for it. */
function codeOf(end: RunEnd, after: Plan, say: (line: string) => void): ExitCode {
  const uncertain = after.editions.reduce((sum, { states }) => sum + (states.uncertain ?? 0), 0);
  switch (end.kind) {
    case 'interrupted':
      say('\n  Interrupted. What was on the wire is in the ledger: run the same command again to go on.');
      return exit.interrupted;
    case 'unreachable':
      say(`\n  The SMTP server cannot be used: ${end.words}. Nothing is lost: run the same command again to go on.`);
      return exit.world;
    case 'lost-run':
      say('\n  Another process has taken this run over. It goes on there.');
      return exit.world;
    case 'waiting':
      say(
        `\n  ${totalDue(after)} deferred by their servers, next try after ${end.until.toISOString()}: run it again to go on.`,
      );
      return exit.partly;
    case 'done':
      if (uncertain === 0) return exit.done;
      say(`\n  ${uncertain} uncertain: the connection went before the server's answer. Send them again with`);
      say('  --resend-uncertain, or leave them: some have it already. `hebdo status` lists them.');
      return exit.partly;
  }
}

const languagesOf = ({ editions }: CompiledIssue): string[] => editions.map(({ email }) => email.language);

const isFuture = (at: { epochMilliseconds: number } | undefined, now: Date): boolean =>
  at !== undefined && at.epochMilliseconds > now.getTime();

async function agree({ terminal }: Context, { yes }: SendOptions, count: number): Promise<true | ExitCode> {
  if (yes) return true;
  if (!terminal.interactive || process.stdin.isTTY !== true) {
    terminal.say('  Without a terminal, sending wants --yes (or --dry-run to see the plan only).');
    return exit.usage;
  }
  const { confirm } = await import('@clack/prompts');
  // Piped keys typed before the question must not answer it.
  await sleep(50);
  const answer = await confirm({ message: `Send ${count.toLocaleString('en')} messages now?`, initialValue: false });
  return answer === true ? true : exit.done;
}

const draftProblem = (week: string) =>
  problemIn(issuePath(week), {
    rule: 'draft',
    severity: 'error',
    message: `${week} is a draft.`,
    hint: 'Only ready issues are sent: write `status: ready` when it is.',
  });

const changedProblem = (week: string, startedAt: string) =>
  problemIn(issuePath(week), {
    rule: 'changed',
    severity: 'error',
    message: `${week} was changed after its sending began (${startedAt}): some readers have the old text.`,
    hint: 'Undo the change, or send the rest as it is now with --accept-changes.',
  });
