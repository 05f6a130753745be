import { warmUpBudget } from '../../delivery/pacing/warm-up.ts';
import { laterOf, planRun } from '../../delivery/run/plan-run.ts';
import { defaultRetry } from '../../delivery/run/retry-policy.ts';
import { deliver } from '../../delivery/run/run.ts';
import { defaultConnections } from '../../delivery/run/run-job.ts';
import { type Plan, totalDue } from '../../delivery/run/run-plan.ts';
import type { Transport } from '../../delivery/smtp/transport.ts';
import type { Sender } from '../../message/message.ts';
import { counted, t } from '../../wording/wording.ts';
import { languagesOf } from '../compile/compile-apart.ts';
import { composer } from '../compile/composer.ts';
import type { AppContext } from '../context.ts';
import { markerProblems } from '../marker/run-marker.ts';
import { logDelivery, makeLog } from '../observe/log.ts';
import { makeMetrics } from '../observe/metrics.ts';
import { type Claim, claimRun } from './claim-run.ts';
import type { SendOptions } from './options.ts';
import { maxTroubled, type SendResult, troubledStates } from './result.ts';

/** An issue with all that sending it needs. */
export type IssueToSend = Omit<Claim, 'options'> & {
  transport: Transport;
  /** What signs the links, and where bounces go. */
  sender: Omit<Sender, 'publication'>;
  options: SendOptions;
  signal: AbortSignal;
};

/** Makes the deliveries of an issue that are due: claims its run, sends, and says how it ended. */
export async function deliverIssue(context: AppContext, issueToSend: IssueToSend): Promise<SendResult> {
  const { now, tell } = context;
  const { sendable, store, transport, sender, options, signal } = issueToSend;
  const { publication, issue } = sendable;
  const { week } = issue;
  const log = await makeLog(context.env);
  const claimed = await claimRun(context, issueToSend);
  if (claimed.kind === 'refused' || claimed.kind === 'elsewhere') return claimed;
  const { marker, token } = claimed;
  const plan = (): Promise<Plan> =>
    planRun(store, { week, editions: languagesOf(sendable), now: now(), audience: issue.audience });
  const before = await plan();
  const soon = new Date(now().getTime() + defaultRetry.maxWaitMs);
  const later = before.waiting === 0 ? 0 : laterOf(await store.ledger.counts(week, soon));
  const compose = await composer(sendable, sender, now);
  const budget = await warmUpBudget(publication, now(), store.ledger.triedSince);
  if (budget !== undefined) {
    const left = counted(budget.left, 'message', 'messages');
    await tell({ kind: 'notice', words: t('Warm-up: %{left} can still be sent today (sending.warm_up).', { left }) });
  }
  const due = new Map(before.editions.map(edition => [edition.language, edition.due]));
  await tell({ kind: 'run-begins', week, open: totalDue(before) - later, due });
  const metrics = await makeMetrics(context.env);
  log.info({ week, due: totalDue(before), claim: claimed.kind, transport: transport.name }, 'run begins');
  const started = performance.now();
  const end = await deliver({
    week,
    token,
    ledger: store.ledger,
    stops: store.stops,
    transport,
    connections: options.connections ?? publication.sending.connections ?? defaultConnections,
    rate: options.rate ?? publication.sending.rate,
    domains: publication.sending.domains,
    budget,
    compose,
    now,
    signal: AbortSignal.any([signal, marker.behind]),
    retry: { ...defaultRetry, giveUpAfterMs: publication.sending.give_up_after * 1_000 },
    settled(delivery, settlement) {
      metrics.settled(week, delivery.language, settlement.state);
      logDelivery(log, week, delivery, settlement);
      // Thousands a second: they are not awaited.
      void tell({ kind: 'settled', week, delivery, settlement });
    },
    waiting(until) {
      log.info({ week, until }, 'waiting');
      void tell({ kind: 'run-waits', week, until });
    },
  }).finally(() => marker.close());
  await tell({ kind: 'run-ends', week });
  metrics.stopped(end.kind === 'rejected');
  await metrics.close();
  const seconds = (performance.now() - started) / 1_000;
  const after = await plan();
  log.info({ week, ...end, seconds, left: totalDue(after) }, 'run ends');
  if (marker.behind.aborted) {
    const problems = await markerProblems(context, { store, publication, week });
    return { kind: 'refused', problems, consequence: t('The run has stopped.') };
  }
  const troubled = await store.ledger.list(week, troubledStates, maxTroubled);
  return { kind: 'ended', week, end, before, after, seconds, troubled };
}
