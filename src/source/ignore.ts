import { type Document, isNode, visit } from 'yaml';
import type { Span } from './problem.ts';

const comment = /(?:^|\s)#\s*hebdo-ignore\s+([a-z-]+(?:[\s,]+[a-z-]+)*)/;

/**
 * Reads the comments `# hebdo-ignore RULE` of a YAML file. One covers the part that begins on its own line or, alone
 * on a line, on the next: a key with its value, an item with all that is in it.
 * @param lineAt the line of an offset, from 1
 * @returns whether a rule is ignored at a span
 */
export function ignoreComments(
  doc: Document,
  text: string,
  lineAt: (offset: number) => number,
): (rule: string, span: Span) => boolean {
  if (!text.includes('hebdo-ignore')) return () => false;
  const ends = lastLineByFirst(doc, lineAt);
  const ignored: { rules: string[]; from: number; to: number }[] = [];
  text.split('\n').forEach((written, i) => {
    const rules = comment.exec(written)?.[1]?.split(/[\s,]+/);
    if (rules === undefined) return;
    const from = /^\s*#/.test(written) ? i + 2 : i + 1;
    ignored.push({ rules, from, to: ends.get(from) ?? from });
  });
  return (rule, span) =>
    ignored.some(({ rules, from, to }) => rules.includes(rule) && span.line >= from && span.line <= to);
}

/** For each line on which a key or an item begins, the last line of the outermost one that does. */
function lastLineByFirst(doc: Document, lineAt: (offset: number) => number): Map<number, number> {
  const ends = new Map<number, number>();
  const note = (start: number, end: number): void => {
    const line = lineAt(start);
    // The end lies behind the line break after a block.
    ends.set(line, Math.max(ends.get(line) ?? 0, lineAt(Math.max(start, end - 1))));
  };
  visit(doc, {
    Pair(_, { key, value }) {
      if (isNode(key) && key.range != null)
        note(key.range[0], isNode(value) && value.range != null ? value.range[1] : key.range[1]);
    },
    Map(key, { range }) {
      // The map that is the whole file begins on its first line, and covers no more than its first key.
      if (key !== null && range != null) note(range[0], range[1]);
    },
  });
  return ends;
}
