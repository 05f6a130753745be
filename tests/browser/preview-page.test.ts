/// <reference lib="dom" />
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser, noBrowser } from '../helpers/browser.ts';
import { secret } from '../helpers/hebdo.ts';
import { writeRightToLeft } from '../helpers/issues.ts';
import { edit, emptyFolder, sampleNewsletter, sampleWeek } from '../helpers/newsletter.ts';
import { openPreview } from '../helpers/preview.ts';
import { reply, smtpSink } from '../helpers/smtp.ts';

const issue = `issues/${sampleWeek}.yaml`;
let browser: Browser;
let folder: string;
let url: string;
let page: Page;
let sent: { to: string }[] = [];

beforeAll(async () => {
  if (noBrowser === undefined) browser = await launchBrowser();
});
afterAll(() => browser?.close());

beforeEach(async () => {
  folder = await sampleNewsletter();
  const { url: smtp, taken } = await smtpSink({
    onRcpt(to) {
      if (to.startsWith('full@')) throw reply(552, 'mailbox full');
    },
  });
  sent = taken;
  ({ page, url } = await openPreview(browser, folder, [], { HEBDO_SMTP_URL: smtp, HEBDO_SECRET: secret }));
  await frame('fr').getByRole('heading', { level: 1 }).waitFor();
});

const frame = (language: string) => page.frameLocator(`iframe[title="${language}"]`);

describe('the page of the live preview', () => {
  it('is used by keys, past the links of the mails', async () => {
    await page.keyboard.press('d');
    await page.keyboard.press('w');
    await page.keyboard.press('l');
    expect(await page.evaluate(() => location.href)).toMatch(/width=tablet&scheme=dark&part=html&edition=fr/);
    await page.locator('.edition:visible a.skip').focus();
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('after-fr');
  });

  it('is used by keys after a click into a mail', async () => {
    await frame('fr').getByRole('heading', { level: 1 }).click();
    await page.keyboard.press('d');
    expect(await page.evaluate(() => location.href)).toContain('scheme=dark');
    await page.keyboard.press('w');
    expect(await page.evaluate(() => location.href)).toContain('width=tablet');
  });

  it('keeps how the mail is shown when the keyboard skips to the problems', async () => {
    const skip = page.locator('#skip');
    expect(await skip.isVisible()).toBe(false);
    await edit(folder, issue, 'fr: "Une balance', 'fr: "image de balance');
    await page.locator('.problem').waitFor();
    await page.keyboard.press('d');
    const chosen = await page.evaluate(() => location.href);
    await skip.focus();
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('notes');
    expect(await page.evaluate(() => location.href)).toBe(chosen);
  });

  it('shows the usual view where the address asks for one that does not exist', async () => {
    await page.goto('about:blank');
    await page.goto(`${url}/assets/preview.html#width=huge&part=zzz&scheme=&edition=xx&toString=1`);
    await frame('fr').getByRole('heading', { level: 1 }).waitFor();
    const chosen = await page
      .locator('#tools input:checked')
      .evaluateAll(all => all.map(one => (one instanceof HTMLInputElement ? one.value : '')));
    expect(chosen).toEqual(['html', 'phone', 'light', 'all']);
  });

  it('keeps what one chose over a reload, in the address', async () => {
    await page.getByText('Dark', { exact: true }).click();
    await page.getByText('Tablet', { exact: true }).click();
    expect(await page.evaluate(() => location.href)).toContain('scheme=dark');
    await page.reload();
    await frame('fr').getByRole('heading', { level: 1 }).waitFor();
    expect(await page.locator('input[value=dark]').isChecked()).toBe(true);
    expect(await page.locator('body').getAttribute('data-width')).toBe('tablet');
  });

  it('speaks the editor’s language, that of the messages', async () => {
    const { page: french } = await openPreview(browser, folder, ['--lang', 'fr']);
    await french.getByText('Sans images').waitFor();
    expect(await french.locator('html').getAttribute('lang')).toBe('fr');
    expect(await french.locator('#status').textContent()).toBe('Aucun problème');
    expect(await french.title()).toBe(`${sampleWeek} · aperçu de hebdo`);
  });

  it('sends a test to the address that is typed', async () => {
    await page.getByLabel('Your address').fill('editor@example.com');
    await page.getByRole('button', { name: 'Send me a test' }).click();
    await expect.poll(() => page.locator('#test output').textContent()).toBe('Sent.');
    expect(sent.map(({ to }) => to)).toEqual(['editor@example.com', 'editor@example.com']);
  });

  it('says in words why a test was not sent, and keeps the form in its place', async () => {
    const field = page.getByLabel('Your address');
    const answer = page.locator('#test output');
    const send = async (address: string): Promise<void> => {
      await field.fill(address);
      await page.getByRole('button', { name: 'Send me a test' }).click();
    };
    const placeOf = async () => {
      const form = await page.locator('#test').boundingBox();
      return [form?.x, form?.width, (await field.boundingBox())?.x];
    };
    const place = await placeOf();
    await send('nobody');
    await expect.poll(() => answer.textContent()).toMatch(/^Not sent\. nobody: .*@/);
    expect(await placeOf()).toEqual(place);
    await send('full@example.com');
    const reason = 'Not sent to full@example.com in French: the server refuses it (';
    await expect.poll(() => answer.textContent()).toContain(reason);
    expect(await placeOf()).toEqual(place);
  });

  it('shows the inbox lines of a language from right to left in that direction', async () => {
    const arabic = await emptyFolder();
    await writeRightToLeft(arabic);
    const { page: rightToLeft } = await openPreview(browser, arabic);
    for (const line of ['.gmail', '.apple'])
      await expect.poll(() => rightToLeft.locator(`${line}[lang=ar]`).getAttribute('dir')).toBe('rtl');
    // The sender stands at the right, where a line begins.
    const [row, sender] = [rightToLeft.locator('.gmail').first(), rightToLeft.locator('.gmail b').first()];
    const right = async (one: Locator): Promise<number> => {
      const box = await one.boundingBox();
      return (box?.x ?? 0) + (box?.width ?? 0);
    };
    expect(Math.abs((await right(row)) - (await right(sender)))).toBeLessThan(2);
    await rightToLeft.getByText('Plain text').click();
    expect(await rightToLeft.locator('.edition pre').first().getAttribute('dir')).toBe('rtl');
  });
});
