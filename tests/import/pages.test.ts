import { describe, expect, it } from 'vitest';
import { draftFromPage } from '../../src/import/draft-from-page.ts';

const sentence = 'Une phrase assez longue pour un paragraphe, avec des virgules, des mots et de quoi lire un moment. ';
const long = sentence.repeat(4).trim();
const other = 'Another paragraph of the same article, which says more about it than one would like to read. '
  .repeat(4)
  .trim();
const article = `<h1>The title</h1><p>${long}</p><p>${other}</p><p>${long}</p>`;
const head = '<title>The title</title><link rel="canonical" href="https://site.example/a/title">';
const page = (body: string, more = '') =>
  `<!doctype html><html lang="fr"><head>${head}${more}</head><body>${body}</body></html>`;
const paragraphsOf = (html: string, url?: string) => draftFromPage(html, url).body?.split('\n\n') ?? [];

describe('the text of an article', () => {
  it.each([
    ['a class that begins like that of a form', `<article class="newsletter-post post">${article}</article>`],
    ['a class with the word social', `<main class="js-social-anchor-start">${article}</main>`],
    [
      'a class with the word share',
      `<div class="share-enabled has-related-sidebar"><article>${article}</article></div>`,
    ],
    ['a class of a category', `<article class="category-newsletter subscriber-content">${article}</article>`],
    ['a class of recipes', `<div class="recipe-cookie">${article}</div>`],
    ['a form around the whole page', `<form id="aspnetForm"><div>${article}</div></form>`],
    [
      'a dialog that hides the page',
      `<div id="app" aria-hidden="true"><article>${article}</article></div><div role="dialog">Cookies?</div>`,
    ],
    ['a page that is inert', `<div id="app" inert hidden><article>${article}</article></div>`],
  ])('is whole in a page with %s', (_, body) => {
    expect(paragraphsOf(page(body))).toEqual([long, other, long]);
  });

  it('is whole where the classes are those of <html> and <body>', () => {
    const html = page(`<article>${article}</article>`)
      .replace('<html', '<html class="js no-cookie-banner"')
      .replace('<body', '<body class="newsletter share-this"');
    expect(paragraphsOf(html)).toEqual([long, other, long]);
  });

  it('keeps every sentence in its order: what stands alone is no pull quote', () => {
    const alone = 'One sentence that stands alone between two longer paragraphs of the text.';
    const draft = draftFromPage(
      page(`<article><h1>The title</h1><p>${long}</p><p>${other}</p><p>${alone}</p><p>${long}</p></article>`),
    );
    expect([draft.pullQuote, draft.body?.split('\n\n')]).toEqual([undefined, [long, other, alone, long]]);
    const marked = draftFromPage(
      page(`<article>${article}<aside class="pullquote"><p>${alone}</p></aside><p>${other}</p></article>`),
    );
    expect(marked.pullQuote).toBe(alone);
  });

  it.each([
    'Tags are the soul of HTML, and here is why.',
    'Lire aussi est un bon conseil.',
    'Related work was done by others.',
  ])('keeps a paragraph that begins like a label: %s', text => {
    expect(
      paragraphsOf(page(`<article><h1>The title</h1><p>${long}</p><p>${text}</p><p>${other}</p></article>`)),
    ).toContain(text);
  });

  it('loses links to other articles, tags, share buttons and the way to the page', () => {
    const clutter = [
      '<ol><li><a href="/">Home</a></li><li><a href="/n">News</a></li></ol>',
      '<p>Lire aussi : <a href="/x">Un autre article</a></p>',
      '<div class="related"><ul><li><a href="/y">Elsewhere</a></li></ul></div>',
      '<p>Tags: <a href="/t">bank</a>, <a href="/u">night</a></p>',
      '<div class="sharing">Share this</div>',
    ];
    const [first = '', ...others] = clutter;
    const texts = paragraphsOf(
      page(
        `<article>${first}<h1>The title</h1><p>${long}</p>${others.join('')}<p>${other}</p><p>${long}</p></article>`,
      ),
    );
    expect(texts).toEqual([long, other, long]);
  });

  it('of a fragment, and without <html>, is read', () => {
    for (const html of [`<article>${article}</article>`, `<p>${long}</p><p>${other}</p>`, `<title>T</title>${article}`])
      expect(
        paragraphsOf(`<h1>The title</h1>${html.replace('<h1>The title</h1>', '')}`, 'https://site.example/a'),
      ).toContain(other);
  });

  it.each([
    `<html lang="fr"><title>The title</title><meta name="author" content="Ann Lee"><body><article>${article}</article></body></html>`,
    `<!doctype html><html lang="fr"><head><title>The title</title><meta name="author" content="Ann Lee"></head><article>${article}</article></html>`,
    `<html lang="fr"><title>The title</title><meta name="author" content="Ann Lee"><article>${article}</article>`,
  ])('is read where tags of the head or body are left out', html => {
    const draft = draftFromPage(html, 'https://site.example/a');
    expect([draft.title, draft.author, draft.body?.split('\n\n')]).toEqual([
      'The title',
      'Ann Lee',
      [long, other, long],
    ]);
  });

  it('keeps entities as they read, and signs of Markdown at the beginning of a line', () => {
    const texts = paragraphsOf(
      page(
        `<article>${article}<p>&amp;copy; and &amp;#35; and A&amp;B in one paragraph.</p><p>&#35; one thing after another.</p><p>1&#46; first of all</p></article>`,
      ),
    );
    expect(texts).toContain('\\&copy; and \\&#35; and A&B in one paragraph.');
    expect(texts.join('\n')).toContain('\\# one thing after another.');
  });

  it('has no control characters', () => {
    expect(
      draftFromPage(page(`<article>${article.replaceAll('moment', 'mo\u000bment\u0000')}</article>`)).body,
    ).not.toMatch(/[^\P{Cc}\n]/u);
  });
});

