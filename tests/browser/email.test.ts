import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Email } from '../../src/email/email.ts';
import { axe, launchBrowser, noBrowser } from '../helpers/browser.ts';
import { openMail } from '../helpers/mail-page.ts';
import { compiled, root } from '../helpers/newsletter.ts';

const { editions } = await compiled(root);

/** A mail is shown inside a mail program's page, which has the landmarks. */
const pageRules = ['landmark-one-main', 'region', 'page-has-heading-one'];

let browser: Browser;
beforeAll(async () => {
  if (noBrowser === undefined) browser = await launchBrowser();
});
afterAll(() => browser?.close());

const open = (email: Email, width: number, colorScheme: 'light' | 'dark', html?: string): Promise<Page> =>
  openMail(browser, email, { width, colorScheme, ...(html === undefined ? {} : { change: () => html }) });

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

    it('meets the rules of the Email Markup Consortium’s report on accessibility', async () => {
      const page = await open(email, 800, 'light');
      const faults = await page.evaluate(() => {
        const all = <Found extends Element>(selector: string): Found[] => [
          ...document.querySelectorAll<Found>(selector),
        ];
        const textOf = (one: Element): string =>
          [
            one.getAttribute('aria-label') ?? '',
            one.textContent,
            ...[...one.querySelectorAll('img')].map(({ alt }) => alt),
          ]
            .join(' ')
            .trim();
        const { documentElement: root, title } = document;
        const vague = /^(?:ici|cliquez ici|here|click here|more|read more|en savoir plus|lien|link|https?:.*)$/i;
        const viewport = document.querySelector('meta[name=viewport]')?.getAttribute('content') ?? '';
        return {
          'html without lang or dir': [root.lang, root.dir].filter(value => value === ''),
          'child of the body without lang or dir': [...document.body.children]
            .filter(one => one.textContent?.trim() !== '' && !['STYLE', 'SCRIPT'].includes(one.tagName))
            .filter(one => one.getAttribute('lang') !== root.lang || one.getAttribute('dir') !== root.dir)
            .map(one => one.outerHTML.slice(0, 80)),
          'no title': title.trim() === '' ? ['title'] : [],
          'table that is read as data': all('table:not([role=presentation], [role=none])').map(one => one.className),
          'header cell in a layout': all('th, caption, thead').map(one => one.tagName),
          'image without alt': all('img:not([alt])').map(one => one.outerHTML),
          'link without words': all('a[href]')
            .filter(one => textOf(one) === '')
            .map(one => one.outerHTML),
          'link with vague words': all('a[href]')
            .filter(one => vague.test(textOf(one)))
            .map(textOf),
          'link known by its colour only': all('.body a, .intro a, .outro a, .foot p:not(.leave) a')
            .filter(one => !getComputedStyle(one).textDecorationLine.includes('underline'))
            .map(textOf),
          'empty heading': all('h1, h2, h3, h4')
            .filter(one => textOf(one) === '')
            .map(one => one.outerHTML),
          'zoom forbidden': /user-scalable\s*=\s*(?:no|0)|maximum-scale/.test(viewport) ? [viewport] : [],
          'justified text': all('p, li')
            .filter(one => getComputedStyle(one).textAlign === 'justify')
            .map(textOf),
          'small text': all('p, li, td, a, span')
            .filter(one => one.textContent?.trim() !== '' && one.checkVisibility())
            .filter(one =>
              [...one.childNodes].some(
                ({ nodeType, data }: Node & { data?: string }) => nodeType === 3 && data?.trim() !== '',
              ),
            )
            .filter(one => Number.parseFloat(getComputedStyle(one).fontSize) < 12)
            .map(textOf),
          'id that is there twice': all('[id]')
            .map(({ id }) => id)
            .filter((id, i, ids) => ids.indexOf(id) !== i),
        };
      });
      expect(Object.fromEntries(Object.entries(faults).filter(([, found]) => found.length > 0))).toEqual({});
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
