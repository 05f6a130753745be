import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mailRules } from '../../src/email/rules/index.ts';
import { rules } from '../../src/issue/rules/index.ts';
import { pageOf } from '../../src/issue/rules/rule.ts';
import { docsUrl } from '../../src/source/metadata.ts';
import { root } from '../helpers/newsletter.ts';

/** The file of a page, which its address names. */
function fileOf(address: string): string {
  const { origin, pathname } = new URL(address);
  expect(origin).toBe('https://github.com');
  return join(root, pathname.replace('/hebdo/hebdo/blob/HEAD/', ''));
}

describe('a pointer to the documentation', () => {
  it('leads to a file in the repository', () => {
    for (const page of ['files.md', 'templates.md']) expect(existsSync(fileOf(docsUrl(page)))).toBe(true);
  });

  it('of a rule leads to its heading', () => {
    for (const { id } of [...rules, ...mailRules]) {
      const page = pageOf(id);
      const headings = readFileSync(fileOf(page), 'utf8').matchAll(/^#+ `?([\w-]+)`?/gm);
      expect([...headings].map(([, heading]) => heading)).toContain(new URL(page).hash.slice(1));
    }
  });
});
