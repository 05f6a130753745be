import type { Context, ExitCode } from '../../cli/context.ts';
import { watchRun } from '../../cli/watch.ts';
import { planRun, totalDue } from '../../delivery/run/plan.ts';
import type { Store } from '../../store/store.ts';
import { languagesOf, type Sendable } from '../compile/compile-apart.ts';
import { takeRun } from './claim-run.ts';

/**
 * Deliveries in a chunk: some seconds of one worker's time, so that one that dies takes little with it; fewer of a small run, so
 * that there are some for all.
 */
const chunkSize = (due: number): number => Math.min(500, Math.max(20, Math.ceil(due / 20)));

type HandingOut = {
  sendable: Sendable;
  store: Store;
  acceptChanges?: boolean;
  acceptRestored?: boolean;
  sendAgain?: boolean;
  resendUncertain?: boolean;
  /** For a scheduler; see `takeRun`. */
  onTime?: boolean;
  signal: AbortSignal;
};

/** Begins an issue's run and cuts it into chunks for workers (`hebdo worker`), then watches them. */
export async function handOut(context: Context, { sendable, store, signal, ...wishes }: HandingOut): Promise<ExitCode> {
  const { terminal, now } = context;
  const { week, audience } = sendable.issue;
  const taken = await takeRun(context, { sendable, store, ...wishes, handOut: true });
  if (taken.kind === 'refused') return taken.code;
  const plan = await planRun(store, week, languagesOf(sendable), now(), audience);
  const chunks = await store.chunks.cut(week, chunkSize(totalDue(plan)));
  await store.ledger.release(week, taken.token, now());
  // A person may have decided that who waits is sent now, or that the rest goes out as it is now.
  if (taken.kind === 'resumed') await store.chunks.wake(week);
  terminal.say(`  ${chunks.toLocaleString('en')} chunks wait for workers, or are with them: hebdo worker`);
  return watchRun(context, store, week, signal).finally(() => taken.marker.close());
}
