import { planRun } from '../../delivery/run/plan-run.ts';
import { totalDue } from '../../delivery/run/run-plan.ts';
import { chunkSize } from '../../store/ledger/chunks.ts';
import { languagesOf } from '../compile/compile-apart.ts';
import type { AppContext } from '../context.ts';
import { type Claim, claimRun } from './claim-run.ts';
import type { SendResult } from './result.ts';

/** Begins an issue's run and cuts it into chunks for workers (`hebdo worker`). It ends when the `handed-out` event is handled. */
export async function handOut(
  context: AppContext,
  { signal, ...claim }: Claim & { signal: AbortSignal },
): Promise<SendResult> {
  const { now } = context;
  const { sendable, store } = claim;
  const { week, audience } = sendable.issue;
  const claimed = await claimRun(context, { ...claim, options: { ...claim.options, handOut: true } });
  if (claimed.kind === 'refused' || claimed.kind === 'elsewhere') return claimed;
  try {
    const plan = await planRun(store, { week, editions: languagesOf(sendable), now: now(), audience });
    const chunks = await store.chunks.cut(week, claimed.token, chunkSize(totalDue(plan)));
    await store.ledger.release(week, claimed.token, now());
    if (chunks === 0 && totalDue(plan) > 0) return await elsewhere(store, week);
    // A person may have decided that those who wait are due now, or that the rest goes out as it is now.
    if (claimed.kind === 'resumed') await store.chunks.wake(week);
    await context.tell({ kind: 'handed-out', week, chunks });
  } finally {
    await claimed.marker.close();
  }
  return {
    kind: 'handed-out',
    week,
    after: await planRun(store, { week, editions: [], now: now() }),
    isInterrupted: signal.aborted,
  };
}

/** Another process took the run while this one slept. */
async function elsewhere({ ledger }: Claim['store'], week: string): Promise<SendResult> {
  const holder = (await ledger.run(week))?.holder;
  return {
    kind: 'elsewhere',
    week,
    ...(holder === undefined ? { by: 'workers' } : { by: 'process', until: holder.until }),
  };
}
