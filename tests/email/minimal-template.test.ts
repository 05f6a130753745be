import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { hebdo } from '../helpers/hebdo.ts';
import { edit, root, sampleNewsletter, sampleWeek } from '../helpers/newsletter.ts';

it('the minimal template of the docs has about twenty lines, and passes check and build', async () => {
  const page = await readFile(join(root, 'docs/templates.md'), 'utf8');
  const files = [...page.matchAll(/`templates\/mine\/([\w.]+)`:\n\n```\w+\n([^`]+)```/g)];
  expect(files.map(([, name]) => name)).toEqual(['email.mjml', 'email.txt.liquid']);
  const folder = await sampleNewsletter();
  await mkdir(join(folder, 'templates/mine'), { recursive: true });
  for (const [, name = '', text = ''] of files) {
    expect(text.split('\n').length).toBeLessThan(25);
    await writeFile(join(folder, 'templates/mine', name), text);
  }
  await edit(folder, 'hebdo.yaml', /^template: .*$/m, 'template: mine');
  const check = await hebdo(folder, ['check', sampleWeek, '--format', 'json']);
  const problems: { file: string }[] = JSON.parse(check.out).problems;
  expect(problems.filter(({ file }) => file.startsWith('templates/'))).toEqual([]);
  expect(check.code).toBe(0);
  expect((await hebdo(folder, ['build', sampleWeek])).code).toBe(0);
  const built = await readFile(join(folder, 'dist', sampleWeek, 'fr/email.html'), 'utf8');
  expect(built).toContain('<h1>');
}, 60_000);
