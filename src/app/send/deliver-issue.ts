import { type Context, type ExitCode, exit } from '../../cli/context.ts';
import { showOutcome } from '../../cli/terminal/deliveries.ts';
import { makeProgress } from '../../cli/terminal/progress.ts';
import { makeTally } from '../../cli/terminal/tally.ts';
import { waitingWords } from '../../cli/terminal/waves.ts';
import { warmUpBudget } from '../../delivery/pacing/warm-up.ts';
import { usualConnections, usualRetry } from '../../delivery/run/job.ts';
import { laterOf, type Plan, planRun, totalDue } from '../../delivery/run/plan.ts';
import { deliver, type RunEnd } from '../../delivery/run/run.ts';
import type { Transport } from '../../delivery/smtp/transport.ts';
import type { Sender } from '../../message/message.ts';
import { openStates } from '../../store/schema.ts';
import type { Store } from '../../store/store.ts';
import { languagesOf, type Sendable } from '../compile/compile-apart.ts';
import { composer } from '../compile/composer.ts';
import { markerProblems } from '../marker/run-marker.ts';
import { logDelivery, makeLog } from '../observe/log.ts';
import { makeMetrics } from '../observe/metrics.ts';
import { takeRun } from './claim-run.ts';

/** An issue with all that sending it needs. */
export type Sending = {
  sendable: Sendable;
  store: Store;
  transport: Transport;
  /** What signs the links, and where bounces go. */
  sender: Omit<Sender, 'publication'>;
  /** As the command line has it; else hebdo.yaml, else five. */
  connections?: number;
  /** Messages a second, at most; else as hebdo.yaml has it. */
  rate?: number;
  signal: AbortSignal;
  /** What a person decided about an earlier run. */
  resendUncertain?: boolean;
  acceptChanges?: boolean;
  acceptRestored?: boolean;
  sendAgain?: boolean;
  /**
   * For a scheduler: readers wait for their clocks where the issue goes by them, to do so is no failure, nor is that another
   * process has the run.
   */
  onTime?: boolean;
};

/**
 * Runs an issue's deliveries to their end, with a progress bar, and shows what became of them. Shared by `send`,
 * `send --due` and `demo`.
 */
export async function run(context: Context, sending: Sending): Promise<ExitCode> {
  const { terminal, now } = context;
  const log = await makeLog(context.env);
  const { sendable, store, transport, signal, resendUncertain, acceptChanges, acceptRestored, sendAgain, onTime } =
    sending;
  const { publication } = sendable;
  const { week } = sendable.issue;
  const languages = languagesOf(sendable);
  const decided = { resendUncertain, acceptChanges, acceptRestored, sendAgain };
  const taken = await takeRun(context, { sendable, store, ...decided, onTime });
  if (taken.kind === 'refused') return taken.code;
  const { token } = taken;
  const plan = await planRun(store, week, languages, now(), sendable.issue.audience);
  const soon = new Date(now().getTime() + usualRetry.patience);
  const later = plan.waiting === 0 ? 0 : laterOf(await store.ledger.counts(week, soon));
  const bar = makeProgress(terminal, totalDue(plan) - later, 'messages');
  const compose = await composer(sendable, sending.sender, now);
  const budget = await warmUpBudget(publication, now(), store.ledger.triedSince);
  if (budget !== undefined)
    terminal.say(`  Warming up: ${budget.left.toLocaleString('en')} messages may still go today (sending.warm_up).`);
  const tally = makeTally(new Map(plan.editions.map(({ language, due }) => [language, due])));
  const metrics = await makeMetrics(context.env);
  log.info({ week, due: totalDue(plan), claim: taken.kind, transport: transport.name }, 'run begins');
  const started = performance.now();
  let done = 0;
  const end = await deliver({
    week,
    token,
    ledger: store.ledger,
    stops: store.stops,
    transport,
    connections: sending.connections ?? publication.sending.connections ?? usualConnections,
    rate: sending.rate ?? publication.sending.rate,
    domains: publication.sending.domains,
    budget,
    compose,
    now,
    signal: AbortSignal.any([signal, taken.marker.behind]),
    retry: { ...usualRetry, giveUpAfter: publication.sending.give_up_after * 1_000 },
    settled(delivery, settlement) {
      const { state } = settlement;
      tally.add(delivery, settlement);
      metrics.settled(week, delivery.language, state);
      logDelivery(log, week, delivery, settlement);
      if (!openStates.includes(state)) done++;
      bar.update(done, tally.lines);
    },
    waiting: until => {
      log.info({ week, until }, 'waiting');
      const words = `waiting until ${until.toTimeString().slice(0, 8)} for the next that are due`;
      if (terminal.interactive) bar.note(words);
      else terminal.say(`  ${words}`);
    },
  }).finally(() => taken.marker.close());
  bar.end();
  metrics.stopped(end.kind === 'rejected');
  await metrics.close();
  const seconds = (performance.now() - started) / 1000;
  const after = await planRun(store, week, languages, now(), sendable.issue.audience);
  log.info({ week, ...end, seconds, left: totalDue(after) }, 'run ends');
  if (taken.marker.behind.aborted)
    return context.refuse(await markerProblems(context, { store, publication, week }), 'The run has stopped.');
  if (context.json) context.print({ week, end, seconds, editions: after.editions });
  else await showOutcome(terminal, store, week, plan, after, seconds);
  return codeOf(end, after, onTime === true, terminal.say);
}

/** What to end with, and the words for it. */
function codeOf(end: RunEnd, after: Plan, onTime: boolean, say: (line: string) => void): ExitCode {
  const uncertain = after.editions.reduce((sum, { states }) => sum + (states.uncertain ?? 0), 0);
  switch (end.kind) {
    case 'interrupted':
      say('\n  Interrupted. What was on the wire is in the ledger: run the same command again to go on.');
      return exit.interrupted;
    case 'unreachable':
      say(`\n  The SMTP server cannot be used: ${end.words}. Nothing is lost: run the same command again to go on.`);
      return exit.world;
    case 'rejected':
      say(
        `\n  The server takes nothing from us now: ${end.words}. All sending has stopped; those it refused are tried again.`,
      );
      say(`  One message is tried again after ${end.until.toISOString()}. To go on at once: --lift-stop.`);
      return exit.world;
    case 'lost-run':
      say('\n  Another process has taken this run over. It goes on there.');
      return exit.world;
    case 'waiting':
      if (after.waiting > 0)
        say(`\n  ${waitingWords(after.waiting)} for their local time, the next until ${end.until.toISOString()}.`);
      if (onTime && after.waiting === totalDue(after)) return exit.done;
      say(
        `\n  ${totalDue(after) - after.waiting} deferred by their servers, next try after ${end.until.toISOString()}: run it again to go on.`,
      );
      return exit.partly;
    case 'spent':
      say(
        `\n  Today's share of the warm-up is sent; ${totalDue(after)} wait for ${end.until.toISOString()}: run it again then.`,
      );
      return exit.partly;
    case 'done':
      if (uncertain === 0) return exit.done;
      say(`\n  ${uncertain} uncertain: the connection went before the server's answer. Send them again with`);
      say('  --resend-uncertain, or leave them: some have it already. `hebdo status` lists them.');
      return exit.partly;
  }
}