describe('what is beside an article', () => {
  const teaser =
    '<div class="teaser"><h4><a href="/o">Other</a></h4><p>A teaser of another article that is long enough to look like a text of its own.</p></div>';
  it.each([
    ['a longer sidebar', `<div class="row"><div>${article}</div><div class="sidebar">${teaser.repeat(20)}</div></div>`],
    ['longer comments', `<article>${article}</article><div id="disqus">${`<p>${other}</p>`.repeat(5)}</div>`],
    [
      'cards of other articles',
      `<div><div>${article}</div></div>${'<article><a href="/o"><h3>Other</h3></a><p>More of it.</p></article>'.repeat(4)}`,
    ],
    [
      'a request for consent',
      `<div><p>We use cookies to measure what is read, and to show what may be of interest to you.</p><div><button>Accept all</button></div></div><div><div>${article}</div></div>`,
    ],
    [
      'a box about the author',
      `<article>${article}<div><h4>About the author</h4><p>Ann writes about machines.</p></div></article>`,
    ],
  ])('is left out: %s', (_, body) => {
    expect(paragraphsOf(page(body))).toEqual([long, other, long]);
  });

  it('is not the text, where the element with the title has little of it', () => {
    const hero = `<article><h1>The title</h1><p>${sentence}</p><p>${sentence}</p></article>`;
    expect(paragraphsOf(page(`${hero}<div class="text">${`<p>${other}</p>`.repeat(6)}</div>`))).toContain(other);
  });
});

describe('text that stands in', () => {
  const bodyOf = (html: string) =>
    paragraphsOf(page(`<article><h1>The title</h1><p>${long}</p>${html}<p>${other}</p></article>`)).slice(1, -1);

  it.each([
    [
      'a paragraph with an image',
      '<p><img src="/a.jpg" alt="x">After the image, a sentence.</p>',
      ['After the image, a sentence.'],
    ],
    [
      'a list with paragraphs',
      '<ul><li><p>First item here.</p><p>More of it.</p></li><li>Second item.</li></ul>',
      ['-   First item here.', '    More of it.\n\n-   Second item.'],
    ],
    [
      'a table',
      '<table><tr><th>Kettle</th><th>Noise</th></tr><tr><td>Enamel</td><td>58 dB</td></tr></table>',
      ['-   Kettle · Noise\n-   Enamel · 58 dB'],
    ],
    ['a table that arranges the page', `<table><tr><td><p>${other}</p></td></tr></table>`, [other]],
    ['a figure with a table', '<figure><table><tr><td>One</td><td>Two</td></tr></table></figure>', ['-   One · Two']],
  ])('%s is kept', (_, html, expected) => {
    expect(bodyOf(html).join('\n\n').split('\n\n')).toEqual(expected.join('\n\n').split('\n\n'));
  });

  it('a box of its own, as a heading, is kept', () => {
    const heading = '<div class="mw-heading"><h2>History of it</h2><span class="mw-editsection">[edit]</span></div>';
    expect(bodyOf(heading)).toEqual(['**History of it**']);
  });

  it('only the data of the page is read, as scripts show it', () => {
    const data = JSON.stringify({ '@type': 'NewsArticle', headline: 'The title', articleBody: `${long}\n\n${other}` });
    const html = page('<div id="root">Loading…</div>', `<script type="application/ld+json">${data}</script>`);
    expect(paragraphsOf(html)).toEqual([long, other]);
  });

  it.each([
    ['a menu', '<ul><li><a href="/a">Economy</a></li><li><a href="/b">Markets</a></li></ul>'],
    ['the date', '<p class="infos">Published on <time>3 May 2026</time></p>'],
    ['the time it takes to read', '<div>3 min read</div>'],
    ['an invitation to subscribe', '<div><h3>Our letter</h3><form><input type="email"></form></div>'],
    ['hidden parts', '<div style="display:none"><p>We use cookies here.</p></div>'],
  ])('%s before the text is not', (_, html) => {
    expect(paragraphsOf(page(`<article>${html}<h1>The title</h1><p>${long}</p><p>${other}</p></article>`))).toEqual([
      long,
      other,
    ]);
  });

  it.each(['On 3 May 2026 the bridge was opened.', 'By the end of 2026 there will be two.'])(
    'a sentence that begins like a byline is kept: %s',
    text => {
      expect(
        paragraphsOf(page(`<article><h1>The title</h1><p>${text}</p><p>${long}</p><p>${other}</p></article>`)),
      ).toEqual([text, long, other]);
    },
  );
});

