import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { draftFromPage } from '../../src/import/draft-from-page.ts';
import { groupTranslations } from '../../src/import/pair-drafts.ts';
import { hebdoInProcess as hebdo } from '../helpers/in-process.ts';
import { newsletterWith } from '../helpers/newsletter.ts';

const french = 'La banque du village ouvre la nuit, et ses guichets sont tenus par des machines patientes. '.repeat(8);
const english = 'The village bank opens at night, and patient machines stand behind its counters. '.repeat(8);

type Item = { title: string; link: string; date: string; image?: string };

/** A feed with the whole text of its items. */
const rss = (language: string, items: readonly Item[]): string =>
  `<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>F</title><language>${language}</language>${items
    .map(
      ({ title, link, date, image }) =>
        `<item><title>${title}</title><link>${link}</link><pubDate>${date}</pubDate>${image === undefined ? '' : `<enclosure url="${image}" type="image/jpeg" length="1"/>`}<content:encoded><![CDATA[${`<p>${language === 'fr' ? french : english}</p>`.repeat(3)}]]></content:encoded></item>`,
    )
    .join('')}</channel></rss>`;

const hour = (h: number): string => `Tue, 24 Nov 2026 ${String(h).padStart(2, '0')}:00:00 GMT`;
const site = 'https://site.invalid';
const feeds = {
  '/fr/feed': rss('fr', [
    { title: 'Même adresse sans la langue', link: `${site}/fr/same-slug`, date: hour(9) },
    { title: 'Même image', link: `${site}/fr/banque`, date: hour(8), image: `${site}/img/bank.jpg` },
    { title: 'Même heure', link: `${site}/fr/horloge`, date: hour(7) },
    { title: 'Seulement en français', link: `${site}/fr/seul`, date: hour(6) },
  ]),
  '/en/feed': rss('en', [
    { title: 'Only in English', link: `${site}/en/alone`, date: hour(11) },
    { title: 'Same address but the language', link: `${site}/en/same-slug`, date: hour(10) },
    { title: 'Same hour', link: `${site}/en/clock`, date: hour(7) },
    { title: 'Same image', link: `${site}/en/bank`, date: hour(5), image: `${site}/img/bank.jpg` },
  ]),
};

async function serveFeeds(): Promise<string> {
  const server = createServer((request, response) => {
    const feed = Object.entries(feeds).find(([path]) => path === request.url)?.[1];
    response.writeHead(feed === undefined ? 404 : 200, { 'content-type': 'application/rss+xml' }).end(feed);
  }).listen(0, '127.0.0.1');
  await new Promise(resolve => server.on('listening', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const titlesIn = async (folder: string): Promise<unknown[]> =>
  parse(await readFile(join(folder, 'issues/2026-W48.yaml'), 'utf8')).articles.map(
    ({ title }: { title: unknown }) => title,
  );

describe('a round-up of a site in two languages', () => {
  const draft = 'week: 2026-W48\nstatus: draft\n';

  // The pages that are asked for translations do not exist, and their names take time to fail.
  it('has one article for the items that are translations of each other', { timeout: 90_000 }, async () => {
    const base = await serveFeeds();
    const folder = await newsletterWith({ 'issues/2026-W48.yaml': draft });
    const args = ['import', '--feed', `fr=${base}/fr/feed`, '--feed', `en=${base}/en/feed`, '2026-W48', '--all'];
    const { code, out, err } = await hebdo(folder, args);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('5 articles');
    expect(await titlesIn(folder)).toEqual(
      [
        { fr: '', en: 'Only in English' },
        { fr: 'Même adresse sans la langue', en: 'Same address but the language' },
        { fr: 'Même image', en: 'Same image' },
        { fr: 'Même heure', en: 'Same hour' },
        { fr: 'Seulement en français', en: '' },
      ].map(title => expect.objectContaining(title)),
    );
    const [, first] = parse(await readFile(join(folder, 'issues/2026-W48.yaml'), 'utf8')).articles;
    expect(first).toMatchObject({
      url: { fr: `${site}/fr/same-slug`, en: `${site}/en/same-slug` },
      body: { fr: expect.stringContaining('La banque'), en: expect.stringContaining('village bank') },
    });
    const { code: checked, out: problems } = await hebdo(folder, ['check', '--format', 'json']);
    expect([checked, problems]).not.toContain('schema');

    const again = await hebdo(folder, args);
    expect([again.code, again.out]).toEqual([0, expect.stringContaining('8 articles left out')]);
    expect(await titlesIn(folder)).toHaveLength(5);
  });

  it.each([
    [['--feed', 'https://site.invalid/feed'], 'Write it like --feed fr=https://…'],
    [['--feed', 'de=https://site.invalid/feed'], 'not one of the publication'],
    [[], 'Nothing is named to import.'],
  ])('is refused with its cause: %j', async (args, words) => {
    const folder = await newsletterWith({ 'issues/2026-W48.yaml': draft });
    const { code, err } = await hebdo(folder, ['import', ...args, '--issue', '2026-W48']);
    expect([code, err]).toEqual([1, expect.stringContaining(words)]);
    expect(await readFile(join(folder, 'issues/2026-W48.yaml'), 'utf8')).toBe(draft);
  });
});

describe('drafts of three languages', () => {
  const draft = (language: string, url: string, alternates: string[] = []) => ({ language, url, alternates });

  it('become one group by what their pages name as translations', () => {
    const [fr, en, de, other] = [
      draft('fr', 'https://a.example/un', ['https://a.example/un', 'https://b.example/one']),
      draft('en', 'https://b.example/one'),
      draft('de', 'https://c.example/eins', ['https://b.example/one']),
      draft('en', 'https://b.example/two'),
    ];
    expect(groupTranslations([other, de, en, fr], ['fr', 'en', 'de'])).toEqual([[other], [fr, en, de]]);
  });
});

describe('a page', () => {
  it('names its translations', () => {
    const html = `<html lang="fr"><head><title>Un titre</title><link rel="alternate" hreflang="en" href="/en/one"><link rel="alternate" hreflang="x-default" href="/"><link rel="alternate" type="application/rss+xml" href="/feed"></head><body><article><h1>Un titre</h1><p>${french}</p><p>${french}</p></article></body></html>`;
    expect(draftFromPage(html, 'https://site.example/fr/un').alternates).toEqual(['https://site.example/en/one']);
  });
});
