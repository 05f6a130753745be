import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkNewsletter } from '../../src/app/write/check.ts';
import type { Email } from '../../src/email/email.ts';
import { axe, launchBrowser } from '../helpers/browser.ts';
import { allParts, article, oddIssue, oddWeek, twelveArticles, writeRightToLeft } from '../helpers/issues.ts';
import { asOutlook, openMail, withoutStyleSheets } from '../helpers/mail-page.ts';
import {
  compiled,
  edit,
  edition,
  emptyFolder,
  newsletterWith,
  root,
  sampleNewsletter,
  sampleWeek,
} from '../helpers/newsletter.ts';

const { editions } = await compiled(root);

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const open = (email: Email, width: number, change?: (html: string) => string): Promise<Page> =>
  openMail(browser, email, { width, change });

/** The texts of a mail as blocks, with where each begins and ends. */
const blocksIn = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('p, h1, h2, h3, li, blockquote, td.pull')]
      .filter(one => one.textContent?.trim() !== '' && one.querySelector('p, li') === null && one.checkVisibility())
      .map(one => {
        const range = document.createRange();
        range.selectNodeContents(one);
        const { top, bottom, left } = range.getBoundingClientRect();
        return { words: one.textContent?.trim().slice(0, 30), name: one.className || one.tagName, top, bottom, left };
      }),
  );

describe.each(editions.map(({ email }) => [email.language, email] as const))('the %s mail', (_, email) => {
  it('keeps its paragraphs apart in Outlook for Windows', async () => {
    const page = await open(email, 800, asOutlook);
    const blocks = await blocksIn(page);
    const close = blocks.flatMap((block, i) => {
      const next = blocks[i + 1];
      const isBelow = next !== undefined && next.top >= block.bottom - 2 && Math.abs(next.left - block.left) < 40;
      // A line of a footer or of a credit is close to the next; a paragraph is not.
      return isBelow && /^(?:P|body|standfirst|pull|title)/.test(block.name) && next.top - block.bottom < 6
        ? [`${block.words} | ${next.words}: ${next.top - block.bottom}`]
        : [];
    });
    expect(close).toEqual([]);
    expect(blocks.length).toBeGreaterThan(50);
    await page.context().close();
  });

  it('is no wider than its body in Outlook for Windows', async () => {
    // The browser's own margins of a page are 8 pixels a side.
    const page = await open(email, 640 + 16, asOutlook);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(640 + 16);
    await page.context().close();
  });

  it('is made for phones where style sheets are dropped', async () => {
    const page = await open(email, 375, withoutStyleSheets);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375);
    const title = page.locator('h2.title-lead');
    expect(await title.evaluate(one => Number.parseFloat(getComputedStyle(one).fontSize))).toBeLessThanOrEqual(34);
    expect((await title.boundingBox())?.x).toBeLessThan(32);
    await page.context().close();
  });

  it('opens with its picture on a phone', async () => {
    const page = await open(email, 375);
    expect((await page.locator('img').first().boundingBox())?.y).toBeLessThan(450);
    await page.context().close();
  });

  it('has anchors by name for the links of its contents, and actions that a thumb can hit', async () => {
    const page = await open(email, 375);
    const targets = await page.locator('.contents a').evaluateAll(links => links.map(one => one.getAttribute('href')));
    expect(targets.length).toBeGreaterThan(5);
    for (const target of targets) expect(await page.locator(`a[name="${target?.slice(1)}"]`).count()).toBe(1);
    const heights = await page
      .locator('.action, .leave')
      .evaluateAll(lines => lines.map(one => Number.parseFloat(getComputedStyle(one).lineHeight)));
    expect(Math.min(...heights)).toBeGreaterThanOrEqual(44);
    await page.context().close();
  });

  it('shows pictures in the shape of their layout', async () => {
    const page = await open(email, 800);
    const shapes = await page
      .locator('img.photo')
      .evaluateAll(images => images.map(one => Math.round((100 * one.clientWidth) / one.clientHeight) / 100));
    expect(shapes[0]).toBeCloseTo(1.78, 1);
    expect(shapes.at(-1)).toBeCloseTo(1, 1);
    await page.context().close();
  });
});

