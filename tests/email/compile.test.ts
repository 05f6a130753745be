import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HtmlValidate } from 'html-validate';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { CompiledEdition } from '../../src/app/compile/compile-editions.ts';
import { type CompiledIssue, compileIssue, loadNewsletter } from '../../src/app/compile/newsletter.ts';
import { compileWebVersion } from '../../src/email/compile.ts';
import { gmailClipBytes } from '../../src/email/email.ts';
import { fillSlots } from '../../src/email/slots.ts';
import {
  compiled,
  edit,
  edition,
  first,
  issueYaml,
  newsletterWith,
  root,
  sampleNewsletter,
  sampleWeek,
} from '../helpers/newsletter.ts';

const sample = await compiled(root);

async function webVersion({ compileContext }: CompiledIssue, { edition, locale }: CompiledEdition) {
  const { value } = await compileWebVersion(compileContext, edition, locale);
  if (value === undefined) throw new Error('no web version');
  return value;
}

/** What a reader sees of HTML, tags gone and entities read. */
const shownIn = (html: string): string =>
  html
    .replace(/<style[\s\S]*?<\/style>|<!--[\s\S]*?-->/g, '')
    .replace(/<\/?sup[^>]*>/g, '')
    .replace(/<[^>]+>/g, '¶')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');

/** Words as they are, whatever stands between them. */
const words = (text: string): string => text.replace(/[\s¶\u00a0\u202f>•]+/gu, ' ');

