import { describe, expect, it } from 'vitest';
import { itemsOf, looksLikeFeed } from '../../src/import/feed/feed.ts';
import { decodePage } from '../../src/import/fetch-page.ts';

const rss = (items: string, channel = '<link>https://site.example/</link>', more = '') =>
  `<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:media="http://search.yahoo.com/mrss/" ${more}><channel><title>C</title>${channel}${items}</channel></rss>`;
const item = (inner: string) => `<item>${inner}</item>`;
const first = (source: string, address?: string) => itemsOf(source, address).items[0];

describe('the title of an item', () => {
  it.each([
    ['escaped twice', rss(item('<title>L&amp;#8217;IA</title><link>https://x.example/1</link>')), 'L’IA'],
    ['with markup', rss(item('<title>A &lt;em&gt;word&lt;/em&gt;</title><link>https://x.example/1</link>')), 'A word'],
    ['of Dublin Core', rss(item('<dc:title>Core</dc:title><link>https://x.example/1</link>')), 'Core'],
    ['of Media RSS', rss(item('<media:title>Media</media:title><link>https://x.example/1</link>')), 'Media'],
    [
      'of Atom in HTML',
      '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title type="html">A &lt;em&gt;c&lt;/em&gt; &amp;amp; d</title><link href="https://x.example/1"/></entry></feed>',
      'A c & d',
    ],
    [
      'of Atom in XHTML',
      '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Big <b>news</b></div></title><link href="https://x.example/1"/></entry></feed>',
      'Big news',
    ],
    ['with a lone sign', rss(item('<title>1 &lt; 2 &amp; 3</title><link>https://x.example/1</link>')), '1 < 2 & 3'],
  ])('%s is read as text', (_, source, title) => {
    expect(first(source)?.title).toBe(title);
  });
});

describe('the link of an item', () => {
  it.each([
    [rss(item('<title>T</title><link>/a</link>')), undefined, 'https://site.example/a'],
    [
      rss(
        item('<title>T</title><link>a</link>'),
        '<link>https://site.example/</link>',
        'xml:base="https://base.example/b/"',
      ),
      undefined,
      'https://base.example/b/a',
    ],
    [
      rss(item('<title>T</title><link>//cdn.example/a</link>'), ''),
      'https://site.example/feed',
      'https://cdn.example/a',
    ],
    [
      '<feed xmlns="http://www.w3.org/2005/Atom"><link href="/"/><entry><title>T</title><link href="p/1"/></entry></feed>',
      'https://site.example/feed.xml',
      'https://site.example/p/1',
    ],
    [
      rss(item('<title>T</title><guid isPermaLink="true">https://site.example/g</guid>')),
      undefined,
      'https://site.example/g',
    ],
  ])('is resolved', (source, address, url) => {
    expect(first(source, address)?.url).toBe(url);
  });

  it('that is in no item is told', () => {
    expect(() => itemsOf(rss(item('<title>T</title>')))).toThrow('No item of the feed has a link');
  });

  it('that comes twice is one item', () => {
    const twice = item('<title>T</title><link>/a</link>');
    expect(itemsOf(rss(twice + twice)).items).toHaveLength(1);
  });
});

describe('the date of an item', () => {
  it.each([
    ['<pubDate>Fri, 20 Nov 2026 10:00:00 CET</pubDate>', '2026-11-20T09:00:00.000Z'],
    ['<pubDate>Fri, 20 Nov 2026 10:00:00 EDT</pubDate>', '2026-11-20T14:00:00.000Z'],
    ['<pubDate>20 Nov 2026 10:00 +0100</pubDate>', '2026-11-20T09:00:00.000Z'],
    ['<dc:date>2026-11-20T10:00:00+02:00</dc:date>', '2026-11-20T08:00:00.000Z'],
    ['<dcterms:issued>2026-11-20</dcterms:issued>', '2026-11-20T00:00:00.000Z'],
    ['<pubDate>Fri, 20 Nov 26 10:00 UT</pubDate>', '2026-11-20T10:00:00.000Z'],
    ['<pubDate>03/04/2026</pubDate>', undefined],
    ['<pubDate>some day</pubDate><dc:date>2026-11-20</dc:date>', '2026-11-20T00:00:00.000Z'],
    ['<pubDate>Fri, 20 Nov 2026 10:00:00 XYZ</pubDate>', undefined],
  ])('%s', (inner, date) => {
    expect(first(rss(item(`<title>T</title><link>/a</link>${inner}`)))?.date?.toISOString()).toBe(date);
  });
});

