import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import MarkdownIt from 'markdown-it';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { root } from '../helpers/newsletter.ts';

const read = (path: string): string => readFileSync(join(root, path), 'utf8');
/** A message with `…` for each value. */
const withoutValues = (message: string): string => message.replace(/(?:%\{\w+\}|…)+/g, '…').trim();
const messages = new Set(
  Object.keys(z.record(z.string(), z.string()).parse(JSON.parse(read('locales/interface/fr.json'))))
    .flatMap(message => message.split('\n'))
    .map(withoutValues),
);

describe('docs/troubleshooting.md', () => {
  const page = new MarkdownIt().parse(read('docs/troubleshooting.md'), {});
  const headings = page.flatMap(({ type, tag }, i) =>
    type === 'heading_open' && tag === 'h3' ? [page[i + 1]?.children?.[0]?.content ?? ''] : [],
  );

  it('quotes messages that hebdo prints', () => {
    expect(headings.length).toBeGreaterThan(20);
    expect(headings.filter(heading => !messages.has(withoutValues(heading)))).toEqual([]);
  });
});
