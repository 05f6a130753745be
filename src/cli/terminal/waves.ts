import type { Wave } from '../../delivery/run/due-verdict.ts';
import { counted, number, spokenLanguage, t } from '../../wording/wording.ts';
import { table } from './table.ts';
import type { Terminal } from './terminal.ts';

const maxShownZones = 3;

/** `1 reader waits`, `1,200 readers wait`. */
export const waitingWords = (count: number): string => counted(count, 'reader waits', 'readers wait');

/** Shows when a scheduler would send an issue whose `send_at` is local: each wave, its readers and time zones. @param timeZone of the times shown */
export function showWaves(terminal: Terminal, waves: readonly Wave[], timeZone: string): void {
  const when = new Intl.DateTimeFormat(spokenLanguage() === 'en' ? 'en-GB' : spokenLanguage(), {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  });
  const columns = [
    { heading: t('in %{timeZone}', { timeZone }) },
    { heading: t('readers'), numeric: true },
    { heading: t('time zones') },
  ];
  const rows = waves
    .filter(({ count }) => count > 0)
    .map(({ at, count, timeZones }) => [
      when.format(at.epochMilliseconds),
      number(count),
      `${timeZones.slice(0, maxShownZones).join(', ')}${timeZones.length > maxShownZones ? t(', and %{count} more', { count: timeZones.length - maxShownZones }) : ''}`,
    ]);
  terminal.say(t('\n  By send --due or schedule it goes out by the readers’ clocks:'));
  terminal.say(table(terminal, columns, rows));
}
