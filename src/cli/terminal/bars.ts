import { styleText } from 'node:util';
import stringWidth from 'fast-string-width';
import { number } from '../../wording/wording.ts';
import type { Terminal } from './terminal.ts';

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];
const maxNameWidth = 48;

/** Counts as bars beside their names; those below nothing in another colour. */
export function bars(terminal: Terminal, rows: readonly { name: string; count: number }[]): string {
  const names = rows.map(({ name }) => (name.length > maxNameWidth ? `${name.slice(0, maxNameWidth - 1)}…` : name));
  const widest = Math.max(...names.map(name => stringWidth(name)));
  const counts = rows.map(({ count }) => number(count));
  const digits = Math.max(...counts.map(count => count.length));
  const most = Math.max(1, ...rows.map(({ count }) => Math.abs(count)));
  const room = Math.max(8, Math.min(40, terminal.columns - widest - digits - 8));
  return rows
    .map(({ count }, i) => {
      const length = Math.round((Math.abs(count) / most) * room * 8);
      // What is not nothing is seen.
      const drawn =
        count === 0 ? '' : '█'.repeat(Math.floor(length / 8)) + (eighths[length % 8] || (length < 8 ? '▏' : ''));
      const name = names[i] ?? '';
      return `  ${name}${' '.repeat(widest - stringWidth(name))}  ${(counts[i] ?? '').padStart(digits)}  ${styleText(count < 0 ? 'red' : 'green', drawn, terminal)}`.trimEnd();
    })
    .join('\n');
}
