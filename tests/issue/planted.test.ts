import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { checkNewsletter } from '../../src/app/write/check.ts';
import { applyFixes } from '../../src/app/write/fix.ts';
import { emptyFolder, root } from '../helpers/newsletter.ts';

const planted = fileURLToPath(new URL('./planted/', import.meta.url));
const now = new Date('2026-11-24T10:00:00Z');
const path = 'issues/2026-W40.yaml';

/** Every mistake of tests/issue/planted/, with its exact line and column. */
const mistakes: [rule: string, line: number, column: number][] = [
  ['week-file', 1, 7],
  ['schema', 2, 9],
  ['send-at', 3, 10],
  ['all-caps', 5, 8],
  ['spam-punctuation', 5, 42],
  ['subject-length', 6, 7],
  ['end-punctuation', 6, 76],
  ['preheader-length', 8, 7],
  ['same-preheader', 9, 7],
  ['typography', 11, 13],
  ['typography', 11, 20],
  ['raw-html', 11, 35],
  ['raw-html', 11, 44],
  ['link-mismatch', 12, 7],
  ['unsafe-link', 12, 32],
  ['insecure-link', 16, 10],
  ['unknown-category', 17, 18],
  ['image-file', 18, 19],
  ['image-alt', 18, 52],
  ['image-alt', 18, 72],
  ['link-text', 23, 14],
  ['link-text', 23, 52],
  ['ambiguous-link', 23, 58],
  ['number-mismatch', 25, 28],
  ['link-mismatch', 27, 9],
  ['link-text', 27, 31],
  ['duplicate-id', 28, 9],
  ['tracking-link', 30, 10],
  ['image-only', 31, 5],
  ['image-size', 31, 19],
  ['unknown-key', 33, 5],
  ['unknown-language', 34, 67],
  ['schema', 35, 10],
  ['schema', 36, 13],
  ['false-friend', 37, 31],
  ['schema', 38, 65],
  ['image-size', 42, 19],
  ['missing-translation', 43, 17],
  ['wrong-language', 45, 11],
  ['spelling', 47, 40],
  ['end-punctuation', 47, 53],
  ['typography', 47, 63],
  ['schema', 48, 9],
  ['image-file', 51, 19],
  ['number-mismatch', 52, 64],
  ['markdown-unsupported', 55, 9],
  ['missing-part', 57, 9],
  ['yaml-alias', 62, 18],
  ['missing-key', 64, 13],
  ['schema', 65, 17],
  ['decimal-mark', 67, 33],
  ['decimal-mark', 67, 58],
  ['number-mismatch', 69, 69],
  ['number-mismatch', 70, 67],
  ['number-mismatch', 75, 62],
  ['number-mismatch', 78, 25],
  ['number-mismatch', 78, 39],
  ['number-mismatch', 78, 48],
  ['number-mismatch', 78, 64],
  ['number-mismatch', 80, 27],
  ['number-mismatch', 80, 40],
  ['number-mismatch', 80, 52],
  ['number-mismatch', 81, 9],
  ['weekday', 83, 21],
  ['weekday', 85, 51],
  ['weekday', 86, 27],
  ['weekday', 86, 61],
  ['weekday', 89, 23],
  ['weekday', 90, 28],
  ['weekday', 92, 28],
  ['weekday', 93, 28],
  ['weekday', 115, 57],
];

async function copy(): Promise<string> {
  const folder = await emptyFolder();
  await cp(planted, folder, { recursive: true });
  return folder;
}
const check = (folder: string) => checkNewsletter(folder, [path], false, now);

describe('the newsletter with planted mistakes', () => {
  it('has each found at its exact place, and no others', async () => {
    const { problems } = await check(planted);
    const found = problems.map(({ rule, span }): [string, number, number] => [
      rule,
      span?.line ?? 0,
      span?.column ?? 0,
    ]);
    const order = (a: (typeof found)[number], b: (typeof found)[number]) =>
      a[1] - b[1] || a[2] - b[2] || (a[0] < b[0] ? -1 : 1);
    expect(found.sort(order)).toEqual(mistakes.sort(order));
    expect(mistakes.length).toBeGreaterThanOrEqual(40);
  });

  it('is mended by --fix where that is safe, to the byte, and once', async () => {
    const folder = await copy();
    const before = await readFile(join(folder, path), 'utf8');
    expect(await applyFixes(folder, (await check(folder)).problems)).toBe(4);
    const after = await readFile(join(folder, path), 'utf8');
    expect(after).toBe(
      before
        .replace('Un mot , deux  mots', 'Un mot, deux mots')
        .replace('two?utm_source=other&id=2', 'two?id=2')
        .replace('Fine words !', 'Fine words!'),
    );
    const again = await check(folder);
    expect(again.problems.filter(({ fix }) => fix !== undefined)).toEqual([]);
    expect(await applyFixes(folder, again.problems)).toBe(0);
    expect(await readFile(join(folder, path), 'utf8')).toBe(after);
  });

  it('is judged as hebdo.yaml says: off, warning or error', async () => {
    const folder = await copy();
    const yaml = await readFile(join(folder, 'hebdo.yaml'), 'utf8');
    await writeFile(
      join(folder, 'hebdo.yaml'),
      yaml.replace('rules: {', 'rules: { all-caps: off, insecure-link: error,'),
    );
    const { problems } = await check(folder);
    expect(problems.some(({ rule }) => rule === 'all-caps')).toBe(false);
    expect(problems.find(({ rule }) => rule === 'insecure-link')?.severity).toBe('error');
    await writeFile(join(folder, 'hebdo.yaml'), yaml.replace('rules: {', 'rules: { al-caps: off,'));
    expect((await check(folder)).problems).toContainEqual(
      expect.objectContaining({ rule: 'unknown-rule', hint: 'Did you mean `all-caps`?' }),
    );
  });

  it('can be told to ignore a rule in one place', async () => {
    const folder = await copy();
    const yaml = await readFile(join(folder, path), 'utf8');
    await writeFile(
      join(folder, path),
      yaml
        .replace('    url: http://example.com/one', '    url: http://example.com/one # hebdo-ignore insecure-link')
        .replace(
          '    body:\n      fr: |\n        La levée',
          '    # hebdo-ignore link-text, ambiguous-link\n    body:\n      fr: |\n        La levée',
        ),
    );
    const rules = (await check(folder)).problems.map(({ rule }) => rule);
    expect(rules).not.toContain('insecure-link');
    expect(rules).not.toContain('link-text');
    expect(rules).not.toContain('ambiguous-link');
    expect(rules).toContain('number-mismatch');
    expect(rules).toContain('link-mismatch');
  });
});

describe('the clean sample', () => {
  it('has nothing to report', async () => {
    expect((await checkNewsletter(root, [], false, now)).problems).toEqual([]);
  });
});
