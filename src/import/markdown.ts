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
// A heading inside an article is a strong line of its own.
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
const usual = turndown.escape.bind(turndown);
turndown.escape = text =>
  usual(text)
    .replaceAll('<', '\\<')
    .replace(/&(?=#?\w+;)/g, '\\&');

/**
 * HTML as the small Markdown of issues. What that cannot hold (images, tables, scripts, unsafe links) is left out.
 * @param node an element whose links are absolute
 */
export function toMarkdown(node: Parameters<TurndownService['turndown']>[0]): string {
  const markdown = turndown
    .turndown(node)
    .replace(/[ \t\u00a0]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  // Should a page still hold what a text cannot, it is better lost than a mistake the editor has to hunt.
  return markdown
    .split('\n\n')
    .filter(block => markdownFaults(block).length === 0)
    .join('\n\n');
}