describe('a feed', () => {
  it('that breaks off gives the items that it has', () => {
    const source = rss(item('<title>One</title><link>/1</link>') + item('<title>Two</title><link>/2</link>'));
    const cut = itemsOf(source.slice(0, source.indexOf('Two') + 2));
    expect([cut.isCut, cut.items.map(({ title }) => title)]).toEqual([true, ['One']]);
    expect(itemsOf(source).isCut).toBe(false);
  });

  it.each([
    [
      'inside the text of an item',
      `${rss(item('<title>One</title><link>/1</link>')).replace('</channel></rss>', '')}<item><title>Two</title><description><![CDATA[</item>`,
    ],
    [
      'in JSON',
      '{"version":"https://jsonfeed.org/version/1","items":[{"id":"1","url":"https://x.example/1","title":"One","authors":[{"name":"A"}]},{"id":"2","authors":[{"name":"B"},{"na',
    ],
  ])('that breaks off %s does so, too', (_, source) => {
    const cut = itemsOf(source);
    expect([cut.isCut, cut.items.map(({ title }) => title)]).toEqual([true, ['One']]);
  });

  it('may have a prefix in its names', () => {
    const source =
      '<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:entry><a:title>T</a:title><a:link href="https://x.example/1"/></a:entry></a:feed>';
    expect([looksLikeFeed(source), first(source)?.title]).toEqual([true, 'T']);
  });

  it('has the authors, the language, the subjects and the media of its items', () => {
    const more =
      '<dc:creator>Anne Doe</dc:creator><dc:subject>Ports</dc:subject><media:content url="/i.jpg" medium="image"/>';
    const source = rss(
      item(`<title>T</title><link>/a</link>${more}`) +
        item('<title>U</title><link>/b</link><author>a@x.example (Bea Doe)</author><media:thumbnail url="/logo.png"/>'),
      '<link>https://site.example/</link><dc:language>fr</dc:language>',
    );
    expect(itemsOf(source).items).toMatchObject([
      { author: 'Anne Doe', categories: ['Ports'], image: 'https://site.example/i.jpg', language: 'fr' },
      { author: 'Bea Doe', image: undefined },
    ]);
  });

  it('has titles for the items that have none', () => {
    const source = rss(item('<link>/a</link><description>A &lt;b&gt;text&lt;/b&gt; alone.</description>'));
    expect(first(source)?.title).toBe('A text alone.');
  });

  it('has one item for links that only differ in what counts readers, in the scheme or in the slash at the end', () => {
    const links = ['https://site.example/a?utm_source=rss', 'http://www.site.example/a/', 'https://site.example/a'];
    const { items } = itemsOf(rss(links.map(link => item(`<title>T</title><link>${link}</link>`)).join('')));
    expect(items.map(({ url }) => url)).toEqual(['https://site.example/a']);
  });

  it('in UTF-16 without a byte order mark is read', () => {
    const source = rss(item('<title>Été</title><link>/a</link>')).replace('?>', ' encoding="utf-16"?>');
    const little = Buffer.from(source, 'utf16le');
    for (const bytes of [little, Buffer.from(little).swap16()]) expect(first(decodePage(bytes, ''))?.title).toBe('Été');
  });

  it('in UTF-16 is read by its byte order mark', () => {
    const source = rss(item('<title>Été</title><link>/a</link>')).replace('?>', ' encoding="utf-16"?>');
    const little = Buffer.from(`\ufeff${source}`, 'utf16le');
    for (const bytes of [little, Buffer.from(little).swap16()]) expect(first(decodePage(bytes, ''))?.title).toBe('Été');
  });

  it('in JSON is known by its version wherever that stands', () => {
    const items = [
      {
        id: '1',
        url: '/q',
        title: 'T',
        content_text: 'One.\n\nTwo <b>.',
        tags: ['a'],
        language: 'fr',
        image: '/i.png',
      },
    ];
    const source = JSON.stringify({
      title: 'x'.repeat(5_000),
      home_page_url: 'https://z.example/',
      items,
      version: 'https://jsonfeed.org/version/1.1',
    });
    expect(looksLikeFeed(source)).toBe(true);
    expect(first(source)).toMatchObject({
      url: 'https://z.example/q',
      html: '<p>One.</p><p>Two &lt;b>.</p>',
      language: 'fr',
      categories: ['a'],
      image: 'https://z.example/i.png',
    });
  });

  it('gives the longest text, the picture and the categories of an item', () => {
    const text = 'word '.repeat(400);
    const source = rss(
      item(
        `<title>T</title><link>/a</link><category>A</category><enclosure url="/i.jpg" type="image/jpeg" length="1"/><description>${text}</description>`,
      ),
      '<link>https://site.example/</link><language>fr</language>',
    );
    expect(first(source)).toMatchObject({
      html: text.trim(),
      categories: ['A'],
      image: 'https://site.example/i.jpg',
      language: 'fr',
    });
  });
});
