import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkNewsletter } from '../../../src/app/write/check.ts';
import { edit, sampleNewsletter } from '../../helpers/newsletter.ts';

const now = new Date('2026-11-24T10:00:00Z');

/** The problems of hebdo.yaml after some changes: the rule, and the line of the file that it points at. */
async function told(...changes: [from: string | RegExp, to: string][]): Promise<string[]> {
  const folder = await sampleNewsletter();
  for (const [from, to] of changes) await edit(folder, 'hebdo.yaml', from, to);
  const lines = (await readFile(join(folder, 'hebdo.yaml'), 'utf8')).split('\n');
  const { problems } = await checkNewsletter(folder, [], false, now);
  return problems
    .filter(({ file }) => file === 'hebdo.yaml')
    .map(({ rule, span }) => `${rule}: ${(lines[(span?.line ?? 0) - 1] ?? 'no line').trim()}`);
}

const ownHost: [RegExp, string] = [/^url: .*$/m, 'url: https://lettre.gazette.fr'];

describe('hebdo.yaml', () => {
  it('has no problem while all of it is an example, as the sample is', async () => {
    expect(await told()).toEqual([]);
  });

  it('is told where addresses of an example are left beside others', async () => {
    const found = await told(ownHost);
    expect(found.length).toBeGreaterThan(0);
    expect(found.every(one => one.startsWith('placeholder: '))).toBe(true);
    expect(found.join()).toContain('example.com');
  });

  it('is told where a comment does not ignore it', async () => {
    const all = await told(ownHost);
    const ignored = await told(ownHost, [/^from:/m, '# hebdo-ignore placeholder\nfrom:']);
    expect(ignored.length).toBeLessThan(all.length);
  });

  it('is told where the page about AI is in another language than the edition', async () => {
    const found = await told([
      /^ai_disclosure:[\s\S]*?(?=^\w)/m,
      'ai_disclosure:\n  url:\n    fr: https://news.example.com/fr/ia\n    en: https://news.example.com/fr/ai\n',
    ]);
    expect(found).toEqual(['wrong-language-link: en: https://news.example.com/fr/ai']);
  });

  it('is told where its footer has the year of an earlier notice', async () => {
    const found = await told([
      /^publisher:[\s\S]*?(?=^\w)/m,
      'publisher:\n  name: Média\n  address: 1 rue X, Paris. © 2023 Média\n',
    ]);
    expect(found).toEqual(['old-year: address: 1 rue X, Paris. © 2023 Média']);
  });

  it('is told at its line where it names a rule or a template that does not exist', async () => {
    const found = await told([/^template: .*$/m, 'template: weekli\nrules: { all-cap: off }']);
    expect(found).toEqual(
      expect.arrayContaining(['unknown-rule: rules: { all-cap: off }', 'template: template: weekli']),
    );
  });
});