describe('a page', () => {
  const text = `<p>${long}</p><p>${other}</p>`;
  it.each([
    ['without <html> and <body>', `<!doctype html><title>The title</title><h1>The title</h1>${text}`],
    ['with <body> alone', `<body><h1>The title</h1>${text}</body>`],
    ['without <body>', `<html lang="en"><head><title>The title</title></head><h1>The title</h1>${text}</html>`],
    [
      'in a page',
      `<html><html lang="en"><head><title>The title</title></head><body><h1>The title</h1>${text}</body></html></html>`,
    ],
  ])('%s is read', (_, html) => {
    const draft = draftFromPage(html, 'https://site.example/a');
    expect([draft.title, draft.body?.split('\n\n')]).toEqual(['The title', [long, other]]);
  });

  it('without a title begins with its first words', () => {
    expect(draftFromPage(`<body>${text}</body>`, 'https://site.example/a').title).toMatch(/^Une phrase .{20,70}…$/);
  });
});

describe('the title', () => {
  it.each([
    ['the site’s own heading before it', `<header><h1>Site</h1></header><article>${article}</article>`, ''],
    [
      'a suffix',
      `<article>${article}</article>`,
      '<meta property="og:title" content="The title - BBC News"><meta property="og:site_name" content="BBC News">',
    ],
    [
      'a section of the site',
      `<article>${article.replace(/<h1>.*?<\/h1>/, '')}</article>`,
      '<meta property="og:title" content="The title | CNN Politics"><meta property="og:site_name" content="CNN">',
    ],
    [
      'the name of its host',
      `<article>${article.replace(/<h1>.*?<\/h1>/, '')}</article>`,
      '<meta property="og:title" content="The title – Site">',
    ],
  ])('is found beside %s', (_, body, more) => {
    expect(draftFromPage(page(body, more)).title).toBe('The title');
  });

  it.each([
    ['before it', '<title>Site | The title of it</title>', ''],
    ['before it, with a colon', '<title>Some Site: The title of it</title>', '<header><h1>Some Site</h1></header>'],
    [
      'named by its data',
      '<title>The title of it — Wire</title><script type="application/ld+json">{"@type":"Article","publisher":{"name":"Wire"}}</script>',
      '',
    ],
  ])('stands without the name of the site: %s', (_, more, header) => {
    const html = `<!doctype html><html><head>${more}</head><body>${header}<article><p>${long}</p><p>${other}</p></article></body></html>`;
    expect(draftFromPage(html, 'https://site.example/a').title).toBe('The title of it');
  });

  it('has its entities decoded once more if they were escaped twice', () => {
    const more = '<meta property="og:title" content="De l&amp;#8217;ombre &amp;amp; plus">';
    expect(draftFromPage(page(`<article><p>${long}</p><p>${other}</p></article>`, more)).title).toBe(
      'De l’ombre & plus',
    );
  });

  it('keeps a part that is no name of a site', () => {
    const more =
      '<meta property="og:title" content="Hybrid cars - what is next"><meta property="og:site_name" content="BBC">';
    expect(draftFromPage(page(`<article><p>${long}</p><p>${other}</p></article>`, more)).title).toBe(
      'Hybrid cars - what is next',
    );
  });
});

