import type { SendResult } from '../../app/send/result.ts';
import { totalDue } from '../../delivery/run/run-plan.ts';
import { localMoment, timeZoneOf } from '../../publication/local-time.ts';
import { t } from '../../wording/wording.ts';
import type { Context } from '../context.ts';
import { showOutcome } from './deliveries.ts';
import { waitingWords } from './waves.ts';

/** Shows how the sending of an issue ended, as JSON where that was asked for. @param onTime whether a scheduler sent it */
export async function showResult(context: Context, result: SendResult, onTime = false): Promise<void> {
  const { terminal, json, print, refuse } = context;
  if (result.kind === 'refused') {
    await refuse(result.problems, result.consequence);
    return;
  }
  const { week } = result;
  const timeZone = await timeZoneOf(context.folder);
  if (result.kind === 'elsewhere')
    terminal.say(
      result.by === 'workers'
        ? t(
            '  %{week} is handed out to workers. To see how they get on: hebdo send %{week} --watch. If none is left: hebdo worker --once.',
            { week },
          )
        : t('  Another process is sending %{week} now (its lease ends at %{until}). Nothing was sent twice.', {
            week,
            until: localMoment(result.until, timeZone),
          }),
    );
  if (result.kind !== 'ended') return;
  const { before, after, seconds, end, troubled } = result;
  if (json) print('send', { week, end, seconds, editions: after.editions });
  else showOutcome(terminal, week, { before, after, seconds, troubled });
  for (const line of endWords(result, onTime, timeZone)) terminal.say(line);
}

/** Why a run ended, and what to do next. */
function endWords({ end, after }: Extract<SendResult, { kind: 'ended' }>, onTime: boolean, timeZone: string): string[] {
  const uncertain = after.editions.reduce((sum, { states }) => sum + (states.uncertain ?? 0), 0);
  switch (end.kind) {
    case 'interrupted':
      return [t('\n  Interrupted. Every delivery is in the ledger: run the same command again to continue.')];
    case 'unreachable':
      return [
        t('\n  The SMTP server cannot be used: %{words}. Nothing is lost: run the same command again to go on.', {
          words: end.words,
        }),
      ];
    case 'rejected':
      return [
        t(
          '\n  The server refuses every message at present: %{words}. All sending has stopped; the refused messages are tried again.',
          { words: end.words },
        ),
        t('  One message is tried again after %{until}. To go on at once: --lift-stop.', {
          until: localMoment(end.until, timeZone),
        }),
      ];
    case 'lost-run':
      return [t('\n  Another process has taken over this run and continues it.')];
    case 'waiting': {
      const waiting =
        after.waiting > 0
          ? [
              t('\n  %{waiting} for their local time, the next until %{until}.', {
                waiting: waitingWords(after.waiting),
                until: localMoment(end.until, timeZone),
              }),
            ]
          : [];
      if (onTime && after.waiting === totalDue(after)) return waiting;
      const deferred = totalDue(after) - after.waiting;
      return [
        ...waiting,
        t('\n  %{deferred} deferred by their servers, next try after %{until}: run it again to go on.', {
          deferred,
          until: localMoment(end.until, timeZone),
        }),
      ];
    }
    case 'spent':
      return [
        t("\n  Today's share of the warm-up is sent; %{waiting} until %{until}: run it again then.", {
          waiting: waitingWords(totalDue(after)),
          until: localMoment(end.until, timeZone),
        }),
      ];
    case 'done':
      return uncertain === 0
        ? []
        : [
            t("\n  %{uncertain} uncertain: the connection went before the server's answer. Send them again with", {
              uncertain,
            }),
            t('  --resend-uncertain, or leave them: some have it already. `hebdo status` lists them.'),
          ];
  }
}
