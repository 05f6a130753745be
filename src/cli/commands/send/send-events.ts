import type { AppEvent } from '../../../app/events.ts';
import type { Store } from '../../../store/store.ts';
import { counted, t } from '../../../wording/wording.ts';
import type { Context } from '../../context.ts';
import { showResult } from '../../terminal/send-result.ts';
import { watchRun } from '../../watch.ts';

/**
 * Handles the events that `withEvents` leaves to a command: watches the workers of a run that is handed out, until nothing of it is
 * due soon, and shows the result of each issue that a scheduler sends.
 */
export const sendEvents =
  (context: Context, store: Store, signal: AbortSignal) =>
  async (event: AppEvent): Promise<void> => {
    if (event.kind === 'issue-ended') await showResult(context, event.result, true);
    if (event.kind !== 'handed-out') return;
    const { week, chunks } = event;
    const waiting = counted(chunks, 'chunk is open', 'chunks are open');
    context.terminal.say(t('  %{waiting}. To send: hebdo worker', { waiting }));
    await watchRun(context, store, week, signal);
  };
