import stringWidth from 'fast-string-width';
import type { Span } from './problem.ts';

/**
 * The lines around a span, numbered, with the span underlined.
 * @param text the whole file
 * @param context how many lines to show before and after
 */
export function codeFrame(text: string, span: Span, context = 1): string {
  const lines = text.split(/\r?\n/);
  const first = Math.max(1, span.line - context);
  const last = Math.min(lines.length, span.line + context);
  const gutter = String(last).length;
  const out: string[] = [];
  for (let n = first; n <= last; n++) {
    const line = lines[n - 1] ?? '';
    const { shown, offset } = cut(harmless(line), n === span.line ? span.column : 1);
    out.push(`${n === span.line ? '>' : ' '} ${String(n).padStart(gutter)} │ ${shown}`);
    if (n === span.line) {
      const before = shown.slice(0, Math.max(0, span.column - 1 - offset));
      const end = span.endLine === span.line ? span.endColumn : line.length + 1;
      const marked = line.slice(span.column - 1, Math.max(end - 1, span.column));
      const width = Math.max(1, Math.min(stringWidth(marked), 100 - stringWidth(before)));
      out.push(`  ${' '.repeat(gutter)} │ ${' '.repeat(stringWidth(before))}${'^'.repeat(width)}`);
    }
  }
  return out.join('\n');
}

/** Control characters would move the cursor or colour the terminal: each is shown as one sign. */
const harmless = (line: string): string => line.replaceAll('\t', ' ').replace(/\p{Cc}/gu, '␦');

/** At most 100 characters of a long line, with `column` among them. */
function cut(line: string, column: number): { shown: string; offset: number } {
  const width = 100;
  const offset = column > width - 20 ? column - 40 : 0;
  return { shown: line.slice(offset, offset + width), offset };
}
