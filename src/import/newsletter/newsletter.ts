import { readDate } from '../../source/read-date.ts';
import { t } from '../../wording/wording.ts';
import { type Draft, ImportProblem, tidy } from '../draft.ts';
import { absolute, type PageDocument, parsePage } from '../page-document.ts';
import { lettersOf } from '../page-title.ts';
import { embeddedImages } from './images.ts';
import { articlesIn } from './layout/articles.ts';
import type { Block } from './layout/block.ts';
import { blocksOf } from './layout/blocks.ts';
import { dateIn, removeContents, withoutFurniture } from './layout/furniture.ts';
import { styleReader } from './layout/style.ts';
import { cleanLink } from './links.ts';
import { readMail } from './mail.ts';
import { withoutMergeTags } from './merge-tags.ts';
import { htmlOfText } from './plain-text.ts';

/** An issue that another program sent. */
export type Newsletter = {
  subject: string;
  preheader?: string;
  /** Markdown. */
  intro?: string;
  language: string;
  date?: Date;
  /** The newsletter on the web. */
  webVersion?: string;
  /** Its articles. The address of an image that the mail carries is `embedded:` and its place in `images`. */
  drafts: Draft[];
  images: Uint8Array[];
  /** How much was not taken over, or is to be looked at. */
  counts: Counts;
};

type Counts = {
  /** Texts and images around the articles. */
  leftOut: number;
  mergeTags: number;
  /** Links that lead through the counter of the program that sent the newsletter. */
  hiddenLinks: number;
  /** Images of articles that have one already, of the introduction, or without an address. */
  images: number;
};

/** Characters of HTML, at most; Gmail shows the first 102 KB. Images inside are not counted. */
const maxHtmlChars = 3_000_000;
const maxPreheaderChars = 300;
const maxArticles = 200;

/**
 * Reads a newsletter from a mail, or from its HTML.
 * @param source the bytes of a mail, or HTML
 * @param address of the newsletter on the web, if it is known
 * @throws ImportProblem if it is too large or too deep, or has no article
 */
export async function readNewsletter(source: Uint8Array | string, address?: string): Promise<Newsletter> {
  const mail =
    typeof source === 'string'
      ? { subject: '', sender: '', language: '', html: source, images: new Map<string, Uint8Array>() }
      : await readMail(Buffer.from(source));
  const html = mail.html ?? htmlOfText(mail.text ?? '');
  const { text, count: mergeTags } = withoutMergeTags(writable(html));
  const { html: plain, images } = embeddedImages(text, mail.images);
  if (plain.length > maxHtmlChars)
    throw new ImportProblem(
      t('This newsletter has more than %{maxHtmlChars} million characters.', { maxHtmlChars: maxHtmlChars / 1e6 }),
      t('Copy its articles into .txt files and import those.'),
    );
  const document = parsePage(plain);
  const preheader = preheaderOf(document);
  const hidden = cleanLinks(document, address);
  removeContents(document);
  const all = blocksOf(document);
  const forwarded = forwardedIn(all);
  const kept = withoutFurniture(all.filter(block => block !== forwarded?.block));
  const title = tidy(document.querySelector('title')?.textContent);
  const subject = forwarded?.subject || withoutPrefix(tidy(withoutMergeTags(writable(mail.subject)).text)) || title;
  const blocks = kept.blocks.filter(block => !isMasthead(block, mail.sender));
  const { drafts: found, intro, spareImages } = articlesIn(blocks, subject, isLetter(plain));
  // The newsletter's own name above its articles is none of their categories.
  const names = [subject, title, mail.sender].map(lettersOf);
  const drafts = found.map(draft => ({
    ...draft,
    categories: draft.categories.filter(category => !names.includes(lettersOf(category))),
  }));
  if (drafts.length === 0)
    throw new ImportProblem(
      t('No article can be found in this newsletter.'),
      t('Copy the text of each article into a .txt file and import that.'),
    );
  if (drafts.length > maxArticles)
    throw new ImportProblem(
      t('This newsletter has more than %{maxArticles} articles.', { maxArticles }),
      t('Divide it, or import the articles by their own addresses.'),
    );
  const used = JSON.stringify([drafts, intro]);
  return {
    subject,
    preheader: preheader === '' ? undefined : preheader,
    intro,
    language: languageOf(document) || mail.language.split(/[,-]/)[0]?.trim() || '',
    date: forwarded?.date ?? ('date' in mail ? mail.date : undefined) ?? dateIn(all),
    webVersion: kept.webVersion ?? address,
    drafts,
    images,
    counts: {
      leftOut: kept.leftOut,
      mergeTags,
      hiddenLinks: [...hidden].filter(href => used.includes(href)).length,
      images: spareImages + drafts.filter(({ image }) => image?.src === '').length,
    },
  };
}