describe.each(sample.editions.map(one => [one.edition.language, one] as const))(
  'the sample edition in %s',
  (language, { edition, email, locale }) => {
    it('shows every part of every article in the HTML and in the plain text', () => {
      const html = words(shownIn(email.html));
      const text = words(email.text);
      expect(edition.articles.length).toBe(language === 'fr' ? 7 : 6);
      for (const article of edition.articles) {
        const { title, standfirst, body, pullQuote, source, comments, image } = article;
        const texts = [
          title.text,
          standfirst?.text,
          pullQuote?.text,
          source?.name.text,
          comments?.label,
          image?.credit?.author?.text,
          image?.credit?.source?.text,
        ];
        for (const block of body?.blocks ?? []) {
          expect(html).toContain(words(shownIn(block.html)).trim());
          expect(text).toContain(words(block.text).trim());
        }
        for (const part of texts)
          if (part !== undefined) {
            expect(html).toContain(words(part));
            // The plain text has a sentence of the article once.
            if (part !== pullQuote?.text || !article.repeatsQuote) expect(text).toContain(words(part));
          }
        for (const link of [
          article.url,
          source?.url,
          // A link to no comments leads nowhere; the plain text has it.
          comments?.count === 0 ? undefined : comments?.url,
          image?.credit?.authorUrl,
          image?.credit?.sourceUrl,
        ])
          if (link !== undefined) {
            expect(email.html).toContain(`href="${link}"`);
            expect(email.text).toContain(link);
          }
        for (const category of article.categories) {
          expect(html).toContain(category);
          expect(text).toContain(category.toUpperCase());
        }
        if (image !== undefined) {
          expect(email.html).toContain(`alt="${image.alt.text}"`);
          expect(text).not.toContain(words(image.alt.text));
        }
      }
    });

    it('says beside the title which articles an AI wrote, and explains it in the footer', () => {
      const [badge, explained, more] =
        language === 'fr'
          ? [
              'Écrit par une IA',
              'produits par une intelligence artificielle',
              'En savoir plus sur nos articles écrits par des IA',
            ]
          : [
              'Written by an AI',
              'made by artificial intelligence or with its help',
              'Learn more about our AI-written articles',
            ];
      const by = edition.articles.filter(({ writtenBy }) => writtenBy === 'ai').length;
      expect(email.html.split(badge).length - 1).toBe(by);
      expect(email.text.split(badge).length - 1).toBe(by);
      for (const part of [explained, more]) {
        expect(words(shownIn(email.html))).toContain(part);
        expect(words(email.text)).toContain(part);
      }
      expect(email.html).toContain(`href="${edition.disclosureUrl}"`);
    });

    it('has masthead, date, preheader, intro, contents, outro and footer in both parts', () => {
      const date = language === 'fr' ? 'vendredi 27 novembre 2026' : 'Friday, November 27, 2026';
      const wanted =
        language === 'fr'
          ? [
              'L’Hebdo de l’IA',
              'N° 48',
              date,
              'le Minitel réclame',
              'nos rédacteurs artificiels',
              'C’est tout',
              'Se désabonner',
              'Mes préférences',
              'Changer de langue',
              'Vous recevez cette lettre',
              'Example Média',
              '1 rue de la Paix',
              'English',
            ]
          : [
              'AI Weekly',
              'Issue 48',
              date,
              'a vacuum cleaner with a diary',
              'Our artificial writers',
              'That’s all',
              'Unsubscribe',
              'My preferences',
              'Change language',
              'You receive this newsletter',
              'Example Média',
              '1 rue de la Paix',
              'français',
            ];
      for (const part of wanted) {
        expect(words(shownIn(email.html))).toContain(part);
        expect(words(email.text)).toContain(part);
      }
      for (const article of edition.articles) expect(email.html).toContain(`href="#${article.id}"`);
      for (const article of edition.articles) expect(email.html).toContain(`id="${article.id}"`);
    });

    it('holds no leftover of a template or a locale', () => {
      for (const part of [shownIn(email.html), email.text, email.subject]) {
        expect(part).not.toMatch(/undefined|\{\{|\}\}|\{%|\[object|NaN/);
        expect(part).not.toMatch(/\b(?:article|footer)\.[a-z_]+/);
      }
    });

    it('is typeset', () => {
      // Links and the fixed address line are no prose.
      const prose = (text: string) => text.replace(/https?:\/\/\S+/g, '').replace(/¶/g, '');
      for (const part of [prose(shownIn(email.html)), prose(email.text), email.subject]) {
        expect(part).not.toContain('"');
        if (language === 'fr') expect(part).not.toMatch(/\p{L}'|[ ](?=[;:!?])/u);
        else expect(part).not.toMatch(/\p{L}'\p{L}|[ \u00a0](?=[;:!?])/u);
      }
    });

    it('is fit for mail programs', async () => {
      expect(Buffer.byteLength(email.html)).toBeLessThan(gmailClipBytes);
      expect(email.html).toMatch(
        new RegExp(`<html[^>]* lang="${language}"[^>]* dir="ltr"|<html[^>]* dir="ltr"[^>]* lang="${language}"`),
      );
      expect(email.html.match(/<h1\b/g)).toHaveLength(1);
      expect(email.html).toContain('<!--[if mso');
      expect(email.html).toContain('prefers-color-scheme');
      expect(email.html).not.toMatch(/<table(?![^>]*role="presentation")[^>]*>/);
      expect(email.html).not.toMatch(/<script|<link[^>]+stylesheet|@import|@font-face|https?:\/\/fonts\./);
      const { results } = await new HtmlValidate(await emailRules()).validateString(email.html);
      expect(
        results.flatMap(({ messages }) => messages.map(m => `${m.ruleId}: ${m.message} (${m.line}:${m.column})`)),
      ).toEqual([]);
    });

    it('wraps the plain text at 76 columns but for links, and lists those', () => {
      for (const line of email.text.split('\n'))
        if (!/https?:\/\//.test(line)) expect(line.length).toBeLessThanOrEqual(76);
      expect(email.text).toMatch(/\[1\] https:\/\//);
    });

    it('embeds each image once, at twice its shown width at most', async () => {
      const cids = [...email.html.matchAll(/src="cid:([^"]+)"/g)].map(match => match[1]);
      expect(new Set(cids)).toEqual(new Set(email.images.map(({ cid }) => cid)));
      for (const { bytes } of email.images) expect((await sharp(bytes).metadata()).width).toBeLessThanOrEqual(1_280);
    });

    it('has a web version with nothing personal and links to the other editions', async () => {
      const web = await webVersion(sample, { edition, email, locale, sentBytes: 0 });
      expect(shownIn(web.html)).not.toMatch(/undefined|\{\{|\[object/);
      expect(web.html).not.toMatch(/[\uE000-\uF8FF]/);
      const other = language === 'fr' ? 'en' : 'fr';
      expect(web.html).toContain(
        `<link rel="alternate" hreflang="${other}" href="https://news.example.com/${sampleWeek}/${other}/">`,
      );
      expect(web.html).toContain(`<link rel="alternate" hreflang="${language}"`);
      expect(web.html).not.toContain('cid:');
    });
  },
);

/** html-validate is for pages: what a mail must do differently is switched off, with the reason. */
async function emailRules() {
  return JSON.parse(await readFile(join(root, 'tests/email/html-validate.json'), 'utf8'));
}

describe('the same words twice', () => {
  it('compile to the same bytes', async () => {
    const again = await compiled(root);
    expect(again.editions.map(({ email }) => email.html)).toEqual(sample.editions.map(({ email }) => email.html));
  });
});

describe('a third language, without code', () => {
  it('German: a locale file, an entry in languages, names, and one title', async () => {
    const folder = await sampleNewsletter();
    await addLanguage(folder, 'de');
    const { editions } = await compiled(folder);
    expect(editions.map(({ email }) => email.language)).toEqual(['fr', 'en', 'de']);
    const german = await edition(folder, 'de');
    expect(german.edition.articles.map(({ title }) => title.text)).toEqual(['KI sucht Gönner']);
    expect(german.email.subject).toBe('KI sucht Gönner');
    expect(german.edition.date).toBe('Freitag, 27. November 2026');
    expect(german.email.html).toContain('lang="de"');
    expect(german.edition.alternates.map(({ name }) => name)).toEqual(['français', 'English']);
    expect((await edition(folder, 'fr')).email.text).toContain('Deutsch');
  });

  it('Arabic: set from right to left', async () => {
    const folder = await sampleNewsletter();
    await addLanguage(folder, 'ar');
    const { email } = await edition(folder, 'ar');
    expect(email.html).toMatch(/<html[^>]*dir="rtl"/);
    expect(email.html).toMatch(/text-align:right/);
    expect(email.html).not.toMatch(/text-align:left;[^"]*"[^>]*><h2/);
  });
});

async function addLanguage(folder: string, language: 'de' | 'ar'): Promise<void> {
  const { cp, mkdir } = await import('node:fs/promises');
  await mkdir(join(folder, 'locales'));
  await cp(join(root, `tests/edition/fixtures/${language}.json`), join(folder, `locales/${language}.json`));
  const yaml = await readFile(join(folder, 'hebdo.yaml'), 'utf8');
  await writeFile(
    join(folder, 'hebdo.yaml'),
    yaml
      .replace('languages: [fr, en]', `languages: [fr, en, ${language}]`)
      .replace(
        /(en: \{ name: AI Weekly.*)/,
        `$1\n  ${language}: { name: Hebdo, address: ${language}@news.example.com }`,
      )
      .replace(/, en: ([^}]+?) \}/g, (all, en) =>
        all.includes('address:') ? all : `, en: ${en}, ${language}: ${en} }`,
      ),
  );
  const title = language === 'de' ? 'KI sucht Gönner' : 'الذكاء الاصطناعي يبحث عن راع';
  await edit(
    folder,
    `issues/${sampleWeek}.yaml`,
    'en: "Wanted, one patron',
    `${language}: "${title}"\n      en: "Wanted, one patron`,
  );
}

describe('missing translations', () => {
  const partly = issueYaml(
    '2026-W40',
    '',
    '    standfirst: { fr: "Le chapeau" }\n  - id: two\n    title: { fr: "Deux" }\n    url: https://example.com/two',
  );
  const english = async (mode: string) => {
    const folder = await newsletterWith({ 'issues/2026-W40.yaml': partly });
    if (mode !== 'skip') await edit(folder, 'hebdo.yaml', 'missing_translation: skip', `missing_translation: ${mode}`);
    return edition(folder, 'en', '2026-W40');
  };

  it('skip: what lacks the language is left out', async () => {
    const { email } = await english('skip');
    expect(email.html).not.toContain('Le chapeau');
    expect(email.html).not.toContain('Deux');
  });

  it('fallback: it is shown in the other language, and says so to a screen reader', async () => {
    const { email } = await english('fallback');
    expect(email.html).toMatch(/<p [^>]*lang="fr"[^>]*>Le chapeau/);
    expect(email.html).toMatch(/<h2[^>]*lang="fr"/);
    expect(email.text).toContain('Deux');
  });

  it('error: nothing is compiled', async () => {
    await expect(english('error')).rejects.toThrow('missing-translation');
  });
});

describe('images', () => {
  const withImage = async (file: string, bytes: Buffer, more = '') => {
    const folder = await newsletterWith({
      'issues/2026-W40.yaml': issueYaml('2026-W40', '', `    image: { src: ./images/${file}, alt: "" }`),
      [`issues/images/${file}`]: bytes,
    });
    if (more !== '') await edit(folder, 'hebdo.yaml', 'images: embed', more);
    return folder;
  };
  const picture = (width: number) => sharp({ create: { width, height: 100, channels: 3, background: '#446' } });

  it('are hosted under the url where hebdo.yaml says so', async () => {
    const folder = await withImage('x.png', await picture(200).png().toBuffer(), 'images: hosted');
    const { email } = await edition(folder, 'fr', '2026-W40');
    const issue = await compiled(folder, '2026-W40');
    const web = await webVersion(issue, first(issue.editions));
    expect(email.images).toEqual([]);
    expect(email.html).toContain(`src="https://news.example.com/2026-W40/images/${first(web.images).filename}"`);
  });

  it('are made into what mail programs show, and never larger than they are', async () => {
    const folder = await withImage('x.webp', await picture(300).webp().toBuffer());
    const { email } = await edition(folder, 'fr', '2026-W40');
    expect(first(email.images).contentType).toBe('image/jpeg');
    const { width = 0, height = 0 } = await sharp(first(email.images).bytes).metadata();
    expect(width).toBeLessThanOrEqual(300);
    expect(width / height).toBeCloseTo(16 / 9, 1);
    expect(email.html).toMatch(new RegExp(`<img[^>]*width="${width}"`));
  });

  it('that cannot be read are told', async () => {
    const folder = await withImage('x.jpg', Buffer.from('no image'));
    const { value } = await loadNewsletter(folder);
    if (value === undefined) throw new Error('broken');
    const { problems } = await compileIssue(value, '2026-W40');
    expect(problems.filter(({ severity }) => severity === 'error')).toMatchObject([
      { rule: 'image-file', file: 'issues/2026-W40.yaml' },
    ]);
  });
});

describe('the author of an article', () => {
  it('stands under its title, in the words of the language', async () => {
    const folder = await newsletterWith({
      'issues/2026-W40.yaml': issueYaml('2026-W40', '', '    author: { fr: "Élodie Martin", en: "Elodie & <Martin>" }'),
    });
    const [fr, en] = [await edition(folder, 'fr', '2026-W40'), await edition(folder, 'en', '2026-W40')];
    expect([fr.email.html, fr.email.text].every(text => text.includes('Par Élodie Martin'))).toBe(true);
    expect(en.email.html).toContain('By Elodie &amp; &lt;Martin&gt;');
    expect(en.email.text).toContain('By Elodie & <Martin>');
  });
});

describe('hostile texts', () => {
  it('stay texts', async () => {
    const evil = '</title><script>alert(1)</script>{{ slots }}{% raw %}<mj-raw>&lt;"\'';
    const yaml = issueYaml(
      '2026-W40',
      `preheader: ${JSON.stringify(evil)}`,
      `    standfirst: ${JSON.stringify(evil)}\n    source: { name: ${JSON.stringify(evil)} }`,
    )
      .replace('{ fr: "Titre", en: "Title" }', JSON.stringify(evil))
      // A ready issue may not have such left-overs.
      .replace('status: ready', 'status: draft');
    const { email } = await edition(await newsletterWith({ 'issues/2026-W40.yaml': yaml }), 'en', '2026-W40');
    expect(email.html).not.toContain('<script');
    expect(email.html).not.toContain('<mj-raw');
    expect(email.html.split('&lt;script&gt;').length).toBeGreaterThan(4);
    expect(email.text).toContain('</title><script>alert(1)</script>{{ slots }}');
  });
});

describe('the plain text', () => {
  it('has a pull quote once, where it is a sentence of the article', async () => {
    const body = `body: { fr: "Un début. **La clé est sous le paillasson.** Une fin.", en: "A beginning." }`;
    const quote = 'pull_quote: { fr: "La clé est sous le paillasson !", en: "Another sentence." }';
    const week = '2026-W40';
    const yaml = issueYaml(week, '', `    ${body}\n    ${quote}`);
    const folder = await newsletterWith({ [`issues/${week}.yaml`]: yaml });
    const french = (await edition(folder, 'fr', week)).email;
    expect(french.text.split('La clé est sous le paillasson')).toHaveLength(2);
    expect(french.html.split('La clé est sous le paillasson')).toHaveLength(3);
    expect((await edition(folder, 'en', week)).email.text).toContain('Another sentence.');
  });

  it('keeps its lines short when the address is filled in', () => {
    for (const { email } of sample.editions) {
      const lines = fillSlots(email.text, { address: 'christophe.montgomery@mail.example.com' }).split('\n');
      for (const line of lines.filter(one => !one.includes('://'))) expect(line.length).toBeLessThanOrEqual(76);
    }
  });

  it('has the preheader before the link to the browser', () => {
    for (const { edition, email } of sample.editions)
      expect(email.text.indexOf(edition.preheader?.text.slice(0, 20) ?? '?')).toBeLessThan(
        email.text.indexOf(edition.url),
      );
  });
});
