import { styleText } from 'node:util';
import stringWidth from 'fast-string-width';
import type { Terminal } from './terminal.ts';

/** A column: its heading, and whether its cells are numbers (which stand to the right). */
export type Column = { heading: string; numeric?: boolean };

/** Text in columns that fit their widest cell, under headings. */
export function table({ stream }: Terminal, columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map(({ heading }, i) =>
    Math.max(stringWidth(heading), ...rows.map(row => stringWidth(row[i] ?? ''))),
  );
  const line = (cells: readonly string[]): string =>
    columns
      .map(({ numeric }, i) => {
        const cell = cells[i] ?? '';
        const gap = ' '.repeat((widths[i] ?? 0) - stringWidth(cell));
        return numeric === true ? gap + cell : cell + gap;
      })
      .join('  ')
      .trimEnd();
  const rule = widths.map(width => '─'.repeat(width)).join('──');
  const head = styleText('bold', line(columns.map(({ heading }) => heading)), { stream });
  return [head, styleText('dim', rule, { stream }), ...rows.map(line)].map(text => `  ${text}`).join('\n');
}