describe('the picture', () => {
  const withImage = (attributes: string) =>
    draftFromPage(page(`<article><figure><img ${attributes}></figure>${article}</article>`)).image?.src;

  it('is none where the page has none: its own address is no picture', () => {
    expect(draftFromPage(page(`<article>${article}</article>`)).image).toBeUndefined();
    expect(withImage('alt="x"')).toBeUndefined();
    expect(withImage('src="" alt="x"')).toBeUndefined();
  });

  it.each([
    ['src="/a.jpg"'],
    ['src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" data-src="/a.jpg"'],
    ['data-lazy-src="/a.jpg"'],
    ['src="data:image/svg+xml,x" srcset="/small.jpg 300w, /a.jpg 1200w"'],
    ['data-srcset="/a.jpg 2x"'],
  ])('is found in an image with %s', attributes => {
    expect(withImage(attributes)).toBe('https://site.example/a.jpg');
  });
});

describe('a picture of the site', () => {
  const imageOf = (html: string, more = '') => draftFromPage(page(html, more)).image?.src;
  it.each([
    ['a logo', '<meta property="og:image" content="https://site.example/img/site-logo.png">', ''],
    ['an image for all pages', '<meta property="og:image" content="https://site.example/default-share.jpg">', ''],
    ['a portrait', '', '<div class="author-card"><img src="/ann.jpg"></div>'],
    ['a pixel', '', '<img src="/count.gif" width="1" height="1">'],
    ['an avatar', '', '<img src="https://secure.gravatar.com/avatar/0a1b2c">'],
    ['that of another article', '', '<article class="card"><img src="/other.jpg"><h3>Other</h3></article>'],
  ])('is not the article’s: %s', (_, more, html) => {
    expect(imageOf(`<article>${article}${html}</article>`, more)).toBeUndefined();
  });

  it('gives way to the article’s own', () => {
    const logo = '<meta property="og:image" content="https://site.example/img/logo.png">';
    const html = `<article><figure><img src="/iconic-bridge.jpg"></figure>${article}</article>`;
    expect(imageOf(html, logo)).toBe('https://site.example/iconic-bridge.jpg');
  });
});

describe('a notice that an AI wrote it', () => {
  const story =
    'Le jury a couronné un roman écrit par une intelligence artificielle, au grand dam de ses rivaux humains.';
  const byAi = (html: string) => draftFromPage(page(html));

  it('is none in an article about AI, whose text stays whole', () => {
    const draft = byAi(`<article><h1>The title</h1><p>${long}</p><p>${story}</p><p>${other}</p></article>`);
    expect([draft.writtenBy, draft.body?.split('\n\n')]).toEqual([undefined, [long, story, other]]);
    expect(
      byAi(`<article>${article}<p>The first novel written by an AI sells well.</p></article>`).writtenBy,
    ).toBeUndefined();
  });

  it.each([
    'Written by an AI, the novel sold well.',
    '« Ce texte a été écrit par une IA », dit le jury.',
    'Cet article écrit par une IA a été publié dans un journal anglais.',
    'They sell stories. Some of them are written by AI.',
    'This article was not written by AI, whatever you think of it.',
    'This article is about a novel that was written by an AI.',
    'Cet article est consacré à un roman écrit par une IA.',
  ])('is none in a sentence of an article: %s', text => {
    const draft = byAi(`<article><h1>The title</h1><p>${long}</p><p>${text}</p><p>${other}</p></article>`);
    expect([draft.writtenBy, draft.body?.split('\n\n')[1]]).toEqual([undefined, text]);
  });

  it.each([
    `<article>${article}<p>Cet article a été rédigé par une IA.</p></article>`,
    `<article>${article}</article><footer>Les articles de ce site sont tous écrits par des intelligences artificielles.</footer>`,
    `<article><p class="byline">Written by an AI</p>${article}</article>`,
    `<article>${article}<p>This article was generated by AI and checked by a person.</p></article>`,
  ])('is one in %s', html => {
    const draft = byAi(html);
    expect([draft.writtenBy, draft.body?.split('\n\n')]).toEqual(['ai', [long, other, long]]);
  });
});

