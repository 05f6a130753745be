import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { generatedPages } from '../../scripts/docs/pages.ts';
import { mailRules } from '../../src/email/rules/index.ts';
import { rules } from '../../src/issue/rules/index.ts';
import { speak } from '../../src/wording/wording.ts';
import { root } from '../helpers/newsletter.ts';

const read = (path: string): Promise<string> => readFile(join(root, 'docs', path), 'utf8');
afterEach(() => speak('en'));

describe('the pages that are written from the code', () => {
  it.each(Object.entries(generatedPages))('%s is fresh (else: npm run docs)', async (path, page) => {
    expect(await read(path)).toBe(await page());
  });

  it.each(['rules.md', 'fr/rules.md'])('%s has a section for each rule', async path => {
    const page = await read(path);
    for (const { id } of [...rules, ...mailRules]) expect(page).toContain(`## ${id}\n`);
  });
});
