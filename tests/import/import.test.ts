import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { inALanguage } from '../../src/app/write/import-source.ts';
import { saysAi } from '../../src/import/draft.ts';
import { draftFromPage } from '../../src/import/draft-from-page.ts';
import { draftFromText } from '../../src/import/draft-from-text.ts';
import { decodePage, fetchPage } from '../../src/import/fetch-page.ts';
import { toMarkdown } from '../../src/import/html-to-markdown.ts';
import { idOf } from '../../src/import/insert-draft.ts';
import { parseApart } from '../../src/import/parse-apart.ts';
import { markdownFaults } from '../../src/issue/markdown.ts';
import { loadPublication } from '../../src/publication/load.ts';
import { isPrivateAddress } from '../../src/source/private-address.ts';
import { hebdoInProcess as hebdo } from '../helpers/in-process.ts';
import { issueYaml, newsletterWith, root, sampleNewsletter } from '../helpers/newsletter.ts';

const long = 'Une phrase assez longue pour un paragraphe, avec des virgules, des mots et de quoi lire un moment. '
  .repeat(4)
  .trim();
const page = (more = '', head = '') => `<!doctype html><html lang="fr-FR"><head><title>Le titre - Le Site</title>
<meta property="og:title" content="Le titre"><link rel="canonical" href="https://site.example/le-titre/">
<meta property="og:image" content="https://site.example/img/photo.jpg">${head}</head><body>
<nav><a href="/">Accueil</a></nav><article><h1 class="entry-title">Le titre</h1>
<div class="cat-links"><a rel="category tag" href="/hw">Matériel</a> <a rel="category tag" href="/x">Jardinage</a></div>
<figure><img src="/img/photo-640x480.jpg" alt="Un jardin sous la neige"><figcaption>Crédits image : <a href="https://unsplash.com/@jane">Jane Doe</a> / Unsplash</figcaption></figure>
<p>« Une citation pour commencer. »</p><p>${long} <a href="/autre">Un lien</a> et <em>un mot</em>.</p><p>${long}</p>
<p>Une seule phrase, tirée du texte pour attirer le regard du lecteur pressé.</p>
<p>${long}</p><h2>Un intertitre</h2><p>${long}</p><p>Source : <a href="https://techcrunch.com/x">TechCrunch</a></p>
<div class="sharedaddy">Partager sur X</div>${more}</article>
<div id="comments"><h2 class="comments-title">2 commentaires</h2><form><p>Votre adresse e-mail ne sera pas publiée.</p></form>
<p>Ce site utilise Akismet pour réduire les indésirables.</p></div>
<div class="cookie-banner">Nous utilisons des cookies.</div>
<footer>Les articles de ce site sont tous écrits par des intelligences artificielles.</footer></body></html>`;

describe('an article in a page', () => {
  const draft = draftFromPage(page());
  it('is found with all its parts', () => {
    expect(draft).toMatchObject({
      language: 'fr',
      title: 'Le titre',
      url: 'https://site.example/le-titre/',
      standfirst: 'Une citation pour commencer.',
      pullQuote: undefined,
      image: {
        src: 'https://site.example/img/photo.jpg',
        alt: 'Un jardin sous la neige',
        credit: {
          author: 'Jane Doe',
          author_url: 'https://unsplash.com/@jane',
          source: 'Unsplash',
          source_url: 'https://unsplash.com',
        },
      },
      categories: ['Matériel', 'Jardinage'],
      source: { name: 'TechCrunch', url: 'https://techcrunch.com/x' },
      comments: { url: 'https://site.example/le-titre/#comments', count: 2 },
      writtenBy: 'ai',
    });
  });

  it('is taken without what stands around it', () => {
    const { body = '' } = draft;
    expect(body.split('\n\n')).toHaveLength(6);
    expect(body).toContain('[Un lien](https://site.example/autre) et *un mot*');
    expect(body).toContain('**Un intertitre**');
    for (const stray of [
      'Partager',
      'Akismet',
      'cookies',
      'commentaires',
      'Source',
      'intelligences',
      'adresse',
      'Une citation',
      'Crédits',
    ])
      expect(body).not.toContain(stray);
  });

  it('is told to be missing where there is none', () => {
    for (const html of ['', 'just text', '<html></html>', '<html><body><p>short</p></body></html>', '<<<>>>&&&'])
      expect(() => draftFromPage(html)).toThrow(/page|article/);
  });

  it('brings nothing along that a text cannot hold', () => {
    const evil =
      '<p>&lt;script&gt;alert(1)&lt;/script&gt; <a href="javascript:alert(1)">x</a><script>alert(2)</script><img src=x onerror=alert(3)> <b onclick="y">w</b> * a_b_ `c` [d]</p>';
    const { body = '' } = draftFromPage(page(evil));
    expect(markdownFaults(body)).toEqual([]);
    expect(body).not.toContain('javascript:');
    const words = fc.constantFrom(
      '<b>',
      '</p>',
      '<table><td>',
      '<h1>',
      '&lt;i&gt;',
      'a',
      '*',
      '_',
      '`',
      '[x](y)',
      '# ',
      '> ',
      '<a href="data:x">y</a>',
      '<pre>c</pre>',
      '\n',
      '![',
      '&amp;lt;',
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 20 }), pieces => {
        expect(markdownFaults(toMarkdown(`<div>${pieces.join('')}</div>`))).toEqual([]);
      }),
    );
  });
});