describe('the author', () => {
  it.each([
    ['<meta name="author" content="Ann Lee">', '', 'Ann Lee'],
    ['', '<p class="byline">Par Ann Lee</p>', 'Ann Lee'],
    ['', '<a rel="author" href="/ann">Ann Lee</a>', 'Ann Lee'],
    ['<meta property="article:author" content="https://facebook.com/ann">', '', undefined],
    ['', '<p class="byline">Published on 3 May 2026 at 10:00</p>', undefined],
    ['', '<p class="byline">Written by an AI</p>', undefined],
  ])('is a name: %s%s', (more, byline, author) => {
    expect(draftFromPage(page(`<article>${byline}${article}</article>`, more)).author).toBe(author);
  });
});

describe('credits and sources', () => {
  it('are short names', () => {
    const figure = (caption: string) =>
      draftFromPage(
        page(
          `<article><figure><img src="/a.jpg" alt=""><figcaption>${caption}</figcaption></figure>${article}</article>`,
        ),
      ).image?.credit;
    expect(figure('Photo by the author shows a tree that was planted in 1900 / and felled on Monday')).toBeUndefined();
    expect(figure('Photo by the author shows a tree planted on Sunday / and felled on Monday')).toBeUndefined();
    expect(figure('A photo Marie took on Monday')).toBeUndefined();
    expect(figure('Photo: the harbour at low tide')).toBeUndefined();
    expect(figure("Image: L'atelier de hebdo")).toMatchObject({ author: "L'atelier de hebdo" });
    expect(figure('Photo by Jane Doe on Unsplash')).toMatchObject({ author: 'Jane Doe', source: 'Unsplash' });
    expect(figure('The oak. Photo: Jane van der Doe / dpa')).toMatchObject({
      author: 'Jane van der Doe',
      source: 'dpa',
    });
  });

  it('are those of the article, not of a sidebar', () => {
    const aside = '<aside class="sidebar"><p>Source: the weather service</p></aside>';
    expect(draftFromPage(page(`${aside}<article>${article}</article>`)).source).toBeUndefined();
    expect(
      draftFromPage(
        page(`<article>${article}<p>Source: <a href="https://techcrunch.com/x">TechCrunch</a></p></article>`),
      ).source,
    ).toEqual({
      name: 'TechCrunch',
      url: 'https://techcrunch.com/x',
    });
  });
});

describe('links', () => {
  it('start from <base>, and a relative og:url is the page’s', () => {
    const html = `<!doctype html><html lang="en"><head><base href="https://cdn.example/b/"><meta property="og:url" content="/a/title"><title>The title</title></head><body><article>${article}<p>${long} <a href="c">here</a></p></article></body></html>`;
    const draft = draftFromPage(html, 'https://site.example/x');
    expect(draft.body).toContain('](https://cdn.example/b/c)');
    expect(draft.url).toMatch(/\/a\/title$/);
  });
});

it('a class of half a million words is refused with a clear message', () => {
  const html = page(`<article class="${'a '.repeat(500_000)}">${article}</article>`);
  expect(() => draftFromPage(html)).toThrow('attributes that are too long');
});

describe('what stands before the text', () => {
  const draftOf = (before: string, more = '') =>
    draftFromPage(page(`<article><h1>The title</h1>${before}<p>${long}</p><p>${other}</p></article>`, more));

  it.each([
    ['a byline', '<p>By Jane Doe</p><p>20 November 2026</p>'],
    ['a byline with its date', '<div class="byline">By Jane Doe | Published 20 November 2026 | 4 min read</div>'],
    ['a name', '<span itemprop="author"><span itemprop="name">Jane Doe</span></span>'],
  ])('is its author: %s', (_, before) => {
    expect(draftOf(before, '<meta name="author" content="admin">')).toMatchObject({
      author: 'Jane Doe',
      body: `${long}\n\n${other}`,
    });
  });

  it('is text where a sentence begins like a byline', () => {
    expect(draftOf('<p>By 2019 the harbour was full of mud</p>').body).toMatch(/^By 2019/);
    expect(draftOf('<p>By Monday</p><p>By land and sea they came</p>').author).not.toBe('land and sea they came');
  });

  it.each([
    '<h2>Boats leave at all tides again.</h2>',
    '<p class="article__lead">Boats leave at all tides again.</p>',
    '<p><strong>Boats leave at all tides again.</strong></p>',
  ])('is the standfirst: %s', before => {
    const description = '<meta name="description" content="Boats leave at all tides again.">';
    expect(draftOf(before, description)).toMatchObject({
      standfirst: 'Boats leave at all tides again.',
      body: `${long}\n\n${other}`,
    });
  });
});

