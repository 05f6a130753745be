import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Email } from '../../src/email/email.ts';
import { axe, launchBrowser, noBrowser } from '../helpers/browser.ts';
import { compiled, root } from '../helpers/newsletter.ts';

const { editions } = await compiled(root);

/** A mail as its program shows it: embedded images in place. */
const shown = ({ html, images }: Email): string =>
  images
    .reduce(
      (text, { cid, contentType, bytes }) =>
        text.replaceAll(`cid:${cid}`, `data:${contentType};base64,${bytes.toString('base64')}`),
      html,
    )
    .replace(/[\uE100-\uE103]/g, 'https://news.example.com/x');

/** A mail is shown inside a mail program's page, which has the landmarks. */
const pageRules = ['landmark-one-main', 'region', 'page-has-heading-one'];

let browser: Browser;
beforeAll(async () => {
  if (noBrowser === undefined) browser = await launchBrowser();
});
afterAll(() => browser?.close());

async function open(email: Email, width: number, colorScheme: 'light' | 'dark', html = shown(email)): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, offline: true });
  const page = await context.newPage();
  await page.setContent(html);
  return page;
}

describe.each(editions.map(({ email }) => [email.language, email] as const))(
  'the %s email in a browser',
  (_, email) => {
    it.each(['light', 'dark'] as const)(
      'has no accessibility violation in %s colours, contrast included',
      async scheme => {
        const page = await open(email, 800, scheme);
        const { violations, passed } = await axe(page, pageRules);
        expect(violations).toEqual([]);
        expect(passed).toContain('color-contrast');
        expect(passed).toContain('image-alt');
        await page.context().close();
      },
    );

    it.each([320, 375, 600, 800])('fits a screen of %i px without scrolling sideways', async width => {
      const page = await open(email, width, 'light');
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      await page.context().close();
    });

    it('really is dark where the reader wants it dark', async () => {
      const page = await open(email, 800, 'dark');
      const brightness = await page.evaluate(`
      [...document.querySelectorAll('.paper')].map(e => getComputedStyle(e).backgroundColor.match(/\\d+/g).slice(0, 3).reduce((a, b) => a + +b, 0) / 3)`);
      for (const value of [brightness].flat()) expect(value).toBeLessThan(40);
      await page.context().close();
    });

    it('can be read with images off', async () => {
      const page = await open(email, 375, 'light', email.html);
      for (const alt of await page.locator('img').evaluateAll(images => images.map(image => image.getAttribute('alt'))))
        expect(alt?.length).toBeGreaterThan(10);
      expect(await page.locator('h2').first().isVisible()).toBe(true);
      await page.context().close();
    });

    it('has one h1 and its headings in order', async () => {
      const page = await open(email, 800, 'light');
      const levels = await page
        .locator('h1, h2, h3, h4')
        .evaluateAll(all => all.map(one => Number(one.tagName.slice(1))));
      expect(levels.filter(level => level === 1)).toHaveLength(1);
      levels.forEach((level, i) => {
        expect(level - (levels[i - 1] ?? 0)).toBeLessThanOrEqual(1);
      });
      await page.context().close();
    });
  },
);
