import type { AppContext } from '../../app/context.ts';
import type { AppEvent } from '../../app/events.ts';
import { localClock, timeZoneOf } from '../../publication/local-time.ts';
import { openStates } from '../../store/schema.ts';
import { t } from '../../wording/wording.ts';
import type { Context } from '../context.ts';
import { makeProgress, type Progress } from './progress.ts';
import { makeTally, type Tally } from './tally.ts';

/**
 * The context with its events shown on the terminal: problems, notices, and a progress bar of each run.
 * @param others receives the events that are for the command itself: a run that is handed out, an issue that is done with
 */
export function withEvents(context: Context, others: AppContext['tell'] = () => undefined): Context & AppContext {
  const { terminal } = context;
  let run: { bar: Progress; tally: Tally; done: number } | undefined;

  const showWait = async (until: Date): Promise<void> => {
    const words = t('waiting until %{until} for the next that are due', {
      until: localClock(until, await timeZoneOf(context.folder)),
    });
    if (terminal.interactive) run?.bar.note(words);
    else terminal.say(`  ${words}`);
  };

  const tell = (event: AppEvent): void | Promise<void> => {
    switch (event.kind) {
      case 'problems':
        return context.refuse(event.problems, event.consequence).then(() => undefined);
      case 'notice':
        return terminal.say(`  ${event.words}`);
      case 'run-begins':
        run = { bar: makeProgress(terminal, event.open, t('messages')), tally: makeTally(event.due), done: 0 };
        return undefined;
      case 'settled':
        if (run === undefined) return undefined;
        run.tally.add(event.delivery, event.settlement);
        if (!openStates.includes(event.settlement.state)) run.done++;
        return run.bar.update(run.done, run.tally.lines);
      case 'run-waits':
        return showWait(event.until);
      case 'run-ends':
        run?.bar.end();
        run = undefined;
        return undefined;
      default:
        return others(event);
    }
  };
  return { ...context, tell };
}
