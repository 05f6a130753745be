import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ImportProblem } from '../../src/import/draft.ts';
import { issueText } from '../../src/import/newsletter/issue-text.ts';
import { mergeEdition } from '../../src/import/newsletter/merge-edition.ts';
import { readNewsletter } from '../../src/import/newsletter/newsletter.ts';
import { looksLikeMail, looksLikeNewsletter } from '../../src/import/newsletter/signs.ts';
import { markdownFaults } from '../../src/issue/markdown.ts';
import { issueSchema } from '../../src/issue/schema.ts';
import { loadPublication } from '../../src/publication/load.ts';
import { validate } from '../../src/source/validate.ts';
import { parseYaml } from '../../src/source/yaml/parse-yaml.ts';
import { hebdoInProcess as hebdo } from '../helpers/in-process.ts';
import { issueYaml, newsletterWith, root, sampleNewsletter, sampleWeek } from '../helpers/newsletter.ts';

const folder = join(root, 'tests/import/fixtures/newsletters');
const names = readdirSync(folder).filter(name => /\.(?:eml|html)$/.test(name));

/** Without what is undefined or an empty list, as the expected files leave it out. */
const bare = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (key, one) => {
      const isEmpty = (Array.isArray(one) && one.length === 0) || (key === 'language' && one === '');
      return isEmpty ? undefined : one;
    }),
  );

describe('a newsletter', () => {
  it.each(names)('of the kind %s has these articles', async name => {
    const bytes = readFileSync(join(folder, name));
    const isMail = looksLikeMail(bytes);
    expect([isMail, isMail || looksLikeNewsletter(bytes.toString())]).toEqual([name.endsWith('.eml'), true]);
    const { drafts, images, counts, ...more } = await readNewsletter(isMail ? bytes : bytes.toString());
    const { leftOut: _, ...counted } = counts;
    const expected: Record<string, unknown> = parse(
      readFileSync(join(folder, name.replace(/\.\w+$/, '.yaml')), 'utf8'),
    );
    expect(bare({ ...more, images: images.length || undefined, counts: counted, articles: drafts })).toEqual(
      bare(expected),
    );
    for (const text of [more.intro, ...drafts.map(({ body }) => body)]) expect(markdownFaults(text ?? '')).toEqual([]);
  });
});

const sourceOf = (text: string) => {
  const { value } = parseYaml({ path: 'issues/2024-W12.yaml', text });
  if (value === undefined) throw new Error(text);
  return value;
};
const fixture = (name: string): Buffer => readFileSync(join(folder, name));
const articlesOf = async (place: string, week: string) =>
  parse(await readFile(join(place, `issues/${week}.yaml`), 'utf8'));

describe('a mail', () => {
  const mail = (head: string, body: string | Buffer): Buffer =>
    Buffer.concat([
      Buffer.from(`From: The Quay <a@b.example>\r\nTo: c@d.example\r\nSubject: The quay\r\n${head}\r\n\r\n`),
      typeof body === 'string' ? Buffer.from(body) : body,
    ]);
  const text = 'The mud was carried to a former quarry, where a laboratory measures its salt.';

  it('of plain text has titles like items of a list, and no signature', async () => {
    const body = `Hello.\n\n* The dredger\n\n${text}\nhttps://q.example/1\n\n* The oysters\n\n${text}\nhttps://q.example/2\n\n-- \nThe Quay, 1 Quay Street\n`;
    const { drafts } = await readNewsletter(mail('Content-Type: text/plain; charset=utf-8', body));
    expect(drafts).toMatchObject([
      { title: 'The dredger', url: 'https://q.example/1', body: text },
      { title: 'The oysters', url: 'https://q.example/2', body: text },
    ]);
  });

  it('whose HTML is empty is read by its text', async () => {
    const parts = [
      `text/plain\r\n\r\nThe dredger\n-----------\n\n${text}\nhttps://q.example/1`,
      'text/html\r\n\r\n<html><body></body></html>',
    ];
    const body = `${parts.map(part => `--B\r\nContent-Type: ${part}\r\n`).join('')}--B--`;
    const { drafts } = await readNewsletter(mail('Content-Type: multipart/alternative; boundary=B', body));
    expect(drafts).toMatchObject([{ title: 'The dredger', url: 'https://q.example/1', body: text }]);
  });

  it('in the charset that only its HTML names is read', async () => {
    const html = `<html><head><meta charset="iso-8859-2"></head><body><h2><a href="https://q.example/1">\xb3\xf3d\xbc</a></h2><p>${text}</p></body></html>`;
    const { drafts } = await readNewsletter(mail('Content-Type: text/html', Buffer.from(html, 'latin1')));
    expect(drafts[0]?.title).toBe('łódź');
  });

  it('has no categories by its own name, and no links that name it', async () => {
    const parts = ['One', 'Two'].map(
      (title, i) =>
        `<table><tr><td><h3><a href="https://q.example/${i}?ref=the-quay-newsletter">${title} story</a></h3><p>${text}</p></td></tr></table>`,
    );
    const html = `<html><body><table><tr><td><h1>The Quay</h1></td></tr></table>${parts.join('')}</body></html>`;
    const { drafts } = await readNewsletter(mail('Content-Type: text/html; charset=utf-8', html));
    expect(drafts).toMatchObject([
      { title: 'One story', url: 'https://q.example/0', categories: [] },
      { title: 'Two story', url: 'https://q.example/1', categories: [] },
    ]);
  });
});

