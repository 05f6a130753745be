import { posix } from 'node:path';
import MarkdownIt from 'markdown-it';

/** A part of the sidebar: a heading of the second or third level, and its links. */
export type Part = { heading: string; level: string; links: { words: string; source: string; anchor: string }[] };

/** Reads the sidebar from a map of the documentation: its headings and the links in the lists under them. */
export function sidebarOf(text: string, source: string): Part[] {
  const parts: Part[] = [];
  const tokens = new MarkdownIt().parse(text, {});
  for (const [i, token] of tokens.entries()) {
    if (token.type === 'heading_open' && token.tag !== 'h1')
      parts.push({ heading: tokens[i + 1]?.content ?? '', level: token.tag, links: [] });
    if (token.type !== 'inline' || tokens[i - 2]?.type !== 'list_item_open') continue;
    const { children } = token;
    for (const [j, child] of (children ?? []).entries()) {
      const href = child.type === 'link_open' ? child.attrGet('href') : null;
      if (href === null) continue;
      const end = (children ?? []).findIndex((one, at) => at > j && one.type === 'link_close');
      const words = (children ?? []).slice(j, end).map(({ content }) => content);
      const [path = '', anchor = ''] = String(href).split('#');
      parts.at(-1)?.links.push({ words: words.join(''), source: posix.join(posix.dirname(source), path), anchor });
    }
  }
  return parts;
}