describe('the template journal', () => {
  const withJournal = async (): Promise<string> => {
    const folder = await sampleNewsletter();
    await edit(folder, 'hebdo.yaml', 'template: weekly', 'template: journal');
    return folder;
  };

  it.each(['fr', 'en'])(
    'is a letter in one column, in %s: accessible, spaced in Outlook, and with one picture',
    async language => {
      const { email } = await edition(await withJournal(), language);
      expect(email.images).toHaveLength(1);
      expect(Buffer.byteLength(email.html)).toBeLessThan(32 * 1024);
      for (const scheme of ['light', 'dark'] as const) {
        const page = await open(email, 375);
        await page.emulateMedia({ colorScheme: scheme });
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375);
        expect((await axe(page, ['landmark-one-main', 'region', 'page-has-heading-one'])).violations).toEqual([]);
        await page.context().close();
      }
      const page = await open(email, 800, asOutlook);
      const blocks = await blocksIn(page);
      const close = blocks.filter((block, i) => {
        const next = blocks[i + 1];
        return next !== undefined && /^(?:P|standfirst|pull|title)/.test(block.name) && next.top - block.bottom < 6;
      });
      expect(close.map(({ words }) => words)).toEqual([]);
      await page.context().close();
    },
  );

  it('has all that check asks of a template of one’s own', async () => {
    const folder = await withJournal();
    await cp(join(root, 'templates/journal'), join(folder, 'templates/journal'), { recursive: true });
    const { problems } = await checkNewsletter(folder, [sampleWeek], false, new Date('2026-11-24T10:00:00Z'));
    expect(problems).toEqual([]);
  });
});

describe.each(['ar', 'he'])('a mail from right to left, in %s', language => {
  it('has every block in that direction, and no capitals, italics or letter spacing', async () => {
    const folder = await emptyFolder();
    await writeRightToLeft(folder);
    const { email } = await edition(folder, language);
    for (const width of [375, 800]) {
      const page = await open(email, width);
      const wrong = await page.evaluate(() =>
        [...document.body.querySelectorAll('*')]
          .filter(one => [...one.childNodes].some(node => node.nodeType === 3 && /\p{L}/u.test(node.textContent ?? '')))
          .filter(one => {
            const { direction, letterSpacing, textTransform, fontStyle } = getComputedStyle(one);
            const isPlain = ['normal', '0px'].includes(letterSpacing) && textTransform === 'none';
            return direction !== 'rtl' || !isPlain || fontStyle !== 'normal';
          })
          .map(one => one.outerHTML.slice(0, 120)),
      );
      expect(wrong).toEqual([]);
      const [thumb, title] = [page.locator('.thumb').first(), page.locator('.title-brief').first()];
      expect((await thumb.boundingBox())?.x).toBeGreaterThan((await title.boundingBox())?.x ?? 0);
      const edges = await page
        .locator('.pull')
        .evaluateAll(quotes => quotes.map(one => getComputedStyle(one).borderRightWidth));
      expect(new Set(edges)).toEqual(new Set(['4px']));
      const aligned = await page
        .locator('.body p')
        .evaluateAll(lines => lines.map(one => getComputedStyle(one).textAlign));
      // A table cell aligned by attribute has the browser's own name for it.
      for (const side of aligned) expect(side).toMatch(/^(?:-webkit-)?right$/);
      await page.context().close();
    }
  });
});

