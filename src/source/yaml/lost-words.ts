import { type Document, type Node, visit } from 'yaml';

/**
 * Finds texts without quotes that lost their first word: YAML takes `!Word` for a type, and `&Word` for an anchor. An anchor that an
 * alias names is meant.
 * @returns the offsets of the sign and the word
 */
export function lostWords(doc: Document, text: string): { from: number; to: number; words: string }[] {
  const named = new Set<string>();
  visit(doc, { Alias: (_, { source }) => void named.add(source) });
  const found: { from: number; to: number; words: string }[] = [];
  const look = ({ tag, range, ...node }: Node & { anchor?: string }): void => {
    const anchor = node.anchor !== undefined && !named.has(node.anchor) ? `&${node.anchor}` : undefined;
    const words = tag?.startsWith('!') === true ? tag : anchor;
    const from = words === undefined || range == null ? -1 : text.lastIndexOf(words, range[0]);
    if (words !== undefined && from !== -1) found.push({ from, to: from + words.length, words });
  };
  visit(doc, { Scalar: (_, node) => look(node) });
  return found;
}
