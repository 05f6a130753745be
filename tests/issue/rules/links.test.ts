import { describe, expect, it } from 'vitest';
import { bareLink } from '../../../src/issue/rules/links/bare-link.ts';
import { linkText } from '../../../src/issue/rules/links/link-text.ts';
import { mailLink } from '../../../src/issue/rules/links/mail-link.ts';
import { privateLink } from '../../../src/issue/rules/links/private-link.ts';
import { shortLink } from '../../../src/issue/rules/links/short-link.ts';
import { wrongLanguageLink } from '../../../src/issue/rules/links/wrong-language-link.ts';
import type { Rule } from '../../../src/issue/rules/rule.ts';
import { foundIn, problemsIn, withTitle } from './findings.ts';

const inUrl = async (rule: Rule, url: string) =>
  (await problemsIn(rule, withTitle('en', 'x').replace('https://news.example.com/one', url))).map(({ at }) => at);

describe('bare-link', () => {
  it.each([
    ['Voir https://example.com/x, ici', 'https://example.com/x'],
    ['Voir (www.example.com/a).', 'www.example.com/a'],
    ['See http://example.com', 'http://example.com'],
    ['[a](https://a.example) then https://b.example/c!', 'https://b.example/c'],
  ])('%j has %j', async (text, words) => {
    expect(await foundIn(bareLink, 'fr', text)).toEqual([words]);
  });

  it.each([
    'Voir [le rapport](https://example.com/x) et <https://example.com>',
    'Voir [https://example.com](https://example.com), que `link-text` signale',
    'Le code `https://example.com` et `curl www.example.com`',
    'Écrire à redaction@example.com, Booking.com, Amazon.com ou example.com',
    'Un lien coupé : [le rapport](https://example.com/x',
    'Le protocole https:// et le préfixe www. sont connus',
  ])('%j is correct', async text => {
    expect(await foundIn(bareLink, 'fr', text)).toEqual([]);
  });
});

describe('link-text', () => {
  it('finds a link without words', async () => {
    expect(await foundIn(linkText, 'fr', 'Voir [](https://example.com/a) ici')).toEqual(['](https://example.com/a']);
  });
});

describe('mail-link', () => {
  it.each([
    ['[a@example.com](mailto:b@example.com)', 'mailto:b@example.com'],
    ['[Écrire à a@example.com](mailto:a@example.org?subject=x)', 'mailto:a@example.org?subject=x'],
  ])('%j has %j', async (text, words) => {
    expect(await foundIn(mailLink, 'fr', text)).toEqual([words]);
  });

  it.each([
    '[a@example.com](mailto:a@example.com)',
    '[A@Example.com](mailto:a@example.com?subject=Bonjour)',
    '[a+b@example.com](mailto:a%2Bb@example.com)',
    '[La rédaction](mailto:a@example.com)',
    '[a@example.com](https://example.com/contact)',
  ])('%j is correct', async text => {
    expect(await foundIn(mailLink, 'fr', text)).toEqual([]);
  });
});

describe('private-link', () => {
  it.each([
    'http://localhost:3000/a',
    'http://app.localhost/',
    'http://192.168.1.10/a',
    'https://10.0.0.1/',
    'http://[::1]/',
    'http://printer.local/',
    'https://staging.example.com/a',
    'https://preprod.example.com/a',
    'https://www-staging.example.com/a',
    'https://dev.news.example.com/a',
    'https://dev.example.org/a',
    'https://test.example.com/a',
    'https://qa2.news.example.com/a',
    'https://example.com/wp-admin/post.php?post=12',
    'https://example.com/wp-login.php',
    'https://example.com/?p=12&preview=true',
  ])('%s', async url => {
    expect(await inUrl(privateLink, url)).toEqual([url]);
  });

  it.each([
    'https://example.com/localhost',
    'https://dev.to/a',
    'https://dev.mysql.com/doc',
    'https://test.pypi.org/a',
    'https://testing.de/a',
    'https://developer.example.com/a',
    'https://example.com/blog/staging-sites',
    'https://backstage.example.com/',
    'https://stagecoach.example.com/',
    'https://8.8.8.8/',
    'https://example.com/preview?x=true',
    'https://example.com/wp-content/uploads/a.pdf',
    'https://preview.example.com/',
    'https://locals.com/a',
    'https://example.invalid/',
  ])('%s is correct', async url => {
    expect(await inUrl(privateLink, url)).toEqual([]);
  });
});

describe('short-link', () => {
  it.each([
    'https://bit.ly/3x',
    'https://t.co/abc',
    'https://lnkd.in/e',
    'https://tinyurl.com/a',
    'https://www.goo.gl/a',
  ])('%s', async url => {
    expect(await inUrl(shortLink, url)).toEqual([url]);
  });

  it.each([
    'https://youtu.be/abc',
    'https://maps.app.goo.gl/abc',
    'https://at.co/a',
    'https://example.com/bit.ly',
    'https://orbit.ly/',
    'https://forms.gle/a',
    'https://x.com/a',
  ])('%s is correct', async url => {
    expect(await inUrl(shortLink, url)).toEqual([]);
  });
});