describe('an odd issue', () => {
  const mailOf = async (articles: unknown[], more: Record<string, unknown> = {}): Promise<Email> => {
    const folder = await newsletterWith({ [`issues/${oddWeek}.yaml`]: oddIssue(articles, more) });
    return (await edition(folder, 'fr', oddWeek)).email;
  };

  it('without an outro ends without a rule', async () => {
    const page = await open(await mailOf([article('one', {})]), 375);
    expect(await page.locator('.rule:not(.strong)').count()).toBe(1);
    await page.context().close();
  });

  it('keeps a later lead without a picture apart from the article above', async () => {
    const page = await open(await mailOf([article('one', {}), article('two', { layout: 'lead' })]), 375);
    const [above, below] = [page.locator('.action').first(), page.locator('h2').nth(1)];
    const end = (await above.boundingBox()) ?? { y: 0, height: 0 };
    expect(((await below.boundingBox())?.y ?? 0) - end.y - end.height).toBeGreaterThan(40);
    await page.context().close();
  });

  it('has one rule between the contents and a brief, and one heading for all briefs in a row', async () => {
    const brief = { layout: 'brief' };
    const email = await mailOf(['a', 'b', 'c', 'd', 'e'].map((id, i) => article(id, i === 0 ? {} : brief)));
    const page = await open(email, 375);
    expect(await page.getByText('En bref').count()).toBe(1);
    const rules = await page.locator('.rule').evaluateAll(all => all.map(one => one.getBoundingClientRect().top));
    const tops = rules.sort((a, b) => a - b);
    tops.forEach((top, i) => {
      if (i > 0) expect(top - (tops[i - 1] ?? 0)).toBeGreaterThan(50);
    });
    await page.context().close();
  });

  it.each([1, 5])(
    'of %i articles has a number, a question, a sponsor and a signature, once each and accessible',
    async count => {
      const articles = Array.from({ length: count }, (_, i) => article(`a${i}`, {}));
      const email = await mailOf(articles, allParts);
      for (const part of [
        'Le chiffre de la semaine',
        'La question de la semaine',
        'Publicité',
        'La semaine prochaine',
      ]) {
        expect(email.html.split(part)).toHaveLength(2);
        expect(email.text.toLowerCase().split(part.toLowerCase())).toHaveLength(2);
      }
      expect(email.html).toContain('mailto:redaction@news.example.com?subject=Que%20lisez-vous');
      expect(email.html).toContain('rel="sponsored"');
      expect(email.images.length).toBe(1);
      for (const scheme of ['light', 'dark'] as const) {
        const page = await open(email, 600);
        await page.emulateMedia({ colorScheme: scheme });
        expect((await axe(page, ['landmark-one-main', 'region', 'page-has-heading-one'])).violations).toEqual([]);
        await page.context().close();
      }
    },
  );

  it('with long names of sources, authors and places fits a phone', async () => {
    const name = "Ministère de l'Enseignement supérieur, de la Recherche et de l'Espace";
    const word = 'Anticonstitutionnellementhyperpolysyllabiquement';
    const long = { source: { name, url: 'https://example.com/s' }, author: name };
    const email = await mailOf([article('one', long), article('two', { ...long, layout: 'brief' })], {
      ...allParts,
      event: { ...allParts.event, title: word, place: name },
      sponsor: { ...allParts.sponsor, name: word },
      signature: { ...allParts.signature, name: word },
    });
    const page = await open(email, 320);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    await page.context().close();
  });

  it('has space between a picture and a title without a kicker', async () => {
    const image = { src: `./images/${sampleWeek}/bank.jpg`, alt: 'Une banque à colonnes' };
    const page = await open(await mailOf([article('one', { image })]), 375);
    const picture = (await page.locator('img.photo').boundingBox()) ?? { y: 0, height: 0 };
    expect(((await page.locator('h2').first().boundingBox())?.y ?? 0) - picture.y - picture.height).toBeGreaterThan(15);
    await page.context().close();
  });

  it('writes the first day of a month as the language does, in the event too', async () => {
    const event = { ...allParts.event, starts: '2026-12-01 18:30' };
    const { html, text } = await mailOf([article('one', {})], { send_at: '2026-10-01 08:00', event });
    expect(html).toMatch(/jeudi 1<sup[^<>]*>er<\/sup>\u00a0octobre 2026/);
    expect(html).toMatch(/mardi 1<sup[^<>]*>er<\/sup>\u00a0décembre 2026 à 18:30/);
    expect(text).toContain('mardi 1er\u00a0décembre 2026 à 18:30');
  });

  it('ends its plain text with one rule where nothing is said at its end', async () => {
    expect((await mailOf([article('one', {})])).text).not.toMatch(/={20,}\n\n-{20,}/);
  });

  it('shows Arabic in a French edition upright', async () => {
    const standfirst = { ar: 'جملة واحدة.' };
    const folder = await newsletterWith({
      [`issues/${oddWeek}.yaml`]: oddIssue([article('one', { standfirst })]),
      'locales/ar.json': await readFile(join(root, 'tests/edition/fixtures/ar.json'), 'utf8'),
      'hebdo.yaml': `name: Hebdo
languages: [fr, en, ar]
url: https://news.example.com
time_zone: Europe/Paris
from: { fr: { name: A, address: a@example.com }, en: { name: A, address: a@example.com }, ar: { name: A, address: a@example.com } }
list_id: news.example.com
publisher: { name: Un, address: Paris }
missing_translation: fallback
`,
    });
    const page = await open((await edition(folder, 'fr', oddWeek)).email, 375);
    const line = page.locator('.standfirst');
    expect(await line.evaluate(one => [getComputedStyle(one).fontStyle, getComputedStyle(one).direction])).toEqual([
      'normal',
      'rtl',
    ]);
    await page.context().close();
  });

  it('of twelve short articles has less than 80 KB of HTML', async () => {
    const email = await mailOf(twelveArticles);
    expect(Buffer.byteLength(email.html)).toBeLessThan(80 * 1024);
  });
});
