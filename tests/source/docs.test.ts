import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { mailRules } from '../../src/email/rules/index.ts';
import { rules } from '../../src/issue/rules/index.ts';
import { pageOf } from '../../src/issue/rules/rule.ts';
import { docsUrl } from '../../src/source/docs.ts';

describe('a pointer to the documentation', () => {
  it('leads to a file that comes with hebdo, from every folder', () => {
    for (const page of ['files.md', 'templates.md']) expect(existsSync(new URL(docsUrl(page)))).toBe(true);
  });

  it('of a rule leads to its heading', () => {
    for (const { id } of [...rules, ...mailRules]) {
      const page = new URL(pageOf(id));
      const headings = readFileSync(fileURLToPath(page), 'utf8').matchAll(/^#+ `?([\w-]+)`?/gm);
      expect([...headings].map(([, heading]) => heading)).toContain(page.hash.slice(1));
    }
  });
});
