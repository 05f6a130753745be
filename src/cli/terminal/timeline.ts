import { styleText } from 'node:util';
import type { RunStatus } from '../../app/send/run-status.ts';
import { localClock } from '../../publication/local-time.ts';
import { number, t } from '../../wording/wording.ts';
import type { Terminal } from './terminal.ts';

const blocks = ' ▁▂▃▄▅▆▇█';
const height = 5;

/** Messages over time, as columns of block characters over an axis of time. @param timeZone of the times */
export function timeline(
  terminal: Terminal,
  { start, stepSeconds, counts }: NonNullable<RunStatus['timeline']>,
  timeZone: string,
): string {
  const most = Math.max(...counts);
  const widest = number(most).length;
  // A column is two characters wide where there is room, so that a short run is not a thin one.
  const wide = counts.length * 2 + widest + 6 <= terminal.columns ? 2 : 1;
  const lines = Array.from({ length: height }, (_, row) => {
    const floor = ((height - 1 - row) * most) / height;
    const label = row === 0 ? number(most) : '';
    const columns = counts.map(count => {
      const eighths = Math.round(Math.min(1, Math.max(0, ((count - floor) * height) / most)) * 8);
      // What is not nothing is seen.
      return (blocks[row === height - 1 && count > 0 ? Math.max(1, eighths) : eighths] ?? ' ').repeat(wide);
    });
    return `  ${label.padStart(widest)} ${styleText('dim', '│', terminal)}${styleText('red', columns.join(''), terminal)}`;
  });
  const width = counts.length * wide;
  const [from, to] = [start, new Date(start.getTime() + counts.length * stepSeconds * 1_000)].map(at =>
    localClock(at, timeZone),
  );
  const axis = `  ${' '.repeat(widest)} ${styleText('dim', `└${'─'.repeat(width)}`, terminal)}`;
  const times = `  ${' '.repeat(widest + 2)}${from}${(to ?? '').padStart(Math.max(width - (from?.length ?? 0), (to?.length ?? 0) + 2))}`;
  return [t('  accepted per %{span}', { span: span(stepSeconds) }), ...lines, axis, times].join('\n');
}

/** `10 s`, `5 min`, `3 h`. */
export function span(seconds: number): string {
  if (seconds < 60) return seconds === 1 ? t('second') : t('%{seconds} s', { seconds });
  if (seconds < 3_600) return seconds === 60 ? t('minute') : t('%{minutes} min', { minutes: seconds / 60 });
  return seconds === 3_600 ? t('hour') : seconds === 86_400 ? t('day') : t('%{hours} h', { hours: seconds / 3_600 });
}
