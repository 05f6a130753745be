import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readNewsletter } from '../../src/import/newsletter/newsletter.ts';
import { looksLikeMail, looksLikeNewsletter } from '../../src/import/newsletter/signs.ts';
import { markdownFaults } from '../../src/issue/markdown.ts';
import { root } from '../helpers/newsletter.ts';

const folder = join(root, 'tests/import/fixtures/newsletters');
const names = readdirSync(folder).filter(name => /\.(?:eml|html)$/.test(name));

/** Without what is undefined or an empty list, as the expected files leave it out. */
const bare = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (key, one) => {
      const isEmpty = (Array.isArray(one) && one.length === 0) || (key === 'language' && one === '');
      return isEmpty ? undefined : one;
    }),
  );

describe('a newsletter', () => {
  it.each(names)('of the kind %s has these articles', async name => {
    const bytes = readFileSync(join(folder, name));
    const isMail = looksLikeMail(bytes);
    expect([isMail, isMail || looksLikeNewsletter(bytes.toString())]).toEqual([name.endsWith('.eml'), true]);
    const { drafts, images, counts, ...more } = await readNewsletter(isMail ? bytes : bytes.toString());
    const { leftOut: _, ...counted } = counts;
    const expected: Record<string, unknown> = parse(
      readFileSync(join(folder, name.replace(/\.\w+$/, '.yaml')), 'utf8'),
    );
    expect(bare({ ...more, images: images.length || undefined, counts: counted, articles: drafts })).toEqual(
      bare(expected),
    );
    for (const text of [more.intro, ...drafts.map(({ body }) => body)]) expect(markdownFaults(text ?? '')).toEqual([]);
  });
});
