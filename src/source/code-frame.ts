import stringWidth from 'fast-string-width';
import type { Span } from './problem.ts';

/** Characters of a line that a code frame shows, unless it is told another number. */
const defaultLineChars = 100;

/**
 * Prints the lines around a span, numbered, with the span underlined.
 * @param text the whole file
 * @param context how many lines to show before and after
 * @param maxLineChars how much of a long line is shown, around the span
 */
export function codeFrame(text: string, span: Span, context = 1, maxLineChars = defaultLineChars): string {
  const lines = text.split(/\r?\n/);
  const first = Math.max(1, span.line - context);
  const last = Math.min(lines.length, span.line + context);
  const gutter = String(last).length;
  const out: string[] = [];
  for (let n = first; n <= last; n++) {
    const line = lines[n - 1] ?? '';
    const { excerpt, offset } = excerptOf(replaceControls(line), n === span.line ? span.column : 1, maxLineChars);
    out.push(`${n === span.line ? '>' : ' '} ${String(n).padStart(gutter)} │ ${excerpt}`);
    if (n === span.line) {
      const before = excerpt.slice(0, Math.max(0, span.column - 1 - offset));
      const end = span.endLine === span.line ? span.endColumn : line.length + 1;
      const marked = line.slice(span.column - 1, Math.max(end - 1, span.column));
      const width = Math.max(1, Math.min(stringWidth(marked), maxLineChars - stringWidth(before)));
      out.push(`  ${' '.repeat(gutter)} │ ${' '.repeat(stringWidth(before))}${'^'.repeat(width)}`);
    }
  }
  return out.join('\n');
}

/** Replaces each control character by `␦`, since it could move the cursor or colour the terminal. A tab becomes a space. */
const replaceControls = (line: string): string => line.replaceAll('\t', ' ').replace(/\p{Cc}/gu, '␦');

/** The part of a long line that contains `column`, at most `maxLineChars` long, and the offset at which it begins. */
function excerptOf(line: string, column: number, maxLineChars: number): { excerpt: string; offset: number } {
  const wanted = column > maxLineChars * 0.8 ? column - Math.round(maxLineChars * 0.4) : 0;
  // A character of two units, such as an emoji, is not cut.
  const isLow = (at: number): boolean => /[\udc00-\udfff]/.test(line.charAt(at));
  const offset = isLow(wanted) ? wanted + 1 : wanted;
  const end = offset + maxLineChars;
  return { excerpt: line.slice(offset, isLow(end) ? end - 1 : end), offset };
}
