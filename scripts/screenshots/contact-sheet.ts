import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import type { CompiledIssue } from '../../src/app/compile/newsletter.ts';
import { writeRightToLeft } from '../../tests/helpers/issues.ts';
import {
  asOutlook,
  type MailView,
  openMail,
  withoutImages,
  withoutStyleSheets,
} from '../../tests/helpers/mail-page.ts';
import { compiled } from '../../tests/helpers/newsletter.ts';

/** How large a picture of a mail is taken, and at which share of that it stands in the sheet. */
const wide = { width: 700, height: 860, share: 0.58 };
const phone = { width: 375, height: 812, share: 0.6 };
type Size = typeof wide;

/** A picture of the sheet. */
type Tile = { label: string; issue: CompiledIssue; language: string; size: Size } & Omit<MailView, 'width' | 'height'>;

/**
 * Draws one sheet of both templates as mail programs show them: languages, dark mode, without images, without style sheets, Outlook.
 * @returns a PNG
 */
export async function contactSheet(browser: Browser, weekly: CompiledIssue, journal: CompiledIssue): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'hebdo-sheet-'));
  await writeRightToLeft(folder);
  const arabic = await compiled(folder);
  await rm(folder, { recursive: true });
  const dark = { colorScheme: 'dark' } as const;
  const rows: Tile[][] = [
    [
      { label: 'weekly, French', issue: weekly, language: 'fr', size: wide },
      { label: 'English, dark', issue: weekly, language: 'en', size: wide, ...dark },
      { label: 'Outlook for Windows, simulated', issue: weekly, language: 'fr', size: wide, change: asOutlook },
      { label: 'Arabic', issue: arabic, language: 'ar', size: wide },
    ],
    [
      { label: 'weekly, phone', issue: weekly, language: 'en', size: phone },
      { label: 'dark', issue: weekly, language: 'fr', size: phone, ...dark },
      { label: 'Arabic, dark', issue: arabic, language: 'ar', size: phone, ...dark },
      { label: 'without images', issue: weekly, language: 'fr', size: phone, change: withoutImages },
      { label: 'without style sheets', issue: weekly, language: 'en', size: phone, change: withoutStyleSheets },
      { label: 'journal', issue: journal, language: 'fr', size: phone },
      { label: 'journal, dark', issue: journal, language: 'en', size: phone, ...dark },
    ],
  ];
  const drawn: string[] = [];
  for (const row of rows) {
    const figures: string[] = [];
    for (const tile of row) figures.push(await figure(browser, tile));
    drawn.push(`<div>${figures.join('')}</div>`);
  }
  const page = await browser.newPage({ viewport: { width: 1_740, height: 400 } });
  await page.setContent(`<!doctype html><html lang="en"><title>Mail programs</title><style>
    body { margin: 0; padding: 16px 16px 0; background: #8f8a80; font: 15px/20px Helvetica, Arial, sans-serif; color: #fff }
    div { display: flex; justify-content: space-between; margin-bottom: 16px }
    figure { margin: 0 } img { display: block } figcaption { margin-bottom: 6px }
  </style>${drawn.join('')}</html>`);
  const picture = await page.screenshot({ fullPage: true });
  await page.close();
  return picture;
}

/** A picture of a mail as HTML. */
async function figure(browser: Browser, { label, issue, language, size, ...view }: Tile): Promise<string> {
  const edition = issue.editions.find(({ email }) => email.language === language);
  if (edition === undefined) throw new Error(`no edition in ${language}`);
  const { width, height, share } = size;
  const page = await openMail(browser, edition.email, { width, height, ...view });
  const png = (await page.screenshot()).toString('base64');
  await page.context().close();
  return `<figure><figcaption>${label}</figcaption><img alt="" src="data:image/png;base64,${png}" width="${Math.round(width * share)}"></figure>`;
}
