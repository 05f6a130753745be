import { lengthOf, type PageDocument, type PageElement } from '../page-document.ts';

/** An article's part of the page's text, at least; the rest are comments, menus and links. */
const minArticleShare = 0.3;
/** The part of the text in paragraphs that is around the title. */
const minTextShare = 0.4;
/** Characters of a paragraph that is neither a title, a byline nor a link, and how many an article has. */
const [minTextChars, minTextParagraphs] = [80, 2];

const blocks = 'p, div, table, ul, ol, section, article, blockquote';

/** The paragraphs of text in an element, whatever they are made of. */
export const textBlocks = (element: PageElement): PageElement[] =>
  [...element.querySelectorAll('p, div, td, li, blockquote')].filter(
    block => lengthOf(block) >= minTextChars && block.querySelector(blocks) === null,
  );

/**
 * The element that a page marks as its article or its main part, if it holds the title and enough text; else the smallest
 * element around the title with enough text. Undefined if that is the page.
 */
export function ownElement(document: PageDocument): PageElement | undefined {
  const heading = document.querySelector('article h1, main h1, [role="main"] h1');
  const enough = lengthOf(document.body) * minArticleShare;
  for (const selector of ['article', 'main', '[role="main"]']) {
    const element = heading?.closest(selector);
    if (element != null && (textBlocks(element).length >= minTextParagraphs || lengthOf(element) >= enough))
      return element;
  }
  return aroundTitle(document);
}

/** The smallest element around the title that has enough of the page's text. */
function aroundTitle(document: PageDocument): PageElement | undefined {
  const titles = document.querySelectorAll('h1');
  const [title] = titles;
  if (title === undefined || titles.length > 1) return undefined;
  const lengths = new Map<PageElement, number>();
  for (const block of textBlocks(document.body)) {
    const chars = lengthOf(block);
    for (let up: PageElement | null = block; up !== null; up = up.parentElement)
      lengths.set(up, (lengths.get(up) ?? 0) + chars);
  }
  const enough = (lengths.get(document.body) ?? 0) * minTextShare;
  for (let up = title.parentElement; up !== null && up !== document.body; up = up.parentElement)
    if ((lengths.get(up) ?? 0) > enough) return up;
  return undefined;
}