describe('importing a newsletter', () => {
  it('writes the issue of the week in which it was sent, which has no other errors than gaps', async () => {
    const place = await newsletterWith({ 'old.eml': fixture('columns-styled-titles.eml') });
    const { code, out } = await hebdo(place, ['import', 'old.eml']);
    expect([code, out.match(/^ {2}\+ /gm)?.length]).toEqual([0, 3]);
    expect(out).toContain('3 merge tags');
    expect(await articlesOf(place, '2024-W12')).toMatchObject({
      week: '2024-W12',
      status: 'draft',
      send_at: '2024-03-19 08:03',
      subject: { fr: 'Pain, lait et sel : la semaine', en: '' },
      articles: [{ id: 'pain-unite' }, { id: 'lait-fait-debat' }, { id: 'sel-sur-les-routes' }],
    });
    const { problems } = JSON.parse((await hebdo(place, ['check', '2024-W12', '--format', 'json'])).out);
    expect(new Set(problems.map(({ rule }: { rule: string }) => rule))).toEqual(new Set(['empty-translation']));
  });

  it('saves the images that the mail carries beside the issue', async () => {
    const place = await newsletterWith({ 'old.eml': fixture('strong-titles-latin1.eml') });
    await hebdo(place, ['import', 'old.eml']);
    const [{ image }] = (await articlesOf(place, '2018-W05')).articles;
    expect(image.alt).toEqual({ fr: 'Le café', en: '' });
    expect((await readFile(join(place, 'issues', image.src))).toString('latin1', 1, 4)).toBe('PNG');
  });

  it('twice adds nothing the second time', async () => {
    const place = await newsletterWith({ 'old.eml': fixture('columns-styled-titles.eml') });
    await hebdo(place, ['import', 'old.eml']);
    const before = await readFile(join(place, 'issues/2024-W12.yaml'), 'utf8');
    const { code, out } = await hebdo(place, ['import', 'old.eml']);
    expect([code, out.includes('3 articles are in the issue already')]).toEqual([0, true]);
    expect(await readFile(join(place, 'issues/2024-W12.yaml'), 'utf8')).toBe(before);
  });

  it('of HTML without a date wants its week, and a page stays a page', async () => {
    const html = fixture('rows-image-above.html');
    const place = await newsletterWith({ 'old.html': html, 'issues/2026-W40.yaml': issueYaml('2026-W40') });
    const refused = await hebdo(place, ['import', 'old.html']);
    expect([refused.code, refused.err.includes('--issue')]).toEqual([1, true]);
    expect((await hebdo(place, ['import', 'old.html', '--issue', '2024-W10'])).code).toBe(0);
    expect((await articlesOf(place, '2024-W10')).articles).toHaveLength(3);
    const page = await hebdo(place, [
      'import',
      'old.html',
      '--no-newsletter',
      '--issue',
      '2026-W40',
      '--url',
      'https://a.example/x',
    ]);
    expect([page.code, (await articlesOf(place, '2026-W40')).articles.length]).toEqual([0, 2]);
  });

  it('in a second language fills the articles of the first, by what both have', async () => {
    const mail = (language: string, subject: string, articles: string[][]) =>
      `From: A <a@a.example>\nSubject: ${subject}\nDate: Tue, 19 Mar 2024 08:00:00 +0100\nContent-Language: ${language}\nContent-Type: text/html; charset=utf-8\n\n<html lang="${language}"><body><table><tr><td>${language === 'en' ? `<p>${subject} …</p>` : ''}${articles
        .map(
          ([title, text, url, image]) =>
            `<img src="${image}" width="500"><h2><a href="${url}">${title}</a></h2><p>${text}</p>`,
        )
        .join('')}</td></tr></table></body></html>`;
    const place = await newsletterWith({
      'fr.eml': mail('fr', 'La semaine en bref', [
        ['Le pont bouge', 'D’un mètre.', 'https://a.example/fr/pont', 'https://i.example/1.jpg'],
        ['Une porte ouvre', 'Vers dehors.', 'https://a.example/fr/porte', 'https://i.example/2.jpg'],
      ]),
      'en.eml': mail('en', 'The week in short', [
        ['A window shuts', 'By itself.', 'https://a.example/en/window', 'https://i.example/3.jpg'],
        ['The bridge moves', 'By one metre.', 'https://a.example/en/bridge', 'https://i.example/1.jpg'],
        ['A door opens', 'Outwards.', 'https://a.example/en/door', 'https://i.example/2.jpg'],
      ]),
    });
    expect((await hebdo(place, ['import', 'fr.eml'])).code).toBe(0);
    const { code, out } = await hebdo(place, ['import', 'en.eml']);
    expect([code, out.includes('2 articles of the issue got their texts'), out.includes('1 article is new')]).toEqual([
      0,
      true,
      true,
    ]);
    expect(await articlesOf(place, '2024-W12')).toMatchObject({
      subject: { fr: 'La semaine en bref', en: 'The week in short' },
      intro: { fr: '', en: 'The week in short …' },
      articles: [
        {
          title: { fr: 'Le pont bouge', en: 'The bridge moves' },
          url: { fr: 'https://a.example/fr/pont', en: 'https://a.example/en/bridge' },
          body: { fr: 'D’un mètre.', en: 'By one metre.' },
        },
        { title: { fr: 'Une porte ouvre', en: 'A door opens' } },
        { title: { fr: '', en: 'A window shuts' } },
      ],
    });
  });
});