describe('the text of a page, as one pastes it', () => {
  const pasted = `Credits image : / Unsplash\n\nMatérielIntelligence ArtificielleTechnologie\n3\n\nUn titre : avec des signes !\n\n« Une citation en tête. »\n\n${long}\n\n${long}\n\nUne phrase seule, tirée du texte, qui attire le regard de qui passe vite.\n\n${long}\n\nSource : TechCrunch\n\nLaisser un commentaire\n\nVotre adresse e-mail ne sera pas publiée.\n\nLes articles de ce site sont tous écrits par des intelligences artificielles. En savoir plus.`;
  it('gives up its parts', () => {
    const draft = draftFromText(
      pasted,
      ['Matériel', 'Intelligence artificielle', 'Technologie', 'tech'],
      'https://site.example/a',
    );
    expect(draft).toMatchObject({
      title: 'Un titre : avec des signes !',
      standfirst: 'Une citation en tête.',
      pullQuote: 'Une phrase seule, tirée du texte, qui attire le regard de qui passe vite.',
      categories: ['Matériel', 'Intelligence Artificielle', 'Technologie'],
      source: { name: 'TechCrunch' },
      comments: { url: 'https://site.example/a#comments', count: 3 },
      image: { credit: { source: 'Unsplash' } },
      writtenBy: 'ai',
    });
    expect(draft.body?.split('\n\n')).toEqual([long, long, long]);
  });

  it('may be a brief of two lines', () => {
    const draft = draftFromText('Une brève de deux lignes.\nVoici la seconde.\n', []);
    expect(draft).toMatchObject({ title: 'Une brève de deux lignes.', body: 'Voici la seconde.' });
  });

  it('is no article when there is hardly any', () => {
    expect(() => draftFromText('Bonjour', [])).toThrow('too little text');
  });

  it('reads a brief of two lines: a title and a text, or a title and its link', () => {
    expect(draftFromText('Un chat vole un vélo\nIl l’a volé à Lyon.', [], 'https://a.example/chat')).toMatchObject({
      title: 'Un chat vole un vélo',
      url: 'https://a.example/chat',
      comments: undefined,
    });
    expect(draftFromText('Un chat vole un vélo\nhttps://a.example/chat', [])).toMatchObject({
      title: 'Un chat vole un vélo',
      body: '',
      url: 'https://a.example/chat',
    });
  });
});

