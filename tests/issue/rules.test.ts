import { cp, mkdir, readdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { checkNewsletter } from '../../src/app/write/check.ts';
import { loadIssue } from '../../src/issue/load.ts';
import { loadPublication } from '../../src/publication/load.ts';
import { edit, issueYaml, newsletterWith, root } from '../helpers/newsletter.ts';

const week = '2026-W48';
const path = `issues/${week}.yaml`;
const now = new Date('2026-11-24T10:00:00Z');
const check = async (folder: string, online = false) =>
  (await checkNewsletter(folder, [week], online, now)).problems.map(({ rule, span, message }) => ({
    rule,
    line: span?.line,
    message,
  }));

describe('broken-link', () => {
  it('asks only with --online, and tells what does not answer', async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      response.statusCode =
        request.url === '/gone' ? 404 : request.url === '/get-only' && request.method === 'HEAD' ? 405 : 200;
      response.end();
    }).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await new Promise(resolve => server.on('listening', resolve));
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const folder = await newsletterWith({
      [path]: issueYaml(week, `intro: "[a](${base}/gone) [b](${base}/get-only)"`).replace(
        'https://example.com/one',
        `${base}/here`,
      ),
    });
    await edit(folder, 'hebdo.yaml', 'template: weekly', 'template: weekly\nrules: { private-link: off }');
    expect(await check(folder)).toEqual([]);
    expect(asked).toEqual([]);
    expect(await check(folder, true)).toMatchObject([
      { rule: 'broken-link', line: 4, message: expect.stringContaining('/gone answers 404') },
    ]);
    expect(asked).toContain('HEAD /here');
    server.close();
  });
});

describe('giant and odd texts', () => {
  it.each([
    ['spaces', ' '.repeat(60_000)],
    ['digits', '1 '.repeat(40_000)],
    ['brackets', '['.repeat(5_000)],
    ['quotes', '"\'«'.repeat(20_000)],
    ['stars', '*a_'.repeat(20_000)],
    ['capitals', 'AB '.repeat(30_000)],
    ['signs', '! ? : ; , '.repeat(12_000)],
    ['links', '[a](https://x.y/?utm_source=a) '.repeat(2_000)],
    ['words', 'onehundredthousand '.repeat(6_000)],
    ['odd letters', '\u0301\u200d😀e'.repeat(20_000)],
  ])('%s are judged within two seconds', async (_, text) => {
    const yaml = issueYaml(week)
      .replace('{ fr: "Titre", en: "Title" }', 'Title')
      .concat(
        `    body: { fr: ${JSON.stringify(`x${text}x`)}, en: ${JSON.stringify(`y${text}y`)} }\n    standfirst: ${JSON.stringify(`x${text}x`)}\n`,
      );
    const folder = await newsletterWith({ [path]: yaml });
    const { value } = await loadPublication(folder);
    if (value === undefined) throw new Error('broken');
    const started = performance.now();
    await loadIssue(folder, path, value);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

describe('long issues', () => {
  it('are told to be so: reading time, and what Gmail cuts off', async () => {
    const paragraph = 'Des mots, encore des mots, toujours des mots, les mêmes mots. '.repeat(30);
    const articles = Array.from(
      { length: 40 },
      (_, i) =>
        `  - { id: a${i}, title: "Titre ${'abc'[i % 3]}${i}", url: https://example.com/, body: "${paragraph}" }\n`,
    );
    const folder = await newsletterWith({ [path]: issueYaml(week) + articles.join('') });
    const problems = await check(folder);
    expect(new Set(problems.map(({ rule }) => rule))).toEqual(new Set(['reading-time', 'email-size']));
    expect(problems.find(({ rule }) => rule === 'email-size')?.message).toMatch(
      /KB of HTML; Gmail shows 100\. styles █+ \d+ KB, texts █+/,
    );
  });
});

describe('a template of one’s own', () => {
  it('is judged for accessibility and for what mail programs know', async () => {
    const folder = await newsletterWith({ [path]: issueYaml(week) });
    await edit(folder, 'hebdo.yaml', 'template: weekly', 'template: mine');
    await mkdir(join(folder, 'templates/mine'), { recursive: true });
    for (const name of await readdir(join(root, 'templates/weekly')))
      await cp(join(root, 'templates/weekly', name), join(folder, 'templates/mine', name));
    expect(await check(folder)).toEqual([]);
    await writeFile(
      join(folder, 'templates/mine/email.mjml'),
      '<mjml><mj-body><mj-section><mj-column><mj-text><h2>x</h2><img src="https://x.y/z.png"><a href="https://x.y"></a><table><tr><td style="display:grid">y</td></tr></table></mj-text></mj-column></mj-section></mj-body></mjml>',
    );
    const messages = (await check(folder)).map(({ message }) => message).join('\n');
    for (const part of [
      'language and direction',
      'no title',
      '1 image has no alternative text',
      'role="presentation"',
      'no main heading',
      'A link has no words',
      'display:grid',
    ])
      expect(messages).toContain(part);
  });
});
