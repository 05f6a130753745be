import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadPublication } from '../../src/publication/load.ts';
import { edit, emptyFolder, sampleNewsletter } from '../helpers/newsletter.ts';

const told = async (from: string | RegExp, to: string) => {
  const folder = await sampleNewsletter();
  await edit(folder, 'hebdo.yaml', from, to);
  const { value, problems } = await loadPublication(folder);
  expect(value === undefined).toBe(problems.some(p => p.severity === 'error'));
  return problems.map(({ rule, message, hint, span }) => ({ rule, message, hint, line: span?.line }));
};

describe('hebdo.yaml', () => {
  it('is read with its defaults', async () => {
    const { value, problems } = await loadPublication(await sampleNewsletter());
    expect(problems).toEqual([]);
    expect(value).toMatchObject({ languages: ['fr', 'en'], template: 'weekly', schedule: { max_lateness: 129_600 } });
  });

  it('is asked for where it is not there', async () => {
    const { problems } = await loadPublication(await emptyFolder());
    expect(problems).toMatchObject([{ file: 'hebdo.yaml', rule: 'file-missing' }]);
  });

  it('names the nearest known key of one it does not know', async () => {
    expect(await told('time_zone:', 'timezone:')).toMatchObject([
      { rule: 'missing-key', message: '`time_zone` is missing.' },
      { rule: 'unknown-key', hint: 'Did you mean `time_zone`?' },
    ]);
  });

  it.each([
    ['time_zone: Europe/Paris', 'time_zone: Europe/Pariss', 'This time zone is not known.'],
    ['accent: "#b3261e"', 'accent: red', 'This is not a colour.'],
    ['languages: [fr, en]', 'languages: [fr, en, xx-invalid-tag-of-ten]', 'This is not a language tag.'],
    ['max_lateness: 36h', 'max_lateness: soon', 'This is not a span of time.'],
    ['url: https://news.example.com', 'url: javascript:alert(1)', 'This is not a web link.'],
    ['address: bonjour@news.example.com', 'address: "a@b.c\\r\\nBcc: x@y.z"', 'This is not an email address.'],
    ['images: embed', 'images: maybe', '`maybe` is not a value `images` can have.'],
  ])('refuses %s → %s', async (from, to, message) => {
    expect((await told(from, to)).map(problem => problem.message)).toContain(message);
  });

  it('wants every name in every language', async () => {
    expect(
      await told('ai: { fr: Intelligence artificielle, en: Artificial intelligence }', 'ai: { fr: IA, eng: AI }'),
    ).toMatchObject([
      { rule: 'unknown-language' },
      { rule: 'missing-translation', message: '`categories.ai` has no `en`.' },
    ]);
  });

  it('tells all problems at once, and never throws on a file that is no map', async () => {
    const folder = await emptyFolder();
    for (const text of ['', '- a', 'text', '42', 'null', '{}', '[[[[']) {
      await writeFile(join(folder, 'hebdo.yaml'), text);
      const { value, problems } = await loadPublication(folder);
      expect(value).toBeUndefined();
      expect(problems.length).toBeGreaterThan(0);
    }
  });
});
