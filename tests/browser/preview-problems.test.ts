/// <reference lib="dom" />
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { axe, launchBrowser, noBrowser } from '../helpers/browser.ts';
import { edit, sampleNewsletter, sampleWeek } from '../helpers/newsletter.ts';
import { openPreview } from '../helpers/preview.ts';

let browser: Browser;
beforeAll(async () => {
  if (noBrowser === undefined) browser = await launchBrowser();
});
afterAll(() => browser?.close());

const issue = `issues/${sampleWeek}.yaml`;

const open = async (folder: string, args: readonly string[] = []): Promise<Page> =>
  (await openPreview(browser, folder, args)).page;

const mail = (page: Page, language: string) => page.frameLocator(`iframe[title="${language}"]`);

/** Whether an element is in the window, below the bar. */
const isInWindow = async (page: Page, selector: string): Promise<boolean> => {
  const box = await page.locator(selector).boundingBox();
  return box !== null && box.y > 50 && box.y + box.height < 900;
};

describe('an issue without a valid version', () => {
  const broken = '2026-W52';
  const writeBroken = async (): Promise<string> => {
    const folder = await sampleNewsletter();
    await writeFile(join(folder, `issues/${broken}.yaml`), 'subject: { fr: "x"\narticles:\n\t- id\n');
    return folder;
  };

  it('says so, shows all its problems, and leads to the first', async () => {
    const page = await open(await writeBroken(), [broken]);
    const banner = page.locator('#broken');
    await banner.getByText('There is no valid version yet.').waitFor();
    expect(await banner.locator('.problem').count()).toBeGreaterThan(1);
    for (const card of await page.locator('.problem').all()) expect(await card.isVisible()).toBe(true);
    await page.keyboard.press('n');
    expect(
      await banner
        .locator('.problem')
        .first()
        .evaluate(one => one.matches(':focus')),
    ).toBe(true);
    await banner.locator('summary').click();
    await page.locator('#status button').click();
    expect(
      await banner
        .locator('.problem')
        .nth(1)
        .evaluate(one => one.matches(':focus')),
    ).toBe(true);
    expect(await banner.locator('.problem').nth(1).isVisible()).toBe(true);
    expect((await axe(page)).violations).toEqual([]);
  });

  it('leads to folded problems of a version that became invalid', async () => {
    const folder = await sampleNewsletter();
    const page = await open(folder);
    await mail(page, 'fr').getByRole('heading', { level: 1 }).waitFor();
    await edit(folder, issue, 'layout: lead', 'layout: leed');
    await page.locator('#broken summary').getByText('The last valid version.').waitFor();
    await page.keyboard.press('n');
    expect(await page.locator('#broken .problem:focus').isVisible()).toBe(true);
  });
});

/** An issue of 40 articles, each with numbers that differ between its languages. */
const longIssue = (numbers: number) =>
  stringify({
    week: sampleWeek,
    status: 'ready',
    subject: { fr: 'Un très long numéro', en: 'A very long issue' },
    articles: Array.from({ length: 40 }, (_, i) => ({
      id: `article-${i}`,
      layout: i === 0 ? 'lead' : i % 4 === 0 ? 'standard' : 'brief',
      title: { fr: `La loutre numéro ${i + 100}`, en: `The otter number ${i + 500}` },
      url: { fr: `https://news.example.com/fr/${i}`, en: `https://news.example.com/en/${i}` },
      body: {
        fr: Array.from({ length: numbers }, (__, n) => `On a compté ${n + 200} pierres plates au bord de l’eau.`).join(
          ' ',
        ),
        en: Array.from({ length: numbers }, (__, n) => `They counted ${n + 700} flat stones at the water’s edge.`).join(
          ' ',
        ),
      },
    })),
  });

describe('the problems of a long issue', () => {
  const openLong = async (numbers: number): Promise<Page> => {
    const folder = await sampleNewsletter();
    const sample = await readFile(join(folder, issue), 'utf8');
    await writeFile(
      join(folder, 'issues/2026-W30.yaml'),
      sample.replace(sampleWeek, '2026-W30').replace('$830 billion"\n    url', '$380 billion"\n    url'),
    );
    await writeFile(join(folder, issue), longIssue(numbers));
    const page = await open(folder);
    await mail(page, 'fr').locator('#article-39').waitFor({ state: 'attached' });
    await expect.poll(() => page.locator('.group[style]').count()).toBeGreaterThanOrEqual(40);
    return page;
  };

  it.each([1, 5])('stay beside their articles: %i in each body', async numbers => {
    const page = await openLong(numbers);
    const distances = () =>
      page.evaluate(() => {
        const frame = document.querySelector('iframe');
        const scale = (frame?.getBoundingClientRect().width ?? 0) / (frame?.offsetWidth ?? 1);
        return [...document.querySelectorAll<HTMLElement>('.group[data-article^=article]')].map(group => {
          const anchor = frame?.contentDocument?.getElementById(group.dataset.article ?? '');
          const top = (anchor?.getBoundingClientRect().top ?? 0) * scale + (frame?.getBoundingClientRect().top ?? 0);
          return Math.abs(group.getBoundingClientRect().top - top);
        });
      });
    await expect.poll(async () => Math.max(...(await distances()))).toBeLessThan(120);
    expect((await distances()).length).toBe(40);
  });

  it('are shown together with their words, one after another', async () => {
    const page = await openLong(1);
    const count = await page.locator('.problem').count();
    expect(count).toBeGreaterThanOrEqual(40);
    for (let i = 0; i < count; i++) {
      await page.keyboard.press('n');
      expect(await isInWindow(page, '.problem:focus'), `card ${i}`).toBe(true);
      expect(await page.locator('.problem:focus .hint').isVisible()).toBe(true);
      const words = await page.evaluate(() => {
        const frame = document.querySelector('iframe');
        const inside = frame?.contentWindow as (Window & typeof globalThis) | null | undefined;
        const [range] = inside?.CSS.highlights.get('hebdo-current') ?? [];
        return (frame?.getBoundingClientRect().top ?? 0) + (range as Range).getBoundingClientRect().top;
      });
      expect(words, `words ${i}`).toBeGreaterThan(50);
      expect(words, `words ${i}`).toBeLessThan(880);
    }
    expect((await axe(page)).violations).toEqual([]);
  });

  it('are gone through from the last by p, and from the first in another issue', async () => {
    const page = await openLong(1);
    const shown = () =>
      page.evaluate(() => [...document.querySelectorAll('.problem')].findIndex(one => one.matches(':focus')));
    const count = await page.locator('.problem').count();
    await page.keyboard.press('p');
    expect(await shown()).toBe(count - 1);
    await page.keyboard.press('n');
    await page.keyboard.press('n');
    expect(await shown()).toBe(1);
    await page.selectOption('#week', '2026-W30');
    await mail(page, 'fr').getByRole('heading', { level: 1 }).waitFor();
    await expect.poll(() => page.locator('#week').inputValue()).toBe('2026-W30');
    await expect.poll(() => page.locator('.group[data-article=article-39]').count()).toBe(0);
    await page.keyboard.press('n');
    expect(await shown()).toBe(0);
  });
});
