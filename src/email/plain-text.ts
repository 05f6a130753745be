/** Columns a plain text is wrapped at. RFC 5322 section 2.1.1 advises 78; two are left for a reply's quote mark. */
const columns = 76;

/**
 * Wraps a plain text, paragraph by paragraph: a list's lines hang under its first, a quote's lines keep their mark.
 * Words longer than a line (links) stay whole. No-break spaces do not break.
 * @returns the text with no space at line ends, at most one empty line in a row, and a line end at its end
 */
export function wrapText(text: string): string {
  return `${text
    .split('\n')
    .map(wrapLine)
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/^\n+|\n+$/g, '')}\n`;
}

function wrapLine(line: string): string {
  const [start = '', mark = '', bullet = ''] = /^([ \t]*(?:> )*[ \t]*)((?:[•–-]|\d+\.) +)?/.exec(line) ?? [];
  const indent = mark + ' '.repeat(bullet.length);
  const lines: string[] = [];
  let current = start;
  let empty = true;
  for (const word of line.slice(start.length).split(/[ \t]+/)) {
    if (word === '') continue;
    if (!empty && current.length + 1 + word.length > columns) {
      lines.push(current);
      current = indent;
      empty = true;
    }
    current += empty ? word : ` ${word}`;
    empty = false;
  }
  return [...lines, current].map(one => one.replace(/[ \t]+$/, '')).join('\n');
}
