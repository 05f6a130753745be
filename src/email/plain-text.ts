import { issueSlots } from './slots.ts';

/** RFC 5322 section 2.1.1 recommends at most 78 characters; two are left for the quote mark of a reply. */
const maxLineChars = 76;

/** Room for the reader's address, whose slot is one character; a longer one is rare. */
const addressChars = 40;
const widthOf = (word: string): number => word.length + (word.includes(issueSlots.address) ? addressChars - 1 : 0);

/**
 * Wraps each paragraph of a plain text. List items get a hanging indent; lines of a quote keep their mark. Words longer
 * than a line (links) are not split. Lines do not break at no-break spaces.
 * @returns the text without spaces at line ends, with at most one empty line in a row, and a line end at its end
 */
export function wrapText(text: string): string {
  return `${text
    .split('\n')
    .map(wrapLine)
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/^\n{1,2}|\n{1,2}$/g, '')}\n`;
}

function wrapLine(line: string): string {
  const [start = '', mark = '', bullet = ''] = /^([ \t]*(?:> )*[ \t]*)((?:[•–-]|\d+\.) +)?/.exec(line) ?? [];
  const indent = mark + ' '.repeat(bullet.length);
  const lines: string[] = [];
  let current = start;
  let width = start.length;
  let empty = true;
  for (const word of line.slice(start.length).split(/[ \t]+/)) {
    if (word === '') continue;
    if (!empty && width + 1 + widthOf(word) > maxLineChars) {
      lines.push(current);
      current = indent;
      width = indent.length;
      empty = true;
    }
    current += empty ? word : ` ${word}`;
    width += widthOf(word) + (empty ? 0 : 1);
    empty = false;
  }
  return [...lines, current].map(one => one.replace(/(?<![ \t])[ \t]+$/, '')).join('\n');
}
