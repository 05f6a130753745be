import { type Document, isNode, visit } from 'yaml';
import type { Span } from '../problem.ts';

const commentPattern = /(?:^|\s)#\s*hebdo-ignore\s+([a-z\d-]+(?:[\s,]+[a-z\d-]+)*)/;

/** A fingerprint after a rule: the comment ignores only problems that have it. */
const fingerprintShape = /^[0-9a-f]{6}$/;

/** A rule that is ignored; only at these fingerprints, if there are any. */
type IgnoredRule = { id: string; fingerprints: string[] };

/**
 * Reads the comments `# hebdo-ignore RULE` of a YAML file. A comment covers the key or item that begins on its line, with everything
 * inside it; a comment on a line of its own covers the key or item that begins on the next line. A comment with a fingerprint,
 * `# hebdo-ignore stale-translation 1a2b3c`, ignores only the problem that has it.
 * @param lineAt the line of an offset, from 1
 * @returns whether a rule is ignored at a span, for a problem that may have a fingerprint
 */
export function ignoreComments(
  doc: Document,
  text: string,
  lineAt: (offset: number) => number,
): (rule: string, span: Span, fingerprint?: string) => boolean {
  if (!text.includes('hebdo-ignore')) return () => false;
  const ends = lastLineByFirst(doc, lineAt);
  const ignored: { rules: IgnoredRule[]; from: number; to: number }[] = [];
  text.split('\n').forEach((written, i) => {
    const words = commentPattern.exec(written)?.[1]?.split(/[\s,]+/);
    if (words === undefined) return;
    const from = /^\s*#/.test(written) ? i + 2 : i + 1;
    ignored.push({ rules: rulesIn(words), from, to: ends.get(from) ?? from });
  });
  const isMeant = (rule: IgnoredRule, id: string, fingerprint: string | undefined): boolean =>
    rule.id === id &&
    (rule.fingerprints.length === 0 || (fingerprint !== undefined && rule.fingerprints.includes(fingerprint)));
  return (id, span, fingerprint) =>
    ignored.some(
      ({ rules, from, to }) =>
        span.line >= from && span.line <= to && rules.some(rule => isMeant(rule, id, fingerprint)),
    );
}

/** The rules of a comment, each with the fingerprints that follow it. */
function rulesIn(words: readonly string[]): IgnoredRule[] {
  const rules: IgnoredRule[] = [];
  for (const word of words) {
    if (fingerprintShape.test(word)) rules.at(-1)?.fingerprints.push(word);
    else rules.push({ id: word, fingerprints: [] });
  }
  return rules;
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