describe('labels', () => {
  it.each([
    '<div class="slot"><p>Advertisement</p></div>',
    '<div><span>ADVERTISEMENT - CONTINUE READING BELOW</span></div>',
    '<p>La suite après la publicité</p>',
    '<p>&gt;&gt; À lire aussi - <a href="/2">Un autre</a></p>',
  ])('are no text: %s', label => {
    const html = page(`<article><h1>The title</h1><p>${long}</p>${label}<p>${other}</p><p>${long}</p></article>`);
    expect(paragraphsOf(html)).toEqual([long, other, long]);
  });
});

describe('an image', () => {
  const imageIn = (inner: string) => draftFromPage(page(`<article>${inner}${article}</article>`)).image?.src;

  it.each([
    ['the page itself', '<img src="#">', undefined],
    ['the page itself with a query', '<img src="?">', undefined],
    ['no address', '<img src="">', undefined],
    [
      'formats that mail programs do not show',
      '<picture><source type="image/avif" srcset="/a.avif 1x"><source srcset="/a.jpg 1x"><img src="data:x" alt=""></picture>',
      'https://site.example/a.jpg',
    ],
    [
      'a set that begins with the largest',
      '<img srcset="/l.jpg 1600w, /s.jpg 400w" alt="">',
      'https://site.example/l.jpg',
    ],
    ['a set without spaces', '<img srcset="/s.jpg 400w,/l.jpg 1600w" alt="">', 'https://site.example/l.jpg'],
  ])('with %s', (_, inner, src) => expect(imageIn(inner)).toBe(src));

  it('may stand beside the text of a page that marks no article', () => {
    const html = page(
      `<div class="node"><h1>The title</h1><div><img src="/a.jpg" alt=""></div><div>${article.slice(18)}</div></div>`,
    );
    expect(draftFromPage(html).image?.src).toBe('https://site.example/a.jpg');
  });
});

it('attributes may be in capitals', () => {
  const html = `<HTML LANG=fr><BODY><H1>The title</H1><P>${long} <A HREF="https://site.example/b">Lien</A></P><P>${other}</P></BODY></HTML>`;
  expect(draftFromPage(html)).toMatchObject({
    language: 'fr',
    body: expect.stringContaining('(https://site.example/b)'),
  });
});

it.each([
  ['The mud, the salt — The', 'The Quay', 'The mud, the salt — The'],
  ['Mud - Sites are dying', 'Other', 'Mud - Sites are dying'],
  ['Mud - Quay Sport Africa', 'Quay', 'Mud'],
  ['Mud | Quay: the boat that sank at night', 'Quay', 'Mud | Quay: the boat that sank at night'],
])('the title %s of %s', (title, site, expected) => {
  const html = `<!doctype html><html lang="fr"><head><title>${title}</title><meta property="og:site_name" content="${site}"></head><body><article><p>${long}</p><p>${other}</p></article></body></html>`;
  expect(draftFromPage(html, 'https://site.example/a').title).toBe(expected);
});

it('the only heading of an article is its title, whatever the titles for networks and searches are', () => {
  const html = `<!doctype html><html lang="fr"><head><title>All about the thing</title><meta property="og:title" content="You will not believe it"></head><body><article>${article}</article></body></html>`;
  expect(draftFromPage(html, 'https://site.example/a')).toMatchObject({
    title: 'The title',
    body: `${long}\n\n${other}\n\n${long}`,
  });
});

it.each(['<h2>Advertising</h2>', '<h3>20 novembre 2026</h3>'])('the heading %s of the text stays', heading => {
  expect(
    draftFromPage(page(`<article><h1>The title</h1>${heading}<p>${long}</p><p>${other}</p></article>`)).body,
  ).toMatch(/^\*\*/);
});

it('an image below the text of a page that marks no article is another’s', () => {
  const card = '<div><h3>More</h3><a href="/2"><img src="/2.jpg" alt=""><span>Another</span></a></div>';
  expect(
    draftFromPage(page(`<div><h1>The title</h1><div>${article.slice(18)}</div>${card}</div>`)).image,
  ).toBeUndefined();
});

it('who said a pull quote stands apart from it', () => {
  const quote =
    '<figure class="wp-block-pullquote"><blockquote><p>The mud is salt.</p><cite>Anne</cite></blockquote></figure>';
  const html = page(`<article><h1>The title</h1><p>${long}</p>${quote}<p>${other}</p></article>`);
  expect(draftFromPage(html)).toMatchObject({ pullQuote: 'The mud is salt. — Anne', body: `${long}\n\n${other}` });
});
