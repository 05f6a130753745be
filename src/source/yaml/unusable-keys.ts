import { type Document, isAlias, isCollection, isNode, isScalar, type Node, Scalar, visit } from 'yaml';

/**
 * Finds groups with a group as a key: nearly always an unquoted Liquid tag (`{{ name }}`). Each is replaced by its text in `doc`,
 * so that the rest of the file can be checked.
 */
export function mapsAsKeys(doc: Document, text: string): ReplacedNode[] {
  const maps: ReplacedNode[] = [];
  visit(doc, {
    Map: (_, map) =>
      map.items.some(({ key }) => isCollection(isAlias(key) ? key.resolve(doc) : key))
        ? asText(map, text, maps)
        : undefined,
  });
  return maps;
}

/** A node that was replaced by its text: its offsets, and what is written there. */
export type ReplacedNode = { from: number; to: number; words: string };

/** The text of a node as a scalar in its place, noted in `replaced`; undefined for a node without a place. */
export function asText(node: Node, text: string, replaced: ReplacedNode[]): Scalar | undefined {
  if (node.range == null) return undefined;
  const [from, to] = node.range;
  const words = text.slice(from, to);
  replaced.push({ from, to, words });
  const scalar = new Scalar(words);
  scalar.range = node.range;
  return scalar;
}

/** Finds the keys `__proto__`, which no object can have as a key of its own by assignment. Each pair is removed from `doc`. */
export function protoKeys(doc: Document): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = [];
  visit(doc, {
    Pair(_, { key }) {
      const node = isAlias(key) ? key.resolve(doc) : key;
      if (!isScalar(node) || node.value !== '__proto__' || !isNode(key) || key.range == null) return undefined;
      found.push({ from: key.range[0], to: key.range[1] });
      return visit.REMOVE;
    },
  });
  return found;
}
