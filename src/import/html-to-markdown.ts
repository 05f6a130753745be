import TurndownService from 'turndown';
import { isSafeLink, markdownFaults } from '../issue/markdown.ts';

const turndown = new TurndownService({ headingStyle: 'atx', bulletListMarker: '-', emDelimiter: '*', hr: '' });
turndown.remove([
  'script',
  'style',
  'figure',
  'img',
  'picture',
  'iframe',
  'table',
  'form',
  'button',
  'video',
  'audio',
  'noscript',
  'object',
]);
// Issues have no headings: a heading becomes a strong paragraph.
turndown.addRule('heading', {
  filter: ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'],
  replacement: text => `\n\n**${text.replaceAll('**', '')}**\n\n`,
});
turndown.addRule('code', {
  filter: ['pre'],
  replacement: (_, node) => `\n\n\`${node.textContent?.replace(/\s+/g, ' ').replaceAll('`', "'").trim()}\`\n\n`,
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
 * Converts HTML to the Markdown of issues. Unsupported content (images, tables, scripts, unsafe links) is left out.
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
  // Paragraphs that still have unsupported content are dropped, since the editor would have to find and correct them.
  return markdown
    .split('\n\n')
    .filter(block => markdownFaults(block).length === 0)
    .join('\n\n');
}
