/** A part of a Markdown text: a paragraph, a list item or a line of a quotation. */
export type Block = { kind: 'paragraph' | 'item' | 'quote'; text: string };

/** Blocks of a text that are looked at, at most. */
const maxBlocks = 300;

const itemMark = /^ {0,6}(?:[-*+]|\d{1,3}[.)]) /;

/** The paragraphs, list items and quotations of a Markdown text, in order, without their marks. */
export function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = [];
  for (const chunk of markdown.split(/\n[ \t]{0,40}\n/).slice(0, maxBlocks)) {
    let open: Block | undefined;
    for (const line of chunk.split('\n')) {
      if (line.trim() === '') continue;
      const isQuote = line.startsWith('>');
      const isItem = itemMark.test(line);
      const text = line.replace(isQuote ? /^>\s?/ : itemMark, '').trim();
      const kind = isQuote ? 'quote' : isItem ? 'item' : 'paragraph';
      // A line goes on with the block before it, unless it begins another.
      if (open !== undefined && !isItem && (isQuote === (open.kind === 'quote') || !isQuote)) open.text += `\n${text}`;
      else {
        open = { kind, text };
        blocks.push(open);
      }
    }
  }
  return blocks;
}

/** Words of a block by which a message or place names it: the beginning of its first line. */
export const beginningOf = ({ text }: Pick<Block, 'text'>): string => (text.split('\n')[0] ?? '').slice(0, 60);

/**
 * The beginning of the block of a translation that stands where a place of the text does: in a paragraph, the paragraph of the same number.
 * @param at offset in the text
 * @returns undefined if the two have not as many blocks
 */
export function besideOf(text: string, at: number, translation: string): string | undefined {
  const [ours, theirs] = [blocksOf(text), blocksOf(translation)];
  const before = blocksOf(text.slice(0, at + 1)).length;
  const beside = ours.length === theirs.length ? theirs[before - 1] : undefined;
  return beside && beginningOf(beside);
}
