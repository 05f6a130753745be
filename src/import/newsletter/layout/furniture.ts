import { readDate } from '../../../source/read-date.ts';
import { tidy } from '../../draft.ts';
import type { PageDocument } from '../../page-document.ts';
import type { Block } from './block.ts';
import { isContents, isNotice, isSignOff, isSocial, isUnsubscribe, isWebVersion, maxLabelChars } from './words.ts';

/** Smaller than this share of the text's size is small print. */
const smallPrint = 0.9;
/** Blocks at the end among which a sign-off is looked for. */
const maxSignOffBlocks = 6;

/** The blocks of the articles and the introduction; how many others there were; and the address of the newsletter on the web. */
export type Kept = { blocks: Block[]; leftOut: number; webVersion?: string };

/**
 * Removes what stands around the articles of every newsletter: the link to the web version, the date, notices, accounts of social
 * networks, a table of contents, the sign-off, and all from the link to unsubscribe to the end.
 */
export function withoutFurniture(all: readonly Block[]): Kept {
  const webVersion = all
    .flatMap(({ links }) => links)
    .find(({ words, href }) => isWebVersion(words) && /^https?:/.test(href))?.href;
  const size = textSize(all);
  const middle = all.length / 2;
  const unsubscribe = all.findIndex((block, i) => i >= middle && isUnsubscribe(block.text));
  let end = unsubscribe === -1 ? all.length : unsubscribe;
  const isSmall = (block: Block): boolean => block.kind === 'text' && block.size < size * smallPrint;
  const isFooter = (block: Block | undefined): boolean =>
    block !== undefined && (isFurniture(block) || (isSmall(block) && unsubscribe !== -1));
  while (end > 1 && isFooter(all[end - 1])) end--;
  const signOff = all.findIndex((block, i) => i >= Math.max(1, end - maxSignOffBlocks) && isSignOff(block.text));
  if (signOff !== -1 && signOff < end) end = signOff;
  const blocks = all.slice(0, end).filter((block, i) => !isFurniture(block) && !isContentsList(block, all[i - 1]));
  return { blocks, leftOut: all.length - blocks.length, webVersion };
}

/**
 * The size of the text, in pixels: the one that most characters have.
 * @param minShare a smaller size counts if it has this share of their number: of short texts, the titles may be the longer part
 */
export function textSize(blocks: readonly Block[], minShare = 1): number {
  const characters = new Map<number, number>();
  for (const { kind, size, text } of blocks)
    if (kind === 'text' || kind === 'list') characters.set(size, (characters.get(size) ?? 0) + text.length);
  const most = Math.max(0, ...characters.values());
  const sizes = [...characters].flatMap(([size, count]) => (count >= most * minShare ? [size] : []));
  return sizes.length === 0 ? 16 : Math.min(...sizes);
}

function isFurniture({ kind, text, href, links, level, classes }: Block): boolean {
  if (kind === 'image') return isWebVersion(text);
  // The numbers of a table of contents.
  if (isContents(text) || /pre-?header/i.test(classes) || /^\d{1,2}\.?$/.test(text)) return true;
  if (isSocial(text, href ?? '') || (links.length > 1 && links.every(link => isSocial(link.words, link.href))))
    return true;
  // A headline may speak of privacy or of an address.
  if (level > 0 || (kind === 'text' && text.length > maxLabelChars && href !== undefined))
    return isUnsubscribe(text) && text.length <= maxLabelChars;
  return isWebVersion(text) || isNotice(text) || isDateline(text);
}

const isContentsList = ({ kind }: Block, previous: Block | undefined): boolean =>
  kind === 'list' && previous !== undefined && isContents(previous.text);

/** The date that a newsletter shows above or below its articles. */
export const dateIn = (blocks: readonly Block[]): Date | undefined =>
  blocks
    .filter(({ text }) => isDateline(text))
    .flatMap(({ text }) => text.split(/[·|•—]/u).map(part => readDate(tidy(part))))
    .find(date => date !== undefined);

/** Whether a text is a date or the number of an issue: `Issue 48 · Friday, November 27, 2026`, `N° 12`. */
const isDateline = (text: string): boolean =>
  text.length <= 80 &&
  text
    .split(/[·|•—]/u)
    .map(tidy)
    .every(
      part =>
        part === '' ||
        /^(?:issue|n[°ºo]\.?|numéro|edition|édition|ausgabe|#)\s*#?\d{1,5}$/iu.test(part) ||
        /^\d{1,2} min(?:ute)?s?(?: read| de lecture)?$/i.test(part) ||
        readDate(part) !== undefined,
    );

/** The mark of the places to which a table of contents leads. */
export const contentsTarget = 'data-contents-target';

/**
 * Removes the links of a table of contents, and marks the places in the newsletter to which they lead; removes the bar above Mailchimp's
 * web version.
 */
export function removeContents(document: PageDocument): void {
  for (const bar of document.querySelectorAll('#awesomewrap, #awesomebar')) bar.remove();
  for (const link of document.querySelectorAll('a[href^="#"]'))
    if ((link.getAttribute('href') ?? '').length > 1 && tidy(link.textContent).length > 8) {
      const name = link.getAttribute('href')?.slice(1) ?? '';
      for (const place of document.querySelectorAll('[id], a[name]'))
        if (place.id === name || place.getAttribute('name') === name) place.setAttribute(contentsTarget, '');
      link.remove();
    }
}