/** A text without characters that an issue may not have: of private use (icons), and marks of direction. */
const writable = (text: string): string =>
  text.replace(/[\u2028\u2029]/g, ' ').replace(/[\uE000-\uF8FF\u202a-\u202e\u2066-\u2069]/g, '');

/** A subject without the word that mail programs write before that of a forwarded mail. */
const withoutPrefix = (subject: string): string => subject.replace(/^(?:(?:fwd?|tr|wg|rv|i) ?: ?){1,3}/i, '');

/** The header that a mail program writes above a mail that it forwards in the text, and what it says. */
function forwardedIn(blocks: readonly Block[]): { block: Block; subject: string; date?: Date } | undefined {
  const block = blocks
    .slice(0, maxForwardedBlocks)
    .find(({ text }) => /^-{2,20} ?(?:forwarded message|message transféré|weitergeleitete nachricht)/i.test(text));
  if (block === undefined) return undefined;
  const fields = block.text
    .slice(0, 1_000)
    .split(/\s(?=(?:from|de|von|date|datum|sent|envoyé|subject|objet|betreff|to|à|an|cc) ?:)/i);
  const fieldOf = (names: RegExp): string =>
    fields
      .find(field => names.test(field))
      ?.replace(/^[^:]{1,20}:/, '')
      .trim() ?? '';
  const date = fieldOf(/^(?:date|datum|sent|envoyé)/i);
  const subject = fieldOf(/^(?:subject|objet|betreff)/i);
  return { block, subject: withoutPrefix(subject), date: readDate(date) };
}

/** Blocks at the beginning among which such a header is. */
const maxForwardedBlocks = 10;

/** Programs whose newsletters are one text. */
const isLetter = (html: string): boolean =>
  /substackcdn|substack\.com\/(?:app-link|redirect)|class="[^"]{0,60}post-title/i.test(html.slice(0, 200_000));

/** Whether a block is the newsletter's name above its articles. */
const isMasthead = (block: Block, sender: string): boolean =>
  sender !== '' && tidy(block.text).toLowerCase() === tidy(sender).toLowerCase();

const languageOf = (document: PageDocument): string =>
  tidy(document.documentElement?.getAttribute('lang') ?? document.querySelector('[lang]')?.getAttribute('lang'))
    .split(/[-_]/)[0]
    ?.toLowerCase() ?? '';

/** Cleans the links of a newsletter. @returns those that still lead through a program that counts clicks */
function cleanLinks(document: PageDocument, address: string | undefined): Set<string> {
  const hidden = new Set<string>();
  for (const link of document.querySelectorAll('a[href]')) {
    const href = link.getAttribute('href') ?? '';
    if (href.startsWith('#')) continue;
    const target = absolute(href, address);
    const clean = cleanLink(target);
    if (clean?.isHidden === true) hidden.add(clean.href);
    if (clean !== undefined) link.setAttribute('href', clean.href);
    else if (target.startsWith('mailto:')) link.setAttribute('href', target);
    else link.removeAttribute('href');
  }
  for (const image of document.querySelectorAll('img')) {
    const src = image.getAttribute('src') ?? '';
    if (!src.startsWith('embedded:')) image.setAttribute('src', absolute(src, address).replace(/^mailto:.*/, ''));
  }
  return hidden;
}

/** Elements at the beginning of a newsletter among which its preheader is. */
const maxPreheaderElements = 80;

/** The text that mail programs show beside the subject: the first hidden one, or one whose class says so. */
function preheaderOf(document: PageDocument): string {
  const styleOf = styleReader(document);
  const first = [...(document.body?.querySelectorAll('div, span, td, p') ?? [])].slice(0, maxPreheaderElements);
  const found = first.find(
    element =>
      (styleOf(element).isHidden || /pre-?header|preview-?text/i.test(element.getAttribute('class') ?? '')) &&
      element.querySelector('table, img') === null &&
      plainPreheader(element.textContent).length > 7,
  );
  return plainPreheader(found?.textContent).slice(0, maxPreheaderChars);
}

/** A preheader without the invisible characters that fill the line after it. */
const plainPreheader = (text: string | null | undefined): string =>
  tidy((text ?? '').slice(0, 5_000).replace(/[\p{Cf}\u2007]|\u034f|\u115f/gu, ' '));
