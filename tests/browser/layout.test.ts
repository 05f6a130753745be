import { copyFile, cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { checkNewsletter } from '../../src/app/write/check.ts';
import type { Email } from '../../src/email/email.ts';
import { axe, launchBrowser } from '../helpers/browser.ts';
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

/** Opens a mail as a program would show it. @param change what the program does to the HTML */
async function open(email: Email, width: number, change = (html: string): string => html): Promise<Page> {
  const html = email.images.reduce(
    (text, { cid, contentType, bytes }) =>
      text.replaceAll(`cid:${cid}`, `data:${contentType};base64,${bytes.toString('base64')}`),
    email.html,
  );
  const context = await browser.newContext({ viewport: { width, height: 900 }, offline: true });
  const page = await context.newPage();
  await page.setContent(change(html.replace(/[\uE100-\uE103]/g, 'https://news.example.com/x')));
  return page;
}

/** Programs that drop style sheets, such as Gmail's apps with accounts of other providers. */
const withoutStyleSheets = (html: string): string => html.replace(/<style[\s\S]*?<\/style>/g, '');

/** Outlook for Windows: padding of table cells only, and no max-width (learn.microsoft.com, Word HTML and CSS). */
const asOutlook = (html: string): string =>
  withoutStyleSheets(html).replace(/<(?!t[dh]\b)(\w+)([^>]*?) style="([^"]*)"/g, (_, tag, before, style: string) => {
    const kept = style.split(';').filter(part => !/^\s*(?:padding|max-width|border-radius)/.test(part));
    return `<${tag}${before} style="${kept.join(';')}"`;
  });

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

/** A newsletter in right-to-left languages, with every kind of part. */
async function rightToLeft(): Promise<string> {
  const folder = await emptyFolder();
  const image = { src: './images/a.jpg', alt: 'صورة', credit: { author: 'كاميليا', source: 'أنسبلاش' } };
  const article = {
    categories: ['news'],
    image,
    standfirst: 'المال لا يفكر: ربما.',
    body: 'الفقرة الأولى، وفيها *كلمة مهمة*.\n\n- أول\n- ثان\n\n1. واحد\n\n> اقتباس: هنا.\n\nالفقرة الأخيرة (نعم).',
    pull_quote: 'اقتباس: «طويل».',
    source: { name: 'المصدر', url: 'https://example.com/source' },
    comments: { url: 'https://example.com/c', count: 3 },
    written_by: 'ai',
  };
  const layouts = ['lead', 'standard', 'brief', 'brief', 'lead'];
  await mkdir(join(folder, 'issues/images'), { recursive: true });
  await mkdir(join(folder, 'locales'));
  await copyFile(join(root, `issues/images/${sampleWeek}/bank.jpg`), join(folder, 'issues/images/a.jpg'));
  for (const language of ['ar', 'he'])
    await copyFile(join(root, 'tests/edition/fixtures/ar.json'), join(folder, `locales/${language}.json`));
  const sender = { name: 'أسبوعية', address: 'a@example.com' };
  await writeFile(
    join(folder, 'hebdo.yaml'),
    stringify({
      name: 'أسبوعية',
      languages: ['ar', 'he'],
      url: 'https://news.example.com',
      time_zone: 'Europe/Paris',
      from: { ar: sender, he: sender },
      list_id: 'news.example.com',
      publisher: { name: 'ناشر', address: 'شارع 1، مدينة' },
      categories: { news: 'أخبار' },
    }),
  );
  await writeFile(
    join(folder, `issues/${sampleWeek}.yaml`),
    stringify({
      week: sampleWeek,
      subject: 'الموضوع',
      preheader: 'تمهيد',
      intro: 'مقدمة: صباح الخير.',
      articles: layouts.map((layout, i) => ({
        id: `a${i}`,
        layout,
        title: `عنوان رقم ${i}: هنا.`,
        url: `https://example.com/${i}`,
        ...article,
      })),
      number: { value: '٤١ ألف', text: 'رسالة: متبادلة.' },
      question: { text: 'هل تكتب المكنسة؟' },
      sponsor: { name: 'مصرف', url: 'https://example.com/s', text: 'نص: إعلان.' },
      outro: 'خاتمة.',
      signature: { name: 'كاميليا', portrait: './images/a.jpg' },
      next: 'طابعة: متعبة.',
    }),
  );
  return folder;
}

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
    const { email } = await edition(await rightToLeft(), language);
    for (const width of [375, 800]) {
      const page = await open(email, width);
      const wrong = await page.evaluate(() =>
        [...document.body.querySelectorAll('*')]
          .filter(one => [...one.childNodes].some(node => node.nodeType === 3 && /\p{L}/u.test(node.textContent ?? '')))
          .filter(one => {
            const { direction, letterSpacing, textTransform, fontStyle } = getComputedStyle(one);
            const isPlain = ['normal', '0px'].includes(letterSpacing) && textTransform === 'none';
            return direction !== 'rtl' || !isPlain || (fontStyle !== 'normal' && one.tagName !== 'EM');
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
  const week = '2026-W40';
  const article = (id: string, more: Record<string, unknown>) => ({
    id,
    title: { fr: `Le titre ${id}`, en: `The title ${id}` },
    url: `https://example.com/${id}`,
    body: { fr: 'Un paragraphe qui suffit.', en: 'A paragraph that will do.' },
    ...more,
  });
  const mailOf = async (articles: unknown[], more: Record<string, unknown> = {}): Promise<Email> => {
    const folder = await newsletterWith({
      [`issues/${week}.yaml`]: stringify({ week, subject: { fr: 'Sujet', en: 'Subject' }, articles, ...more }),
    });
    return (await edition(folder, 'fr', week)).email;
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

  const extras = {
    number: { value: { fr: '41 000', en: '41,000' }, text: { fr: 'courriels échangés', en: 'emails exchanged' } },
    question: { text: { fr: 'Que lisez-vous ?', en: 'What do you read?' } },
    sponsor: {
      name: 'Banque',
      url: 'https://bank.example.com',
      text: { fr: 'Ouvrez un compte.', en: 'Open an account.' },
    },
    outro: { fr: 'À bientôt.', en: 'See you soon.' },
    signature: { name: 'Camille', portrait: `./images/${sampleWeek}/bank.jpg` },
    next: { fr: 'une imprimante.', en: 'a printer.' },
  };

  it.each([1, 5])(
    'of %i articles has a number, a question, a sponsor and a signature, once each and accessible',
    async count => {
      const articles = Array.from({ length: count }, (_, i) => article(`a${i}`, {}));
      const email = await mailOf(articles, extras);
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

  it('of twelve short articles has less than 80 KB of HTML', async () => {
    const body = 'Une phrase de longueur moyenne, qui dit ce qui est arrivé cette semaine, et à qui. '.repeat(5);
    const articles = Array.from({ length: 12 }, (_, i) =>
      article(`a${i}`, {
        categories: ['ai', 'tech'],
        image: { src: `./images/${sampleWeek}/bank.jpg`, alt: { fr: 'Une banque', en: 'A bank' } },
        standfirst: { fr: 'Un chapeau qui tient en une ligne.', en: 'A standfirst on one line.' },
        body: { fr: `${body}\n\n${body}`, en: `${body}\n\n${body}` },
        pull_quote: { fr: 'Une citation qui frappe.', en: 'A quotation that strikes.' },
        source: { name: 'TechCrunch', url: 'https://techcrunch.com' },
        written_by: 'ai',
      }),
    );
    const email = await mailOf(articles);
    expect(Buffer.byteLength(email.html)).toBeLessThan(80 * 1024);
  });
});
