import type { Browser, Page } from 'playwright-core';
import type { Email } from '../../src/email/email.ts';

/** The HTML of a mail as its program shows it: embedded images in place, links in the slots. */
const shownHtml = ({ html, images }: Email): string =>
  images
    .reduce(
      (text, { cid, contentType, bytes }) =>
        text.replaceAll(`cid:${cid}`, `data:${contentType};base64,${bytes.toString('base64')}`),
      html,
    )
    .replace(/[\uE100-\uE103]/g, 'https://news.example.com/x');

/** How a mail is shown; `change` is what the program does to the HTML. */
export type MailView = {
  width: number;
  height?: number;
  colorScheme?: 'light' | 'dark';
  change?: (html: string) => string;
};

/** Opens a mail as a program would show it, in a context of its own and without a network. */
export async function openMail(
  browser: Browser,
  email: Email,
  { width, height = 900, colorScheme = 'light', change = html => html }: MailView,
): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme, offline: true });
  const page = await context.newPage();
  await page.setContent(change(shownHtml(email)));
  return page;
}

/** Programs that show no images before the reader asks for them. */
export const withoutImages = (html: string): string => html.replace(/ src="data:[^"]*"/g, ' src="cid:none"');

/** Programs that drop style sheets, such as Gmail's apps with accounts of other providers. */
export const withoutStyleSheets = (html: string): string => html.replace(/<style[\s\S]*?<\/style>/g, '');

/** Outlook for Windows: padding of table cells only, no max-width, and pictures as wide as their attribute says (learn.microsoft.com, Word HTML and CSS). */
export const asOutlook = (html: string): string =>
  withoutStyleSheets(html).replace(/<(?!t[dh]\b)(\w+)([^>]*?) style="([^"]*)"/g, (_, tag, before, style: string) => {
    const ignored =
      tag === 'img'
        ? /^\s*(?:padding|max-width|border-radius|width|height)/
        : /^\s*(?:padding|max-width|border-radius)/;
    const kept = style.split(';').filter(part => !ignored.test(part));
    return `<${tag}${before} style="${kept.join(';')}"`;
  });
