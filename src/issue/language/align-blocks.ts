import type { Block } from './blocks.ts';

/** What a block without a counterpart costs, as a share of the worst pair. */
const gapCost = 0.45;

/**
 * Aligns the blocks of a text with those of its translation, by length, kind, numbers and names, as programs that align translated
 * corpora do (Gale and Church, 1993).
 * @param ratio characters of the second language for one of the first
 * @returns the blocks of each that have no counterpart; none if the numbers of blocks are equal, or if paragraphs were joined or divided
 */
export function alignBlocks(
  first: readonly Block[],
  second: readonly Block[],
  ratio = medianRatio(first, second),
): { first: Block[]; second: Block[] } {
  if (first.length === second.length) return { first: [], second: [] };
  const costs = first.map(a => second.map(b => costOf(a, b, ratio)));
  const best: number[][] = Array.from({ length: first.length + 1 }, () => new Array<number>(second.length + 1).fill(0));
  const at = (i: number, j: number): number => best[i]?.[j] ?? Number.POSITIVE_INFINITY;
  for (let i = first.length; i >= 0; i--)
    for (let j = second.length; j >= 0; j--) {
      const row = best[i];
      if (row === undefined || (i === first.length && j === second.length)) continue;
      row[j] = Math.min(
        (costs[i]?.[j] ?? Number.POSITIVE_INFINITY) + at(i + 1, j + 1),
        i < first.length ? gapCost + at(i + 1, j) : Number.POSITIVE_INFINITY,
        j < second.length ? gapCost + at(i, j + 1) : Number.POSITIVE_INFINITY,
      );
    }
  const pairs: [number, number][] = [];
  for (let i = 0, j = 0; i < first.length && j < second.length; ) {
    if (at(i, j) === (costs[i]?.[j] ?? 0) + at(i + 1, j + 1)) pairs.push([i++, j++]);
    else if (at(i, j) === gapCost + at(i + 1, j)) i++;
    else j++;
  }
  const partner = new Map(pairs);
  const back = new Map(pairs.map(([i, j]) => [j, i]));
  return {
    first: lone(first, second, partner, ratio),
    second: lone(second, first, back, 1 / ratio),
  };
}

/** The blocks without a partner, except paragraphs that were joined with a neighbour: its partner is as long as both. */
function lone(
  own: readonly Block[],
  other: readonly Block[],
  partner: ReadonlyMap<number, number>,
  ratio: number,
): Block[] {
  const isJoined = (i: number, neighbour: number): boolean => {
    const at = partner.get(neighbour);
    const [joined, near, length] = [other[at ?? -1], own[neighbour], own[i]?.text.length ?? 0];
    if (joined === undefined || near === undefined) return false;
    const expected = near.text.length * ratio;
    return Math.abs(joined.text.length - expected - length * ratio) < Math.abs(joined.text.length - expected);
  };
  return own.filter(
    ({ kind }, i) => !partner.has(i) && (kind === 'item' || (!isJoined(i, i - 1) && !isJoined(i, i + 1))),
  );
}

/** Characters of the second language for one of the first: the middle of what pairs from both ends have. */
function medianRatio(first: readonly Block[], second: readonly Block[]): number {
  const count = Math.min(first.length, second.length);
  const ratios = Array.from({ length: count }, (_, i) => [
    [first[i], second[i]],
    [first.at(-1 - i), second.at(-1 - i)],
  ])
    .flat()
    .map(([a, b]) => (b?.text.length ?? 1) / Math.max(1, a?.text.length ?? 1))
    .filter(one => one > 0.5 && one < 2)
    .sort((a, b) => a - b);
  return ratios[Math.floor(ratios.length / 2)] ?? 1;
}

/** How unlike two blocks are, from 0 to 1. */
function costOf(a: Block, b: Block, ratio: number): number {
  const [long, short] = [a.text.length * ratio, b.text.length].sort((x, y) => y - x);
  const length = 1 - (short ?? 0) / Math.max(1, long ?? 1);
  const [ours, theirs] = [signsOf(a), signsOf(b)];
  const all = new Set([...ours, ...theirs]).size;
  const signs = all === 0 ? length : 1 - [...ours].filter(sign => theirs.has(sign)).length / all;
  return (a.kind === b.kind ? 0 : 0.3) + 0.7 * (0.5 * length + 0.5 * signs);
}

/** What translations have in common: numbers, and words with a capital letter inside a sentence. */
const signsOf = ({ text }: Block): Set<string> =>
  new Set((text.match(/\d{1,12}|(?<=[\p{Ll},;] )\p{Lu}[\p{L}-]{2,30}/gu) ?? []).map(sign => sign.toLowerCase()));
