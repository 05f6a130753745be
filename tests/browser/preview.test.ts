/// <reference lib="dom" />
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { axe, launchBrowser, noBrowser } from '../helpers/browser.ts';
import { secret } from '../helpers/hebdo.ts';
import { edit, sampleNewsletter, sampleWeek } from '../helpers/newsletter.ts';
import { openPreview } from '../helpers/preview.ts';
import { smtpSink } from '../helpers/smtp.ts';

const issue = `issues/${sampleWeek}.yaml`;
let browser: Browser;
let folder: string;
let url: string;
let page: Page;

beforeAll(async () => {
  if (noBrowser === undefined) browser = await launchBrowser();
});
afterAll(() => browser?.close());

beforeEach(async () => {
  folder = await sampleNewsletter();
  const { url: smtp, taken } = await smtpSink();
  sent = taken;
  ({ page, url } = await openPreview(browser, folder, [], { HEBDO_SMTP_URL: smtp, HEBDO_SECRET: secret }));
  await frame('fr').getByRole('heading', { level: 1 }).waitFor();
});
let sent: { to: string }[] = [];

const frame = (language: string) => page.frameLocator(`iframe[title="${language}"]`);
const heading = (language: string, name: string) => frame(language).getByRole('heading', { level: 2, name });

describe('the live preview', () => {
  it('says that an issue is still a draft', async () => {
    const badge = page.getByText('Draft', { exact: true });
    expect(await badge.isVisible()).toBe(false);
    await edit(folder, issue, 'status: ready', 'status: draft');
    await badge.waitFor();
    await edit(folder, issue, 'status: draft', 'status: ready');
    await badge.waitFor({ state: 'hidden' });
  });

  it('shows a save on the screen within a quarter of a second, and keeps the place one reads', async () => {
    await page.evaluate(() => scrollTo(0, 900));
    const times: number[] = [];
    for (let i = 0; i < 7; i++) {
      const shown = page.evaluate(
        title =>
          new Promise<number>(resolve => {
            const look = () => {
              const frames = [...document.querySelectorAll('iframe')];
              if (frames.some(one => one.contentDocument?.body.textContent?.includes(title))) resolve(Date.now());
              else requestAnimationFrame(look);
            };
            look();
          }),
        `Saved ${i}`,
      );
      await page.waitForTimeout(150);
      const saved = Date.now();
      await edit(folder, issue, /en: "(Memory is now sold by the gram, like saffron|Saved \d)"/, `en: "Saved ${i}"`);
      times.push((await shown) - saved);
    }
    const median = times.sort((a, b) => a - b)[3] ?? 0;
    console.log(`save to screen: median ${median} ms of ${times.join(', ')}`);
    // A bound that only a broken preview misses; the figure itself is in docs/performance.md.
    expect(median).toBeLessThan(2_000);
    expect(await page.evaluate(() => Math.round(scrollY))).toBe(900);
  });

  it('keeps the last good view when the file breaks, shows where, and goes on when it is mended', async () => {
    const good = await readFile(join(folder, issue), 'utf8');
    await edit(folder, issue, 'layout: lead', 'layout: leed');
    const broken = page.locator('#broken');
    await broken.locator('summary').getByText('leed is not a value').waitFor();
    expect((await broken.boundingBox())?.height).toBeLessThan(80);
    await broken.locator('summary').click();
    expect(await broken.locator('pre').textContent()).toContain('> 20 │     layout: leed');
    expect(await broken.locator('.problem').getByText(`${issue}:20:13`).count()).toBe(1);
    expect(await heading('fr', 'IA cherche mécène').isVisible()).toBe(true);
    await writeFile(join(folder, issue), `${good}\n\tbroken: "`);
    await broken.getByText('yaml-').first().waitFor();
    await writeFile(join(folder, issue), good.replace('Wanted, one patron', 'Mended, one patron'));
    await heading('en', 'Mended, one patron').waitFor();
    expect(await broken.isVisible()).toBe(false);
  });

  it('aligns the editions article by article, and puts problems beside the article they concern', async () => {
    await edit(folder, issue, 'fr: "Une balance', 'fr: "image de balance');
    const card = page.locator('.group[data-article="memory-by-the-gram"] .problem');
    await card.waitFor();
    expect(await card.textContent()).toContain(`${issue}:`);
    await page.waitForTimeout(400);
    const top = (language: string) =>
      frame(language)
        .locator('#memory-by-the-gram')
        .evaluate(e => e.getBoundingClientRect().top);
    expect(Math.abs((await top('fr')) - (await top('en')))).toBeLessThan(2);
    const box = await card.boundingBox();
    const inFrame = await page.locator('iframe[title="fr"]').boundingBox();
    expect(Math.abs((box?.y ?? 0) - (inFrame?.y ?? 0) - (await top('fr')))).toBeLessThan(420);
  });

  it('shows the inbox line, the meters, three widths, dark, without images, and as plain text', async () => {
    expect(await page.locator('.gmail').first().textContent()).toContain("L'Hebdo de l'IAOpenAI passe le chapeau");
    expect(await page.locator('.size').first().textContent()).toMatch(
      /\d+ KB of the 100 KB that Gmail shows · \d min to read/,
    );
    const width = () =>
      page
        .locator('iframe')
        .first()
        .evaluate(one => one.ownerDocument.querySelector('iframe')?.contentWindow?.innerWidth);
    for (const [name, pixels] of [
      ['Tablet', 600],
      ['Desktop', 760],
      ['Phone', 375],
    ] as const) {
      await page.getByText(name, { exact: true }).click();
      await expect.poll(width).toBe(pixels);
    }
    await page.getByText('Dark', { exact: true }).click();
    await expect
      .poll(() =>
        frame('fr')
          .locator('.paper')
          .first()
          .evaluate(e => getComputedStyle(e).backgroundColor),
      )
      .toBe('rgb(28, 27, 25)');
    await page.getByText('Images off').click();
    await expect.poll(() => frame('fr').locator('img[src]').count()).toBe(0);
    await page.getByText('Plain text').click();
    expect(await page.locator('pre').first().textContent()).toContain('AU SOMMAIRE');
  });

  it.each([375, 900, 1_440])('fits into a window of %i pixels, with all problems within reach', async width => {
    await page.setViewportSize({ width, height: 800 });
    await edit(folder, issue, 'fr: "Une balance', 'fr: "image de balance');
    await page.locator('.problem').first().waitFor({ state: 'attached' });
    for (const name of ['Phone', 'Tablet', 'Desktop']) {
      await page.getByText(name, { exact: true }).click();
      await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    }
    expect(await page.locator('.edition:visible').count()).toBe(width < 760 ? 1 : 2);
    await page.locator('#status button').click();
    await expect.poll(() => page.locator('.problem').first().isVisible()).toBe(true);
    const card = page.locator('.problem').first();
    await expect.poll(async () => ((await card.boundingBox())?.y ?? 9_999) < 800).toBe(true);
    await expect
      .poll(() => frame('fr').locator('#memory-by-the-gram').boundingBox())
      .toMatchObject({ y: expect.toSatisfy((y: number) => -400 < y && y < 800) });
    expect(await card.locator('a').getAttribute('href')).toMatch(/^vscode:\/\/file\/.*2026-W48\.yaml:\d+:\d+$/);
    if (width < 760) {
      await page.locator('#tools').getByText('English', { exact: true }).click();
      expect(await page.locator('.edition:visible').getAttribute('aria-label')).toBe('en');
    }
  });

  /** The marked words of each edition, and whether they stand in the title of an article. */
  const marked = (name: string) =>
    page.evaluate(
      highlight =>
        [...document.querySelectorAll('iframe')].flatMap(one => {
          const inside = one.contentWindow as (Window & typeof globalThis) | null;
          return [...(inside?.CSS.highlights.get(highlight) ?? [])].map(range => {
            const { startContainer, startOffset, endOffset } = range;
            const words = startContainer.textContent?.slice(startOffset, endOffset);
            return [words, startContainer.parentElement?.closest('h2') !== null];
          });
        }),
      name,
    );

  it('marks the words of a problem in both editions, where they stand in the text', async () => {
    await edit(folder, issue, '$830 billion"\n    url', '$380 billion"\n    url');
    await page.locator('.problem').first().waitFor();
    const both = [
      ['830\u00a0milliards', true],
      ['$380\u00a0billion', true],
    ];
    await expect.poll(() => marked('hebdo-warning')).toEqual(both);
    expect(await marked('hebdo-current')).toEqual([]);
    await page.keyboard.press('n');
    await expect.poll(() => marked('hebdo-current')).toEqual(both);
  });

  it('goes to another issue, and to an article', async () => {
    const other = (await readFile(join(folder, issue), 'utf8'))
      .replace(sampleWeek, '2026-W30')
      .replace('Wanted, one patron', 'Found, one patron');
    await writeFile(join(folder, 'issues/2026-W30.yaml'), other);
    await expect.poll(() => page.locator('#week option').allTextContents()).toContain('2026-W30');
    await page.selectOption('#week', '2026-W30');
    await heading('en', 'Found, one patron').waitFor();
    expect(await page.evaluate(() => location.href)).toContain('week=2026-W30');
    await page.reload();
    await heading('en', 'Found, one patron').waitFor();
    await page.getByLabel('Go to an article').selectOption('memory-by-the-gram');
    await expect
      .poll(() =>
        frame('fr')
          .locator('#memory-by-the-gram')
          .evaluate(one => one.getBoundingClientRect().top),
      )
      .toBeGreaterThan(0);
    expect(await page.evaluate(() => scrollY)).toBeGreaterThan(900);
  });

  it('says where the next problem is while the window shows none, and leads there', async () => {
    await edit(folder, issue, 'fr: "Une balance', 'fr: "image de balance');
    await page.getByRole('button', { name: 'the next one is below' }).click();
    await expect.poll(() => page.locator('.problem:focus').count()).toBe(1);
    await expect.poll(() => page.locator('.elsewhere').isVisible()).toBe(false);
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await page.getByRole('button', { name: 'the last one is above' }).waitFor();
  });

  it.each(['light', 'dark'] as const)('is accessible in %s, with problems in view', async colorScheme => {
    await page.emulateMedia({ colorScheme });
    await edit(folder, issue, 'fr: "Une balance', 'fr: "image de balance');
    await page.locator('.problem').waitFor();
    expect((await axe(page)).violations).toEqual([]);
    await edit(folder, issue, 'layout: lead', 'layout: leed');
    await page.locator('#broken summary').waitFor();
    await page.locator('#broken summary').click();
    await page.locator('#broken .problem').waitFor();
    expect((await axe(page)).violations).toEqual([]);
  });

  it('serves this machine and this page only, and no file of the folder', async () => {
    const post = (headers: Record<string, string>, body = '{"address":"a@example.com"}') =>
      fetch(`${url}/test`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });
    const { token } = (await (await fetch(`${url}/state`)).json()) as { token: string };
    expect((await post({})).status).toBe(403);
    expect((await post({ 'x-hebdo-token': token, origin: 'https://evil.example.com' })).status).toBe(403);
    expect((await post({ 'x-hebdo-token': token }, 'x')).status).toBe(400);
    for (const path of [
      '/hebdo.yaml',
      `/images/${sampleWeek}/..%2F..%2Fhebdo.yaml`,
      '/images/..%2F..%2Fhebdo.yaml',
      '/assets/..%2f..%2fdesk.ts',
      '/images/%2e%2e%2fhebdo.yaml',
    ])
      expect((await fetch(url + path)).status).toBe(404);
    expect(sent).toEqual([]);
  });
});
