import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import MarkdownIt from 'markdown-it';
import { describe, expect, it } from 'vitest';
import { slugger } from '../../scripts/docs/slug.ts';
import { pages } from '../helpers/docs.ts';
import { root } from '../helpers/newsletter.ts';

const markdown = new MarkdownIt({ html: true });

/** The anchors of a page's headings, and where its links lead. */
function read(text: string): { anchors: Set<string>; links: string[] } {
  const tokens = markdown.parse(text, {});
  const slug = slugger();
  const inline = tokens.flatMap(({ children }) => children ?? []);
  const anchors = tokens.flatMap(({ type }, i) => {
    const words = tokens[i + 1]?.children?.filter(({ type }) => type === 'text' || type === 'code_inline') ?? [];
    return type === 'heading_open' ? [slug(words.map(({ content }) => content).join(''))] : [];
  });
  const links = inline.flatMap(token => String(token.attrGet('href') ?? token.attrGet('src') ?? ''));
  return { anchors: new Set(anchors), links: links.filter(link => !/^$|^[a-z]+:/.test(link)) };
}
const found = new Map(pages.map(({ path, text }) => [path, read(text)]));

describe.each([...found])('%s', (path, { links }) => {
  it('links to files and headings that are there', () => {
    const broken = links.filter(link => {
      const [file = '', anchor] = decodeURI(link).split('#');
      const target = file === '' ? path : posix.join(posix.dirname(path), file);
      if (!existsSync(join(root, target))) return true;
      return anchor !== undefined && found.get(target)?.anchors.has(anchor) !== true;
    });
    expect(broken).toEqual([]);
  });
});

describe('docs/README.md and docs/fr/README.md', () => {
  const reached = (map: string): string[] =>
    (found.get(map)?.links ?? []).map(link => posix.join(posix.dirname(map), link.replace(/#.*/, '')));

  it('lead to every page', () => {
    const known = new Set([...reached('docs/README.md'), ...reached('docs/fr/README.md'), 'docs/README.md']);
    const lost = pages.map(({ path }) => path).filter(path => /^docs\/(?!decisions\/)/.test(path) && !known.has(path));
    expect(lost).toEqual([]);
  });
});
