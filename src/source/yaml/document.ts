import { type Document, isMap, isNode, isSeq, parseDocument } from 'yaml';

/** More levels are a mistake, and would overflow the stack. An issue has six. */
export const maxDepth = 60;

/** A parsed text; or the offset at which its values are nested too deeply. */
type ParsedDocument = { doc: Document.Parsed; tooDeepAt?: undefined } | { doc?: undefined; tooDeepAt: number };

/**
 * Parses a text without tags, so that no value becomes a set or a buffer. The YAML library recurses, and so do those who use its
 * values: a text that is nested too deeply is refused here.
 */
export function documentOf(text: string): ParsedDocument {
  const options = {
    prettyErrors: false,
    version: '1.2',
    merge: false,
    resolveKnownTags: false,
    logLevel: 'error',
  } as const;
  try {
    const doc = parseDocument(text, options);
    const tooDeepAt = doc.errors.some(isStackOverflow) ? manyIndicatorsAt(text) : deepValueAt(doc.contents);
    return tooDeepAt === undefined ? { doc } : { tooDeepAt };
  } catch (cause) {
    if (cause instanceof Error && isStackOverflow(cause)) return { tooDeepAt: manyIndicatorsAt(text) };
    throw cause;
  }
}

/** The YAML library throws it, or reports it as a syntax error. */
const isStackOverflow = (error: Error): boolean => /call stack/i.test(error.message);

/** The offset of the first of many signs in a row that nest values; of the start of the text if they are not in a row. */
const manyIndicatorsAt = (text: string): number => Math.max(0, text.search(/(?:[-?:] |[[{]){40}/));

/** The offset of the first value that is nested too deeply. Walks without recursion. */
function deepValueAt(root: unknown): number | undefined {
  let level: unknown[] = [root];
  for (let depth = 0; level.length > 0; depth++) {
    const first = level.find(isNode);
    if (depth > maxDepth) return first?.range?.[0] ?? 0;
    level = level.flatMap(node =>
      isMap(node) ? node.items.flatMap(({ key, value }) => [key, value]) : isSeq(node) ? node.items : [],
    );
  }
  return undefined;
}
