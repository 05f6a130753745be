/** A text without its marks, and the offset of each of its characters in the text with them. */
export type PlainText = { text: string; at: readonly number[] };

/** Stands for code and addresses, which no grammar judges. */
const placeholder = 'X';

const code =
  /`[^`\n]{1,2000}`|https?:\/\/[^\s<>()«»“”"]{1,2000}|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}/u;
/** Targets of links, emphasis, and marks of list items. */
const mark =
  /\]\([^()\s]{1,2000}\)|\*{1,3}|(?<![\p{L}\p{N}])_{1,3}|_{1,3}(?![\p{L}\p{N}])|\[|^[ \t]{0,6}(?:[-*+]|\d{1,3}[.)])[ \t]{1,3}/u;
const hidden = new RegExp(`(${code.source})|${mark.source}`, 'gmu');

/** A Markdown text as a reader sees it, with a line for each paragraph and list item. */
export function plainTextOf(markdown: string): PlainText {
  // The length stays the same.
  const lines = markdown
    .replace(/^ {0,3}>/gm, quote => ' '.repeat(quote.length))
    .replace(/(?<!\n)\n(?!\n|[ \t]{0,6}(?:[-*+]|\d{1,3}[.)])[ \t])/g, ' ');
  const at: number[] = [];
  let text = '';
  let end = 0;
  const keep = (to: number): void => {
    for (let i = end; i < to; i++) at.push(i);
    text += lines.slice(end, to);
  };
  for (const { index, 0: found, 1: isCode } of lines.matchAll(hidden)) {
    keep(index);
    end = index + found.length;
    if (isCode === undefined) continue;
    at.push(index);
    text += placeholder;
  }
  keep(lines.length);
  return { text, at: [...at, lines.length] };
}
