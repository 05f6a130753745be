import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../helpers/newsletter.ts';

const namesIn = (text: string): string[] => text.match(/\bHEBDO_[A-Z_]+\b/g) ?? [];
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
/** Set by hebdo for its own child processes. */
const own = 'HEBDO_INTERFACE_LANGUAGE';

describe('docs/environment.md', () => {
  const code = new Set(globSync('src/**/*.ts', { cwd: root }).flatMap(path => namesIn(read(path))));
  code.delete(own);
  const named = new Set([...read('docs/environment.md').matchAll(/^\| `(HEBDO_\w+)`/gm)].map(([, name = '']) => name));

  it('has a row for each variable that hebdo reads, and for no other', () => {
    expect([...code].filter(name => !named.has(name))).toEqual([]);
    expect([...named].filter(name => !code.has(name))).toEqual([]);
  });

  it('has the variables of starter/env.example', () => {
    expect(namesIn(read('starter/env.example')).filter(name => !named.has(name))).toEqual([]);
  });
});
