import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import MarkdownIt from 'markdown-it';
import { root } from './newsletter.ts';

/** A page of the documentation: its path from the root of the repository, and its text. */
export type Page = { path: string; text: string };

/** A fenced block, or an instruction to the tests in a comment: its words, and the lines in it. */
export type Block = { words: readonly string[]; text: string; line: number };

const folders = ['docs', 'docs/how-to', 'docs/fr', 'docs/decisions'];

/** README, the other pages of the root, and everything under docs/. */
export const pages: readonly Page[] = [
  ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'],
  ...folders.flatMap(folder =>
    readdirSync(join(root, folder))
      .filter(name => name.endsWith('.md'))
      .map(name => `${folder}/${name}`),
  ),
].map(path => ({ path, text: readFileSync(join(root, path), 'utf8').replaceAll('\r\n', '\n') }));

const markdown = new MarkdownIt({ html: true });

/** The blocks of a page in their order, with the comments between them. */
export const blocksOf = (text: string): Block[] =>
  markdown.parse(text, {}).flatMap(({ type, info, content, map }) => {
    const line = (map?.[0] ?? 0) + 1;
    if (type === 'fence') return [{ words: info.split(' ').filter(Boolean), text: content.trimEnd(), line }];
    const [, comment] = (type === 'html_block' && /^<!-- ([\s\S]*?) ?-->/.exec(content)) || [];
    if (comment === undefined) return [];
    const [first = '', ...lines] = comment.split('\n');
    return [{ words: ['<!--', ...first.split(' ')], text: lines.join('\n'), line }];
  });

/** The words of a command line, without quotes and what follows `#`. */
export const wordsOf = (line: string): string[] =>
  (line.replace(/(?:^|\s)#.*$/, '').match(/(?:[^\s"']|"[^"]*"|'[^']*')+/g) ?? []).map(word =>
    word.replace(/["']/g, ''),
  );