describe('any HTML', () => {
  const pieces = fc.constantFrom(
    '<h2>Title of it</h2>',
    '<h1><a href="https://a.example/x">',
    '</a>',
    '<p>Some text',
    '<table><tr><td>',
    '</td></tr></table>',
    '<img src="https://a.example/1.jpg">',
    '<br><br>',
    '<ul><li>',
    '<a href="javascript:alert(1)">x</a>',
    '<b>bold</b>',
    '*|FNAME|*',
    '&lt;script&gt;',
    '<blockquote>',
    '# * _ ` [a](b)',
    '<a href="https://a.example/y">Read more</a>',
    '\u202e\ue000',
    '<span style="font-size:30px">Large</span>',
    'Unsubscribe',
  );

  it('gives texts that an issue can hold, or a clear message', async () => {
    const publication = (await loadPublication(root)).value;
    if (publication === undefined) throw new Error('the sample has no publication');
    await fc.assert(
      fc.asyncProperty(fc.array(pieces, { maxLength: 30 }), async parts => {
        const read = await readNewsletter(`<html><title>T T</title><body>${parts.join('')}</body></html>`).catch(
          (cause: unknown) => {
            if (cause instanceof ImportProblem) return undefined;
            throw cause;
          },
        );
        if (read === undefined) return;
        const issue = { week: '2024-W12', language: 'en', languages: ['fr', 'en'] };
        const drafts = read.drafts.map(draft => ({ ...draft, language: 'en', url: draft.url ?? 'https://a.example' }));
        const { text } = mergeEdition(issueText(read, issue), {}, drafts, 'en', publication);
        // The other language is empty, which is an error by itself.
        const { problems } = validate(issueSchema, sourceOf(text.replace(/^ *fr: ""\n/gm, '')));
        expect(problems).toEqual([]);
        for (const body of [read.intro, ...drafts.map(draft => draft.body)])
          expect(markdownFaults(body ?? '')).toEqual([]);
      }),
      { numRuns: 500 },
    );
  }, 60_000);
});

