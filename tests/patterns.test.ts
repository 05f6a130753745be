import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseSync, Visitor } from 'oxc-parser';
import { check } from 'recheck';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { compiled } from '../src/replies/phrase.ts';
import { phraseBook } from '../src/replies/words.ts';
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

/**
 * The patterns that were found to be safe before, by their hashes: checking all takes minutes. `npm run test:patterns` checks all again
 * and writes the list.
 */
const listFile = new URL('safe-patterns.json', import.meta.url);
const isWholeCheck = process.env.HEBDO_CHECK_ALL_PATTERNS !== undefined;
const safeBefore = new Set(isWholeCheck ? [] : z.array(z.string()).parse(JSON.parse(readFileSync(listFile, 'utf8'))));
const safeNow = new Set<string>();
const hashOf = ({ source, flags }: Pattern): string =>
  createHash('sha256').update(`${flags} ${source}`).digest('hex').slice(0, 16);

/** Those patterns whose time grows faster than the text, as recheck finds by automata and by fuzzing, with the text. */
async function slowOnes(patterns: readonly Pattern[]): Promise<string[]> {
  const slow: string[] = [];
  for (const pattern of patterns) {
    if (safeBefore.has(hashOf(pattern))) continue;
    const { at, source, flags } = pattern;
    let found = await check(source, flags, { timeout: 30_000 });
    // Fuzzing counts steps, and sometimes takes a long text for a bad one: other random numbers must confirm it.
    for (const randomSeed of [2, 3])
      if (found.status !== 'safe') found = await check(source, flags, { timeout: 30_000, randomSeed });
    if (found.status !== 'safe')
      slow.push(`${at} /${source}/ ${found.status} ${'attack' in found ? found.attack.pattern : ''}`);
    else safeNow.add(hashOf(pattern));
  }
  return slow;
}

/** The patterns that our modules make with `new RegExp` while an action runs, from when they are loaded. */
async function patternsMadeBy(action: () => Promise<void>): Promise<Pattern[]> {
  const made = new Map<string, Pattern>();
  const native = RegExp;
  vi.resetModules();
  vi.stubGlobal(
    'RegExp',
    new Proxy(native, {
      construct(target, [source, flags = '']) {
        const at = /\/(src\/[^:?]+)/.exec(new Error('where').stack?.split('\n')[2] ?? '')?.[1];
        if (at !== undefined) made.set(`${at} ${source}`, { at, source: String(source), flags: String(flags) });
        return new target(source, flags);
      },
    }),
  );
  await action().finally(() => vi.unstubAllGlobals());
  return [...made.values()];
}

afterAll(() => {
  if (isWholeCheck) writeFileSync(listFile, `${JSON.stringify([...safeNow].sort(), null, 2)}\n`);
});

describe('a pattern', () => {
  it('takes time that grows with the text only, whatever the text', async () => {
    const files = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
      .filter(({ name }) => /\.(ts|js)$/.test(name))
      .map(({ parentPath, name }) => join(parentPath, name));
    const patterns = files.flatMap(path => patternsOf(relative(root, path), readFileSync(path, 'utf8')));
    expect(patterns.length).toBeGreaterThan(250);
    expect(await slowOnes(patterns)).toEqual([]);
  }, 900_000);

  it('that is put together from words does so too', async () => {
    const made = await patternsMadeBy(async () => {
      const { loadLocales } = await import('../src/edition/locale.ts');
      const { quantitiesIn } = await import('../src/issue/quantities/read.ts');
      const { judgeMail } = await import('../src/bounces/verdict.ts');
      const { readVerp } = await import('../src/message/verp.ts');
      const { value: locales = [] } = await loadLocales(root, ['fr', 'en']);
      for (const { language, typeset } of locales) {
        typeset([{ text: 'one' }]);
        quantitiesIn('le 27 novembre, 1,5 % de 2 millions', language);
      }
      const bounceAddress = 'bounces@example.com';
      await judgeMail(Buffer.from('Subject: hello\r\n\r\nhello'), { bounceAddress, secrets: ['secret'] });
      readVerp('text', bounceAddress, ['secret']);
    });
    expect(made.length).toBeGreaterThan(12);
    expect(await slowOnes(made)).toEqual([]);
  }, 900_000);

  it('of a phrase has no unbounded repeat', () => {
    for (const phrase of Object.values(phraseBook).flatMap(phrases => Object.values(phrases).flat()))
      expect(compiled([phrase]).source).not.toMatch(/(?<!\\)[*+]|\{\d+,\}/);
  });

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
