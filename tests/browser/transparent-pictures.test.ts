import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axe, launchBrowser } from '../helpers/browser.ts';
import { article, oddIssue, oddWeek } from '../helpers/issues.ts';
import { openMail } from '../helpers/mail-page.ts';
import { edit, edition, newsletterWith } from '../helpers/newsletter.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** A frame of a colour on nothing, or on white. */
const frame = (width: number, height: number, colour: string, ground = 'none'): Promise<Buffer> =>
  sharp(
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="${width}" height="${height}" fill="${ground}"/><rect x="20" y="20" width="${width - 40}" height="${height - 40}" fill="none" stroke="${colour}" stroke-width="14"/></svg>`,
    ),
  )
    .png()
    .toBuffer();

/** The mail of an issue with a dark logo, and pictures that are dark, light and opaque. */
async function mail(template: string, language: string) {
  const alt = { fr: 'Un cadre', en: 'A frame' };
  const pictures = { dark: '#181818', light: '#f4f4f0', opaque: '#181818' };
  const folder = await newsletterWith({
    [`issues/${oddWeek}.yaml`]: oddIssue(
      Object.keys(pictures).map(name => article(name, { layout: 'lead', image: { src: `./images/${name}.png`, alt } })),
    ),
  });
  for (const [name, colour] of Object.entries(pictures))
    await writeFile(
      join(folder, `issues/images/${name}.png`),
      await frame(640, 360, colour, name === 'opaque' ? '#ffffff' : undefined),
    );
  await writeFile(join(folder, 'logo.png'), await frame(700, 100, '#101010'));
  await edit(folder, 'hebdo.yaml', 'theme:', 'theme:\n  logo: { src: ./logo.png, alt: Hebdo, width: 350 }');
  await edit(folder, 'hebdo.yaml', 'template: weekly', `template: ${template} # here`);
  return (await edition(folder, language, oddWeek)).email;
}

const light = 'rgb(244, 241, 234)';
const none = 'rgba(0, 0, 0, 0)';

describe.each([
  ['weekly', 'fr'],
  ['weekly', 'en'],
  ['journal', 'en'],
])('transparent pictures in the template %s, in %s', (template, language) => {
  it.each([375, 800])('stand on a light ground in dark mode if they are dark, at %i px', async width => {
    const email = await mail(template, language);
    for (const [scheme, change, ground] of [
      ['light', undefined, none],
      ['dark', undefined, light],
      // How Outlook.com marks what it has darkened.
      ['light', (html: string) => html.replace('<body', '<body data-ogsc=""'), light],
    ] as const) {
      const page = await openMail(browser, email, { width, colorScheme: scheme, change });
      const grounds = await page
        .locator('.logo, .photo')
        .evaluateAll(images => images.map(one => getComputedStyle(one).backgroundColor));
      // The last is the ground of alternative texts, behind a picture that is not transparent.
      expect(grounds).toEqual([ground, ground, none, light]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      const radii = await page
        .locator('.logo, .photo')
        .evaluateAll(images => images.map(one => getComputedStyle(one).borderRadius));
      expect(radii.slice(0, 2)).toEqual(ground === light ? ['8px', '8px'] : ['0px', '0px']);
      await page.context().close();
    }
  });

  it('have alternative texts that can be read with images off', async () => {
    const email = await mail(template, language);
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await openMail(browser, { ...email, images: [] }, { width: 375, colorScheme });
      // axe reads no alternative texts: they are shown as texts.
      await page.evaluate(() => {
        for (const image of document.querySelectorAll('img')) {
          const text = document.createElement('span');
          text.className = image.className;
          text.style.cssText = image.style.cssText;
          text.textContent = image.alt;
          image.replaceWith(text);
        }
      });
      const { violations } = await axe(page, ['landmark-one-main', 'region', 'page-has-heading-one']);
      expect(violations).toEqual([]);
      await page.context().close();
    }
  });
});