describe('wrong-language-link', () => {
  const withUrl = (url: string, more = '') => `week: 2026-W48
status: ready
subject: Hebdo
articles:
  - id: one
    title: Hebdo
    url: ${url}
${more}`;
  const found = async (yaml: string) => (await problemsIn(wrongLanguageLink, yaml)).map(({ at }) => at);

  it.each([
    ['{ fr: https://a.example/fr/x, en: https://a.example/fr/x }', ['https://a.example/fr/x']],
    ['{ fr: https://a.example/x, en: https://fr.a.example/y }', ['https://fr.a.example/y']],
    ['{ fr: https://a.example/en/x, en: https://a.example/en/x }', ['https://a.example/en/x']],
    ['{ fr: https://en.a.example/x, en: https://a.example/x }', ['https://en.a.example/x']],
    ['{ fr: https://a.example/x, en: "https://a.example/y?lang=fr" }', ['https://a.example/y?lang=fr']],
    ['{ fr: https://a.example/x, en: https://a.example/fr-fr/y }', ['https://a.example/fr-fr/y']],
    ['https://a.example/fr/x', ['https://a.example/fr/x']],
  ])('%s', async (url, places) => {
    expect(await found(withUrl(url))).toEqual(places);
  });

  it('knows the page of each edition from the other links of the issue', async () => {
    const url = '{ fr: https://a.example/rapport, en: https://a.example/report }';
    const body = '    body: { en: "See [the report](https://a.example/rapport)" }';
    expect(await problemsIn(wrongLanguageLink, withUrl(url, body))).toMatchObject([
      { at: 'https://a.example/rapport', hint: 'Link to https://a.example/report.' },
    ]);
  });

  it.each([
    ['{ fr: https://a.example/x, en: https://a.example/y }', 'https://a.example/en/z', 1],
    ['{ fr: https://a.example/x, en: https://a.example/y }', 'https://b.example/en/z', 0],
    ['{ fr: https://a.example/x, en: https://b.example/y }', 'https://b.example/en/z', 0],
    ['https://a.example/x', 'https://a.example/en/z', 0],
    ['https://a.example/x', 'https://news.example.com/en/z', 1],
    ['https://a.example/x', 'https://www.cnrs.fr/en/z', 1],
    ['https://a.example/x', 'https://ethz.ch/en/z', 0],
  ])('finds an English page of a site with pages by language: %s, %s', async (url, href, count) => {
    const body = `    body: { fr: "Voir [le mot](${href})", en: "See [the word](${href})" }`;
    expect(await found(withUrl(url, body))).toEqual(Array(count).fill(href));
  });

  it.each([
    '{ fr: https://a.example/fr/x, en: https://a.example/en/x }',
    '{ fr: https://a.example/x, en: https://a.example/en/x }',
    '{ fr: https://techcrunch.com/2026/11/x, en: https://techcrunch.com/2026/11/x }',
    'https://techcrunch.com/2026/11/x',
    'https://nodejs.org/en/blog/x',
    'https://www.lemonde.fr/x',
    '{ fr: https://a.fr/x, en: https://a.fr/y }',
    '{ fr: https://a.example/freedom/x, en: https://france.example/french/x }',
    '{ fr: https://a.example/us/x, en: https://a.example/de/x }',
    'https://github.com/a/locales/fr/x',
    'https://a.example/docs/fr-en/x',
  ])('%s is correct', async url => {
    expect(await found(withUrl(url))).toEqual([]);
  });

  const article = (id: string, url: string) => `  - id: ${id}\n    title: Hebdo ${id}\n    url: ${url}\n`;
  const others = ['two', 'three'].map(id =>
    article(id, `{ fr: https://a.example/${id}-fr, en: https://a.example/${id} }`),
  );

  it('finds one page for both editions where other articles have a page for each', async () => {
    const url = '{ fr: https://a.example/one-fr, en: https://a.example/one-fr }';
    expect(await found(withUrl(url, others.join('')))).toEqual(['https://a.example/one-fr']);
  });

  it.each([
    ['{ fr: https://b.example/one, en: https://b.example/one }', others],
    ['https://a.example/one', others],
    ['{ fr: https://a.example/one, en: https://a.example/one }', others.slice(1)],
    [
      '{ fr: https://a.example/one, en: https://a.example/one }',
      [...others, article('four', '{ fr: https://a.example/four, en: https://a.example/four }')],
    ],
  ])('lets both editions share a page: %s', async (url, more) => {
    expect(await found(withUrl(url, more.join('')))).toEqual([]);
  });

  it('lets sources and announced pages be in any language', async () => {
    const source = '    source: { name: Le Monde, url: https://a.example/fr/x }';
    const body = '    body: { en: "See [the report (in French)](https://a.example/fr/x)" }';
    expect(await found(withUrl('https://a.example/x', `${source}\n${body}`))).toEqual([]);
  });
});
