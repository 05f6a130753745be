import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HtmlValidate } from 'html-validate';
import { describe, expect, it } from 'vitest';
import { checkNewsletter } from '../../src/app/write/check.ts';
import { loadLocales } from '../../src/edition/locale.ts';
import { compileConfirmationEmails } from '../../src/email/confirmation-email.ts';
import { partialUses } from '../../src/email/rules/partial-support.ts';
import { loadPublication } from '../../src/publication/load.ts';
import { confirmationDays } from '../../src/subscribers/sign-up.ts';
import { axe, launchBrowser } from '../helpers/browser.ts';
import { withoutStyleSheets } from '../helpers/mail-page.ts';
import { emptyFolder, newsletterWith, root } from '../helpers/newsletter.ts';

const { value: publication } = await loadPublication(root);
if (publication === undefined) throw new Error('the sample is broken');
const languages = ['fr', 'en', 'ar'];

/** Arabic comes as any language does: by a file. */
async function letters() {
  const folder = await newsletterWith({
    'locales/ar.json': await readFile(join(root, 'tests/edition/fixtures/ar.json'), 'utf8'),
  });
  const { value: locales = [] } = await loadLocales(folder, languages);
  return (
    (await compileConfirmationEmails(folder, publication ?? never(), locales, { lifetimeDays: confirmationDays }))
      .value ?? []
  );
}
const never = (): never => {
  throw new Error('unreachable');
};

describe('a letter', () => {
  it('is there for every language and question, short, and says who sends it', async () => {
    const all = await letters();
    expect(all.map(({ kind, language }) => `${kind} ${language}`).sort()).toEqual(
      languages
        .flatMap(language => ['account', 'address', 'sign_up', 'undo'].map(kind => `${kind} ${language}`))
        .sort(),
    );
    for (const { html, text, subject } of all) {
      expect(Buffer.byteLength(html)).toBeLessThan(12_000);
      expect(text).toContain('1 rue de la Paix');
      for (const part of [html, text]) expect(part).toContain('\uE104');
      expect(`${html}${text}${subject}`).not.toMatch(/undefined|\{\{|mails\./);
    }
  });

  it('is valid and accessible HTML, in light and dark, from right to left too, at 320 pixels', async () => {
    const rules = JSON.parse(await readFile(join(root, 'tests/email/html-validate.json'), 'utf8'));
    const browser = await launchBrowser();
    try {
      for (const { html, language } of await letters()) {
        const { results } = await new HtmlValidate(rules).validateString(html);
        expect(results.flatMap(({ messages }) => messages.map(({ ruleId, line }) => `${ruleId} ${line}`))).toEqual([]);
        for (const colorScheme of ['light', 'dark'] as const) {
          const page = await browser.newPage({ viewport: { width: 320, height: 700 }, colorScheme });
          await page.setContent(html.replaceAll('\uE104', 'https://x.example/'));
          expect((await axe(page, ['landmark-one-main', 'region'])).violations).toEqual([]);
          expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
          const dir = language === 'ar' ? 'rtl' : 'ltr';
          expect(await page.locator('html').getAttribute('dir')).toBe(dir);
          const texts = await page.locator('h1, p:not(:empty), a').evaluateAll(all =>
            all.map(one => {
              const { direction, letterSpacing, fontStyle } = getComputedStyle(one);
              return `${direction} ${letterSpacing} ${fontStyle}`;
            }),
          );
          expect(new Set(texts)).toEqual(new Set([`${dir} normal normal`]));
          await page.close();
        }
      }
    } finally {
      await browser.close();
    }
  });

  it('has its space in Outlook for Windows, and small margins where style sheets are dropped', async () => {
    const { rawData } = await import('caniemail');
    const browser = await launchBrowser();
    try {
      for (const { html } of await letters()) {
        expect(await partialUses(html, rawData.data, client => client === 'outlook.windows')).toEqual([
          // The link of the button has it for all other programs.
          expect.objectContaining({ property: 'padding', tags: ['a'] }),
        ]);
        const page = await browser.newPage({ viewport: { width: 375, height: 700 } });
        await page.setContent(withoutStyleSheets(html));
        expect((await page.locator('h1').boundingBox())?.width).toBeGreaterThan(300);
        await page.close();
      }
    } finally {
      await browser.close();
    }
  });

  it('of a newsletter’s own template must carry the link, the publisher and the language', async () => {
    const folder = await newsletterWith({
      'templates/confirmation/email.mjml':
        '<mjml><mj-body><mj-section><mj-column><mj-text>{{ letter.title }}</mj-text></mj-column></mj-section></mj-body></mjml>',
      'templates/confirmation/email.txt.liquid': '{{ letter.title }}',
    });
    const checked = await checkNewsletter(folder, [], false, new Date());
    expect(checked.problems.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([
      'required-parts: The HTML has no link to confirm.',
      'required-parts: The plain text has no link to confirm.',
      expect.stringContaining('name is missing in the HTML'),
      expect.stringContaining('address is missing in the HTML'),
      expect.stringContaining('name is missing in the plain text'),
      expect.stringContaining('address is missing in the plain text'),
      'required-parts: The HTML does not say its language.',
    ]);
    for (const { message, file } of checked.problems)
      expect(file).toMatch(message.includes('plain text') ? /\/email\.txt\.liquid$/ : /\/email\.mjml$/);
  });

  it('comes from the newsletter’s own templates/confirmation/ where there is one, and its mistakes have a place', async () => {
    const folder = await newsletterWith({
      'templates/confirmation/email.mjml': '<mjml><mj-body>\n{{ letter.nothing }}</mj-body></mjml>',
      'templates/confirmation/email.txt.liquid': '{{ slots.confirm_url }}',
    });
    const { value: locales = [] } = await loadLocales(folder, ['en']);
    const { value, problems } = await compileConfirmationEmails(folder, publication, locales, {
      lifetimeDays: confirmationDays,
    });
    expect(value).toBeUndefined();
    expect(problems).toMatchObject([{ file: 'templates/confirmation/email.mjml', span: { line: 2 } }]);
    // check tells it before anybody has to sign up.
    const checked = await checkNewsletter(folder, [], false, new Date());
    expect(checked.problems).toMatchObject([{ file: 'templates/confirmation/email.mjml', span: { line: 2 } }]);
    const empty = await emptyFolder();
    expect(
      (await compileConfirmationEmails(empty, publication, locales, { lifetimeDays: confirmationDays })).value,
    ).toHaveLength(4);
  });
});
