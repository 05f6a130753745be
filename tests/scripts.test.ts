import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from './helpers/newsletter.ts';

describe('a helper of the tests that scripts and benches use', () => {
  it.each([
    'scripts/judges/fixtures.ts',
    'scripts/screenshots/contact-sheet.ts',
    'tests/helpers/browser.ts',
    'tests/helpers/mail-page.ts',
    'tests/helpers/postgres.ts',
  ])('is loaded without vitest: %s', path => {
    const { VITEST: _, ...env } = process.env;
    const ran = spawnSync(process.execPath, ['-e', `import(${JSON.stringify(join(root, path))})`], { env });
    expect(ran.stderr.toString()).toBe('');
    expect(ran.status).toBe(0);
  });
});
