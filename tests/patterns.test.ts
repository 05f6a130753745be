import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseSync, Visitor } from 'oxc-parser';
import { check } from 'recheck';
import { describe, expect, it } from 'vitest';
import { root } from './helpers/newsletter.ts';

type Pattern = { at: string; source: string; flags: string };

/** The pattern literals of a file. */
function patternsOf(path: string, text: string): Pattern[] {
  const found: Pattern[] = [];
  new Visitor({
    Literal(node) {
      if (!('regex' in node)) return;
      const line = text.slice(0, node.start).split('\n').length;
      found.push({ at: `${path}:${line}`, source: node.regex.pattern, flags: node.regex.flags });
    },
  }).visit(parseSync(path, text).program);
  return found;
}

/** Those patterns whose time grows faster than the text, as recheck finds by automata and by fuzzing, with the text. */
async function slowOnes(patterns: readonly Pattern[]): Promise<string[]> {
  const slow: string[] = [];
  for (const { at, source, flags } of patterns) {
    const found = await check(source, flags, { timeout: 30_000 });
    if (found.status !== 'safe')
      slow.push(`${at} /${source}/ ${found.status} ${'attack' in found ? found.attack.pattern : ''}`);
  }
  return slow;
}

describe('a pattern', () => {
  it('takes time that grows with the text only, whatever the text', async () => {
    const files = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
      .filter(({ name }) => /\.(ts|js)$/.test(name))
      .map(({ parentPath, name }) => join(parentPath, name));
    const patterns = files.flatMap(path => patternsOf(relative(root, path), readFileSync(path, 'utf8')));
    expect(patterns.length).toBeGreaterThan(250);
    expect(await slowOnes(patterns)).toEqual([]);
  }, 300_000);

  it('that does not is found', async () => {
    const planted = [
      'const a = /zustell\\S*fehl/i;',
      'const b = /[ \\t]+$/;',
      'const c = /^(a+)+$/;',
      'const d = /^a+$/;',
    ];
    const slow = await slowOnes(patternsOf('planted.ts', planted.join('\n')));
    expect(slow.map(one => one.split(' ')[0])).toEqual(['planted.ts:1', 'planted.ts:2', 'planted.ts:3']);
  }, 60_000);
});
