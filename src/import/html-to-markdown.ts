import TurndownService from 'turndown';
import { isSafeLink, markdownFaults } from '../issue/markdown.ts';

type Node = Parameters<Extract<TurndownService.Filter, (...args: never[]) => unknown>>[0];

const turndown = new TurndownService({ headingStyle: 'atx', bulletListMarker: '-', emDelimiter: '*', hr: '' });

const media = 'img, picture, video, audio, iframe, object, svg, canvas';
const isIn = (selectors: string) => (node: Node) => node.matches(selectors);
// A rule, not `remove`: Turndown has a rule of its own for images, which comes first.
turndown.addRule('unsupported', {
  filter: isIn(`${media}, script, style, template, noscript, button, select, textarea`),
  replacement: () => '',
});
// The caption of an image that is left out is left out too. Some figures hold a table, a quote, a list or code.
turndown.addRule('figure', {
  filter: node => node.nodeName === 'FIGURE' && node.querySelector('table, blockquote, pre, ul, ol') === null,
  replacement: () => '',
});
// Issues have no headings: a heading becomes a strong paragraph.
turndown.addRule('heading', {
  filter: ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'],
  replacement: text => `\n\n**${text.replaceAll('**', '')}**\n\n`,
});
turndown.addRule('code', {
  filter: ['pre'],
  replacement: (_, node) => `\n\n\`${node.textContent?.replace(/\s+/g, ' ').replaceAll('`', "'").trim()}\`\n\n`,
});

/** Whether a table arranges a page: its cells hold blocks, or it has one column. Known by table, since each cell asks. */
const layouts = new WeakMap<Node, boolean>();
function isLayout(cell: Node): boolean {
  const table = cell.closest('table');
  if (table === null) return true;
  const isKnown = layouts.get(table);
  if (isKnown !== undefined) return isKnown;
  const blocks = 'p, div, h1, h2, h3, h4, ul, ol, blockquote, table, pre';
  const is = table.querySelector(blocks) !== null || table.querySelector('tr > :nth-child(2)') === null;
  layouts.set(table, is);
  return is;
}
// Issues have no tables: each row of data becomes an item of a list.
turndown.addRule('cell', {
  filter: ['td', 'th'],
  replacement: (text, node) => {
    if (isLayout(node)) return `\n\n${text}\n\n`;
    const words = text.replace(/\s+/g, ' ').trim();
    return node.previousElementSibling === null ? words : ` · ${words}`;
  },
});
turndown.addRule('row', {
  filter: ['tr'],
  replacement: (text, node) =>
    isLayout(node) ? `\n\n${text}\n\n` : text.replace(/[\s·]/g, '') === '' ? '' : `\n-   ${text.trim()}\n`,
});
turndown.addRule('table', {
  filter: ['table'],
  replacement: text => `\n\n${text.trim().replaceAll('\n\n-   ', '\n-   ')}\n\n`,
});

turndown.addRule('link', {
  filter: 'a',
  replacement: (text, node) => {
    const href = node.getAttribute('href') ?? '';
    const words = text.replace(/\s+/g, ' ').trim();
    return words === ''
      ? ''
      : isSafeLink(href)
        ? `[${words}](${href.replaceAll('(', '%28').replaceAll(')', '%29')})`
        : words;
  },
});
const defaultEscape = turndown.escape.bind(turndown);
turndown.escape = text =>
  defaultEscape(text)
    .replaceAll('<', '\\<')
    .replace(/&(?=#?\w+;)/g, '\\&');

/**
 * Converts HTML to the Markdown of issues. Unsupported content (images and their captions, scripts, unsafe links) is left out.
 * @param node an element whose links are absolute
 */
export function toMarkdown(node: Parameters<TurndownService['turndown']>[0]): string {
  // Parsers split texts at entities, and signs of Markdown could stand across two.
  if (typeof node !== 'string') node.normalize();
  const markdown = turndown
    .turndown(node)
    .replace(/(?<![ \t\u00a0])[ \t\u00a0]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  // Blocks that still have unsupported content are dropped, since the editor would have to find and correct them.
  // An indented line after an empty one belongs to the list item before it.
  return markdown
    .split(/\n\n(?! )/)
    .filter(block => markdownFaults(block).length === 0)
    .join('\n\n');
}
