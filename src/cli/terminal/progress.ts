import { styleText } from 'node:util';
import { number, t } from '../../wording/wording.ts';
import type { Terminal } from './terminal.ts';

/** A line that shows how far a long task is: a bar, counts, rate and time left. It writes nothing when output is not a terminal. */
export type Progress = {
  /**
   * @param done units done so far
   * @param details lines to stand under the bar
   */
  update(done: number, details?: () => readonly string[]): void;
  /** Words in the place of the time left, while the task waits for something. */
  note(words: string): void;
  /** Leaves the last state on the screen. */
  end(): void;
};

/** Milliseconds between two drawings, at least. */
const redrawAfterMs = 80;
const barWidth = 28;

/**
 * @param unit what is counted, in the plural: `t('messages')`
 * @param before units that were done before, which say nothing of the rate
 */
export function makeProgress(terminal: Terminal, total: number, unit: string, before = 0): Progress {
  if (!terminal.interactive || total === 0) return { update() {}, note() {}, end() {} };
  const start = performance.now();
  let shown = 0;
  let done = before;
  let note: string | undefined;
  let details: () => readonly string[] = () => [];
  let below = 0;
  const draw = (): void => {
    const seconds = (performance.now() - start) / 1000;
    const rate = (done - before) / Math.max(seconds, 0.001);
    const filled = Math.round((Math.min(done, total) / total) * barWidth);
    const bar =
      styleText('red', '█'.repeat(filled), terminal) + styleText('dim', '░'.repeat(barWidth - filled), terminal);
    const left = done >= total || rate === 0 ? '' : t('%{time} left', { time: clock((total - done) / rate) });
    const figures = `${number(done)}/${number(total)} ${unit}  ${perSecond(rate)}/s`;
    const lines = [`  ${bar} ${figures}  ${note ?? left}`, ...details().map(line => `  ${line}`)];
    // Back to the bar's own line, and all below it afresh; a line that wraps would spoil the count.
    const up = below > 0 ? `\u001b[${below}A` : '';
    const fitting = lines.map((line, i) => (i === 0 ? line : line.slice(0, terminal.columns - 1)));
    terminal.stream.write(`\r${up}\u001b[J${fitting.join('\n')}`);
    below = lines.length - 1;
    shown = performance.now();
  };
  draw();
  return {
    update(now, under) {
      done = now;
      details = under ?? details;
      note = undefined;
      if (performance.now() - shown >= redrawAfterMs) draw();
    },
    note(words) {
      note = words;
      draw();
    },
    end() {
      draw();
      terminal.stream.write('\n');
    },
  };
}

/** `3:07`, `1:02:45`. */
function clock(seconds: number): string {
  const whole = Math.ceil(seconds);
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (n: number): string => String(n).padStart(2, '0');
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** A rate with as many digits as mean something. */
export const perSecond = (rate: number): string => (rate >= 10 ? number(Math.round(rate)) : number(rate, 1));
