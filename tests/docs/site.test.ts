import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildSite } from '../../scripts/docs/site/build-site.ts';
import { emptyFolder } from '../helpers/newsletter.ts';

describe('the site of the documentation', () => {
  it('has every page, in a frame that needs no script', async () => {
    const out = await emptyFolder();
    const count = await buildSite(out);
    const files = globSync('**/*.html', { cwd: out });
    expect(files).toHaveLength(count);
    expect(count).toBeGreaterThan(40);
    for (const file of files) {
      const html = readFileSync(join(out, file), 'utf8');
      expect(html, file).toMatch(/<html lang="(?:en|fr)">[\s\S]*<h1 [\s\S]*<nav id="pages"[\s\S]*<li><a href=/);
      expect(html, file).not.toContain('<script');
      expect(html, file).not.toContain('<!--');
    }
    expect(readFileSync(join(out, 'fr/traduire.html'), 'utf8')).toContain('href="../how-to/translate.html" lang="en"');
  });
});
