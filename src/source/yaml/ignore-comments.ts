import { type Document, isNode, visit } from 'yaml';
import type { Span } from '../problem.ts';

const commentPattern = /(?:^|\s)#\s*hebdo-ignore\s+([a-z-]+(?:[\s,]+[a-z-]+)*)/;

/**
 * Reads the comments `# hebdo-ignore RULE` of a YAML file. A comment covers the key or item that begins on its line,
 * with everything inside it; a comment on a line of its own covers the key or item that begins on the next line.
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
    const rules = commentPattern.exec(written)?.[1]?.split(/[\s,]+/);
    if (rules === undefined) return;
    const from = /^\s*#/.test(written) ? i + 2 : i + 1;
    ignored.push({ rules, from, to: ends.get(from) ?? from });
  });
  return (rule, span) =>
    ignored.some(({ rules, from, to }) => rules.includes(rule) && span.line >= from && span.line <= to);
}

/** For each line on which keys or items begin, the last line of the outermost of them. */
function lastLineByFirst(doc: Document, lineAt: (offset: number) => number): Map<number, number> {
  const ends = new Map<number, number>();
  const note = (start: number, end: number): void => {
    const line = lineAt(start);
    // The parser's end of a block is after its line break.
    ends.set(line, Math.max(ends.get(line) ?? 0, lineAt(Math.max(start, end - 1))));
  };
  visit(doc, {
    Pair(_, { key, value }) {
      if (isNode(key) && key.range != null)
        note(key.range[0], isNode(value) && value.range != null ? value.range[1] : key.range[1]);
    },
    Map(key, { range }) {
      // The root map begins on the first line too; a comment there must cover the first key only.
      if (key !== null && range != null) note(range[0], range[1]);
    },
  });
  return ends;
}
