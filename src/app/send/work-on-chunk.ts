import type { PolicyGuard } from '../../delivery/pacing/policy-guard.ts';
import { takeShare } from '../../delivery/pacing/worker-share.ts';
import { chunkLedger } from '../../delivery/run/chunk-ledger.ts';
import { defaultRetry } from '../../delivery/run/retry-policy.ts';
import { deliver } from '../../delivery/run/run.ts';
import { defaultConnections, type RunEnd, type RunJob } from '../../delivery/run/run-job.ts';
import type { Transport } from '../../delivery/smtp/transport.ts';
import type { Publication } from '../../publication/schema.ts';
import type { Chunk } from '../../store/ledger/chunks.ts';
import type { Store } from '../../store/store.ts';
import { t } from '../../wording/wording.ts';
import { compileApart } from '../compile/compile-apart.ts';
import { composer } from '../compile/composer.ts';
import type { AppContext } from '../context.ts';
import { type Log, logDelivery } from '../observe/log.ts';
import type { Metrics } from '../observe/metrics.ts';
import type { SendSettings } from '../settings/send-settings.ts';

/** What a worker works with, whatever it works on. */
export type Work = {
  store: Store;
  transport: Transport;
  settings: SendSettings;
  holder: string;
  /** SMTP connections, if not as many as hebdo.yaml says. */
  connections?: number;
  log: Log;
  metrics: Metrics;
  guard: PolicyGuard;
};

/** What a worker needs of an issue, and the hash of what it is. */
export type IssueAtHand = {
  contentHash: string;
  publication: Publication;
  compose: RunJob['compose'];
};

/**
 * An issue as its run has it, compiled here.
 * @param known what was made of it before, if anything was
 * @returns undefined if its files are not those that the run sends, which is reported as a notice
 */
export async function issueAtHand(
  { tell, folder, now }: AppContext,
  { store, settings }: Work,
  week: string,
  known: IssueAtHand | undefined,
): Promise<IssueAtHand | undefined> {
  // A person may have decided since that the rest is sent as it is now.
  const wanted = (await store.ledger.run(week))?.contentHash;
  if (known !== undefined && known.contentHash === wanted) return known;
  const compiled = await compileApart('issue', folder, week);
  if (compiled.value === undefined) {
    await tell({ kind: 'problems', problems: compiled.problems });
    return undefined;
  }
  const { publication, contentHash } = compiled.value;
  if (contentHash === wanted)
    return { contentHash, publication, compose: await composer(compiled.value, settings.sender, now) };
  await tell({
    kind: 'notice',
    words: t(
      'The files of %{week} differ here from those that were handed out: its chunks are left to other workers.',
      { week },
    ),
  });
  return undefined;
}

/**
 * Delivers a chunk, keeping to its share of the limits of hebdo.yaml, which are for all workers together.
 * @returns how it ended; undefined if other workers hold all permits of a limit, and nothing was sent
 */
export async function runChunk(
  { now }: AppContext,
  { store, transport, holder, connections, log, metrics, guard }: Work,
  chunk: Chunk,
  { publication, compose }: IssueAtHand,
  signal: AbortSignal,
): Promise<RunEnd | undefined> {
  const { sending } = publication;
  const shared = { limits: store.limits, holder };
  const wanted = {
    connections: connections ?? sending.connections ?? defaultConnections,
    messages: chunk.last - chunk.first + 1,
  };
  const share = await takeShare(shared, publication, wanted, { now: now(), triedSince: store.ledger.triedSince });
  if (share === undefined) return undefined;
  try {
    const ledger = chunkLedger(store.ledger, store.chunks, chunk);
    return await deliver({
      ...share,
      week: chunk.week,
      token: chunk.token,
      stops: store.stops,
      guard,
      ledger: {
        ...ledger,
        async renew(...lease) {
          await store.limits.keepPermits(holder);
          return ledger.renew(...lease);
        },
      },
      transport,
      rate: sending.rate,
      domains: sending.domains,
      shared,
      compose,
      now,
      signal,
      // What is deferred goes back with its chunk: the worker does not wait for it.
      retry: { ...defaultRetry, giveUpAfterMs: sending.give_up_after * 1_000, maxWaitMs: 0 },
      settled(delivery, settlement) {
        metrics.settled(chunk.week, delivery.language, settlement.state);
        logDelivery(log, chunk.week, delivery, settlement);
      },
    });
  } finally {
    await store.limits.releasePermits(holder);
  }
}