describe('adding to an issue', () => {
  const week = '2026-W40';
  const path = `issues/${week}.yaml`;
  const odd = `# A comment at the top.\n${issueYaml(week, '# spaced   oddly\nsend_at:   2026-10-02 08:00   # with care').replace('status: ready', "status: 'draft'")}\n# A comment at the end, after an empty line.\n`;

  it('leaves every other byte of the file as it was', async () => {
    const folder = await newsletterWith({ [path]: odd, 'page.html': page() });
    const { code, out } = await hebdo(folder, ['import', 'page.html']);
    expect(code).toBe(0);
    expect(out).toContain(`+ titre (fr): Le titre`);
    const after = await readFile(join(folder, path), 'utf8');
    const added = after.slice(
      after.indexOf('  # Categories'),
      after.indexOf('written_by: ai\n') + 'written_by: ai\n'.length,
    );
    expect(after.replace(added, '')).toBe(odd);
    expect(parse(after).articles[1]).toMatchObject({
      id: 'titre',
      title: { fr: 'Le titre', en: '' },
      categories: ['hardware'],
    });
    expect(added).toContain('# Categories of the page that hebdo.yaml does not have: Jardinage');
  });

  it('leaves the other language as a gap that check reports, and nothing else to mend', async () => {
    const folder = await newsletterWith({ [path]: odd, 'page.html': page() });
    await hebdo(folder, ['import', 'page.html']);
    const { problems } = JSON.parse((await hebdo(folder, ['check', week, '--format', 'json'])).out);
    expect(new Set(problems.map(({ rule }: { rule: string }) => rule))).toEqual(new Set(['empty-translation']));
    expect(problems.length).toBeGreaterThanOrEqual(3);
  });

  it('fills the empty article of a new issue, and the next stands behind it', async () => {
    const folder = await newsletterWith({
      'page.html': page(),
      'other.html': page().replaceAll('Le titre', 'Un autre titre'),
    });
    expect((await hebdo(folder, ['new', week])).code).toBe(0);
    for (const name of ['page.html', 'other.html'])
      expect((await hebdo(folder, ['import', name, '--issue', week])).code).toBe(0);
    const text = await readFile(join(folder, path), 'utf8');
    expect(parse(text).articles.map(({ title }: { title: { fr: string } }) => title.fr)).toEqual([
      'Le titre',
      'Un autre titre',
    ]);
  });

  it('works on a list on one line and on an issue without articles', async () => {
    for (const articles of ['articles: [{ id: a, title: T, url: https://x.y }]', '']) {
      const folder = await newsletterWith({
        [path]: `week: ${week}\nsubject: "A subject of the week"\n${articles}\n`,
        'page.html': page(),
      });
      expect((await hebdo(folder, ['import', 'page.html', '--issue', week])).code).toBe(0);
      expect(parse(await readFile(join(folder, path), 'utf8')).articles.at(-1)).toMatchObject({ id: 'titre' });
    }
  });

  it('refuses, and changes nothing, where the file is broken or there is no draft', async () => {
    const broken = await newsletterWith({ [path]: 'week: [', 'page.html': page() });
    expect((await hebdo(broken, ['import', 'page.html', '--issue', week])).code).toBe(1);
    expect(await readFile(join(broken, path), 'utf8')).toBe('week: [');
    const ready = await newsletterWith({ [path]: issueYaml(week), 'page.html': page() });
    expect((await hebdo(ready, ['import', 'page.html'])).err).toContain('There is no draft');
  });

  it('gives each article an id of its own', () => {
    expect(idOf('L’été des IA : à Noël ?', [])).toBe('ete-des-noel');
    expect(idOf('Title', ['title', 'title-2'])).toBe('title-3');
    expect(idOf('例え', [])).toBe('article');
  });
});