describe('an issue that hebdo sent', () => {
  it('becomes the same articles again, each edition in its language', async () => {
    const place = await sampleNewsletter();
    const again = await newsletterWith({});
    expect((await hebdo(place, ['build', sampleWeek])).code).toBe(0);
    for (const language of ['fr', 'en']) {
      const mail = join(place, 'dist', sampleWeek, language, 'email.eml');
      expect((await hebdo(again, ['import', mail])).code).toBe(0);
    }
    const [sent, read] = [await articlesOf(place, sampleWeek), await articlesOf(again, sampleWeek)];
    expect([read.subject.en, read.preheader.en]).toEqual([
      expect.stringContaining('OpenAI passes the hat'),
      sent.preheader.en,
    ]);
    const shown = (issue: { articles: Record<string, unknown>[] }) =>
      issue.articles.map(({ layout, categories, written_by, image }) => [
        // Briefs do not show theirs.
        layout === 'brief' ? undefined : categories,
        // A mail says nothing of articles that a person wrote.
        written_by === 'human' ? undefined : written_by,
        image === undefined,
      ]);
    const both = read.articles.filter(({ title }: { title: { en: string; fr: string } }) => title.en && title.fr);
    expect(both).toHaveLength(5);
    expect(shown({ articles: read.articles.slice(0, 7) })).toEqual(shown(sent));
  });
});

describe('a hostile newsletter', () => {
  const head = 'From: a@a.example\nSubject: x\nDate: Tue, 19 Mar 2024 08:00:00 +0100\nMIME-Version: 1.0\n';
  const html = (body: string) => `${head}Content-Type: text/html; charset=utf-8\n\n<html><body>${body}</body></html>`;
  const nested = Array.from(
    { length: 2_000 },
    (_, i) => `Content-Type: multipart/mixed; boundary="b${i}"\n\n--b${i}\n`,
  ).join('');
  const forwarded = (depth: number): string =>
    depth === 0
      ? html('<h2><a href="https://a.example/1">One title here</a></h2><p>x</p>')
      : `${head}Content-Type: multipart/mixed; boundary="f${depth}"\n\n--f${depth}\nContent-Type: message/rfc822\nContent-Disposition: attachment\n\n${forwarded(depth - 1)}\n--f${depth}--\n`;

  it.each([
    ['of two thousand nested parts', `${head}${nested}`, 'parts'],
    ['that forwards itself thirty times', forwarded(30), 'no text'],
    ['with a million elements', html('<b>x</b>'.repeat(1_000_000)), 'characters'],
    ['with a hundred thousand elements', html('<i>x</i>'.repeat(100_000)), 'elements'],
    ['with twenty thousand tables in one another', html('<table><tr><td>'.repeat(20_000)), 'nested too deeply'],
    ['of ten million letters', html('x'.repeat(10_000_000)), 'characters'],
    ['of thirty megabytes', Buffer.alloc(30 * 1024 * 1024, 'a'), 'larger than 25 MB'],
    ['with a class of half a million words', html(`<p class="${'a '.repeat(500_000)}">x</p>`), 'too long'],
    ['without text', `${head}Content-Type: image/png\n\nxx`, 'no text'],
    ['without articles', html('<p><a href="https://a.example/u">Unsubscribe</a></p>'), 'No article'],
    [
      'of several mails',
      `From a@a Tue Mar 19 08:00:00 2024\n${head}\nx\n\nFrom b@b Tue Mar 19 09:00:00 2024\n${head}\ny\n`,
      'more than one mail',
    ],
    ['of Outlook', Buffer.from('d0cf11e0a1b11ae1', 'hex'), '.msg'],
    ['that only says hello', `${head}\n\n`, 'no text'],
  ])(
    '%s is refused with a clear message',
    async (_, source, words) => {
      const place = await newsletterWith({ 'old.eml': source });
      const start = performance.now();
      const { code, err } = await hebdo(place, ['import', 'old.eml', '--newsletter']);
      expect([code, err]).toEqual([1, expect.stringContaining(words)]);
      expect(err).not.toMatch(/\n\s+at /);
      expect(performance.now() - start).toBeLessThan(40_000);
    },
    60_000,
  );

  it('with titles and links by the thousand is refused in seconds', async () => {
    const articles = Array.from(
      { length: 3_000 },
      (_, i) =>
        `<h2><a href="https://a.example/${i}">Title number ${i}</a></h2><img src="https://a.example/${i}.jpg"><p>Text</p>`,
    );
    const start = performance.now();
    await expect(readNewsletter(Buffer.from(html(articles.join(''))))).rejects.toThrow('more than 200 articles');
    expect((await readNewsletter(Buffer.from(html(articles.slice(0, 200).join(''))))).drafts).toHaveLength(200);
    expect(performance.now() - start).toBeLessThan(15_000);
  }, 30_000);
});
