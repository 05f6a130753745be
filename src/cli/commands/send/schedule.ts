import type { SendOptions } from '../../../app/send/options.ts';
import { schedule as scheduleIssues } from '../../../app/send/schedule.ts';
import { isPostgres, manyNeedPostgres } from '../../../app/settings/require-postgres.ts';
import type { Context } from '../../context.ts';
import { type ExitCode, exit } from '../../exit-codes.ts';
import { withEvents } from '../../terminal/events.ts';
import { sendEvents } from './send-events.ts';

/** `hebdo schedule`: sends each ready issue when its time comes, until it is stopped. */
export async function schedule(context: Context, options: SendOptions, signal: AbortSignal): Promise<ExitCode> {
  if (options.handOut === true && !isPostgres(context)) return context.refuse([manyNeedPostgres]);
  const store = await context.openStore(options.durability);
  try {
    await scheduleIssues(withEvents(context, sendEvents(context, store, signal)), store, options, signal);
    return exit.done;
  } finally {
    await store.close();
  }
}