async function serve(handler: RequestListener): Promise<string> {
  const server = createServer(handler).listen(0, '127.0.0.1');
  await new Promise(resolve => server.on('listening', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('a feed', () => {
  const items = [1, 20].map(days => ({ days, date: new Date(Date.now() - days * 86_400_000).toUTCString() }));
  const rss = (base: string) =>
    `<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>F</title>${items.map(({ days, date }) => `<item><title>Titre ${days}</title><link>${base}/${days}</link><pubDate>${date}</pubDate><content:encoded><![CDATA[<p>${long}</p><p>${long}</p><p>${long}</p><p>${long}</p>]]></content:encoded></item>`).join('')}</channel></rss>`;

  it('gives its items of a time, without a terminal, when --all is said', async () => {
    const base = await serve((_, response) =>
      response.setHeader('content-type', 'application/rss+xml').end(rss('https://site.example')),
    );
    const folder = await sampleNewsletter();
    const { code, out } = await hebdo(folder, ['import', `${base}/feed`, '--all', '--since', '7d']);
    expect([code, out.match(/\+ /g)?.length]).toEqual([0, 1]);
    expect(out).toContain('Titre 1');
    const asked = await hebdo(folder, ['import', `${base}/feed`]);
    expect([asked.code, asked.err.includes('--all')]).toEqual([1, true]);
  });

  it('cannot make us ask this machine or its network', async () => {
    let asked = 0;
    const base = await serve((request, response) => {
      if (request.url !== '/feed') asked++;
      response.end(
        `{"version":"https://jsonfeed.org/version/1.1","title":"F","items":[{"id":"1","title":"T","url":"${base}/secret","content_text":"x"}]}`,
      );
    });
    const folder = await sampleNewsletter();
    const { code, err } = await hebdo(folder, ['import', `${base}/feed`, '--all']);
    expect(code).toBe(1);
    expect(err).toContain('private network');
    expect(asked).toBe(0);
  });
});

it('is told of a page in a language that the publication does not have, whatever the page names', async () => {
  const folder = await newsletterWith({ 'issues/2026-W48.yaml': issueYaml('2026-W48') });
  const text =
    '村の銀行は夜に開き、辛抱強い機械が窓口に立って、客の名前を呼んで挨拶をします。館長は誰も職を失わないと話しています。'.repeat(
      8,
    );
  await writeFile(
    join(folder, 'page.html'),
    `<html lang="en"><head><title>夜の銀行</title><link rel="canonical" href="https://site.example/bank"></head><body><article><h1>夜の銀行</h1><p>${text}</p><p>${text}</p></article></body></html>`,
  );
  const { code, out } = await hebdo(folder, ['import', 'page.html', '2026-W48', '--no-newsletter']);
  expect([code, out]).toEqual([0, expect.stringContaining('does not have (ja)')]);
});

describe('hostile pages', () => {
  it.each([
    [
      'that redirects in a loop',
      (request, response) => response.writeHead(302, { location: `/${Number(request.url?.slice(1) || 0) + 1}` }).end(),
      'redirects in a loop',
    ],
    ['that is missing', (_, response) => response.writeHead(404).end(), 'answers 404'],
    [
      'that redirects to an address that is none',
      (_, response) => response.writeHead(302, { location: 'http://[' }).end(),
      'http://[ is not a web address',
    ],
    [
      'that redirects to another protocol',
      (_, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
      'file:///etc/passwd is not a web address',
    ],
    [
      'that redirects to another private host',
      (_, response) => response.writeHead(302, { location: 'http://127.0.0.2:1/' }).end(),
      'private network',
    ],
    [
      'that redirects to another port of its private host',
      (_, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/admin' }).end(),
      'private network',
    ],
    [
      'that redirects to the metadata of a cloud',
      (_, response) => response.writeHead(302, { location: 'http://[::ffff:169.254.169.254]/' }).end(),
      'private network',
    ],
    [
      'of a hundred kilobytes of nested elements',
      (_, response) => response.end(`<html><body>${'<div>'.repeat(20_000)}`),
      'nested too deeply',
    ],
    ['that is no web page', (_, response) => response.end('{}'), 'no web page'],
    [
      'that breaks off',
      (_, response) => response.writeHead(200, { 'content-length': 999_999 }).write('<html>', () => response.destroy()),
      'broke off',
    ],
    [
      'that never ends',
      (_, response) => {
        response.writeHead(200);
        const more = () => {
          while (response.write('x'.repeat(65_536)));
          if (!response.destroyed) response.once('drain', more);
        };
        more();
      },
      'larger than 8 MB',
    ],
  ] as [string, RequestListener, string][])('one %s gets a clear error', async (_, handler, words) => {
    const url = await serve(handler);
    const folder = await sampleNewsletter();
    const before = await readFile(join(folder, 'issues/2026-W47.yaml'), 'utf8');
    const { code, err } = await hebdo(folder, ['import', url]);
    expect(code).toBe(1);
    expect(err).toContain(words);
    expect(err).not.toMatch(/\n\s+at /);
    expect(await readFile(join(folder, 'issues/2026-W47.yaml'), 'utf8')).toBe(before);
  });

  it('in another encoding than they say are read all the same', () => {
    expect(decodePage(Buffer.from('<meta charset="utf-8">caf\xe9', 'latin1'), 'text/html')).toContain('café');
    expect(decodePage(Buffer.from('caf\xe9', 'latin1'), 'text/html; charset=iso-8859-1')).toBe('café');
    expect(() => decodePage(Buffer.from('x'), 'text/html; charset=klingon')).toThrow('klingon');
  });

  it('at private addresses are known, however they are written', async () => {
    for (const address of [
      '127.0.0.1',
      '10.1.2.3',
      '172.16.0.1',
      '192.168.1.1',
      '169.254.169.254',
      '0.0.0.0',
      '::1',
      'fd00::1',
      'fe80::1',
      '::ffff:127.0.0.1',
      '100.64.0.1',
    ])
      expect([address, isPrivateAddress(address)]).toEqual([address, true]);
    for (const address of ['93.184.216.34', '2606:2800:220:1::1', '172.32.0.1'])
      expect([address, isPrivateAddress(address)]).toEqual([address, false]);
    await expect(fetchPage('http://127.0.0.1:1/', 'feed')).rejects.toThrow('private network');
    await expect(fetchPage('http://localhost:1/', 'feed')).rejects.toThrow('private network');
    await expect(fetchPage('file:///etc/passwd', 'typed')).rejects.toThrow('not a web address');
  });

  it('that take too long are given up', async () => {
    const parsing = parseApart('page', [`<html><body>${'<p>x</p>'.repeat(200_000)}`], { timeoutMs: 1 });
    await expect(parsing).rejects.toThrow('takes longer than 0.001 s');
  });

  it('and files that are none get a clear error', async () => {
    const folder = await sampleNewsletter();
    expect((await hebdo(folder, ['import', 'nowhere.html'])).err).toContain('neither a web address nor a file');
    await writeFile(join(folder, 'x.bin'), Buffer.from([0, 1, 2, 255, 254]));
    expect((await hebdo(folder, ['import', 'x.bin'])).code).toBe(1);
  });
});

describe('the notice that AIs write', () => {
  it.each([
    ['Les articles de ce site sont tous écrits par des intelligences artificielles', true],
    ['Cet article a été rédigé par une IA', true],
    ['This article was written by an AI.', true],
    ['Un article écrit par Jeanne sur les intelligences artificielles', false],
    ['A book written by Alan', false],
  ])('%s', (text, says) => expect(saysAi(text)).toBe(says));
});

describe('the language of a draft', () => {
  const texts = {
    fr: 'Le port a été dragué pour la première fois depuis l’arrêt du bac, et les pêcheurs disent que le changement se voit déjà à marée basse, au pied du vieux phare. ',
    en: 'The harbour has been dredged for the first time since the ferry stopped running, and the fishermen say that the change is visible at low tide already. ',
    ja: '港は長い間、砂で浅くなっていた。漁師たちは大潮を待たなければ船を出せなかった。今年、町はついに浚渫を始めた。結果はすぐに現れた。',
  };
  it.each([
    ['the text, where the template names another', 'en', texts.fr, 'fr', 0],
    ['the one that it names', 'en', texts.en, 'en', 0],
    ['the one that a short text names', 'en', 'Le port', 'en', 0],
    ['the text, where nothing is named', '', texts.en, 'en', 0],
    ['the first, and that is told', 'ja', texts.ja, 'fr', 1],
  ])('is %s', async (_, language, text, filed, told) => {
    const publication = (await loadPublication(root)).value;
    if (publication === undefined) throw new Error('no publication');
    const draft = { language, title: 'X', body: text.length > 20 ? text.repeat(3) : text, categories: [] };
    const found = await inALanguage(draft, publication);
    expect([found.drafts[0]?.language, found.told.length]).toEqual([filed, told]);
  });
});
