import { fieldOfSlot, type ReaderField } from '../issue/reader-fields.ts';
import { issueSlots } from './slots.ts';

/** RFC 5322 section 2.1.1 recommends at most 78 characters; two are left for the quote mark of a reply. */
const maxLineChars = 76;

/** Room for the reader's address and for a field of the reader, whose slots are one character; longer ones are rare. */
const addressChars = 40;
const fieldChars = 20;

/** The width of a word when its slots are filled. */
function widthOf(word: string, fields: readonly ReaderField[]): number {
  let width = 0;
  for (const char of word) {
    const field = fieldOfSlot(char);
    if (char === issueSlots.address) width += addressChars;
    else if (field !== undefined) width += Math.max(fieldChars, fields[field]?.otherwise.length ?? 0);
    else width += char.length;
  }
  return width;
}

/**
 * Wraps each paragraph of a plain text. List items get a hanging indent; lines of a quote keep their mark. Words longer
 * than a line (links) are not split. Lines do not break at no-break spaces.
 * @param fields those of the edition whose slots the text has
 * @returns the text without spaces at line ends, with at most one empty line in a row, and a line end at its end
 */
export function wrapText(text: string, fields: readonly ReaderField[] = []): string {
  return `${text
    .split('\n')
    .map(line => wrapLine(line, fields))
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/^\n{1,2}|\n{1,2}$/g, '')}\n`;
}

function wrapLine(line: string, fields: readonly ReaderField[]): string {
  const [start = '', mark = '', bullet = ''] = /^([ \t]*(?:> )*[ \t]*)((?:[•–-]|\d+\.) +)?/.exec(line) ?? [];
  const indent = mark + ' '.repeat(bullet.length);
  const lines: string[] = [];
  let current = start;
  let width = start.length;
  let empty = true;
  for (const word of line.slice(start.length).split(/[ \t]+/)) {
    if (word === '') continue;
    const wordWidth = widthOf(word, fields);
    if (!empty && width + 1 + wordWidth > maxLineChars) {
      lines.push(current);
      current = indent;
      width = indent.length;
      empty = true;
    }
    current += empty ? word : ` ${word}`;
    width += wordWidth + (empty ? 0 : 1);
    empty = false;
  }
  return [...lines, current].map(one => one.replace(/(?<![ \t])[ \t]+$/, '')).join('\n');
}
