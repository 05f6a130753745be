import { lengthOf, type PageDocument, type PageElement } from '../page-document.ts';

/** An article's part of the page's text, at least; the rest are comments, menus and links. */
const minArticleShare = 0.3;
/** Characters of a paragraph that is neither a title, a byline nor a link, and how many an article has. */
const [minTextChars, minTextParagraphs] = [80, 2];

/** Whether an element has text of its own. */
export const hasText = (element: PageElement, paragraphs = 1): boolean =>
  [...element.querySelectorAll('p')].filter(one => lengthOf(one) >= minTextChars).length >= paragraphs;

/** The element that a page marks as its article or its main part, if it holds the title and enough text; else what is around the title. */
export function ownElement(document: PageDocument): PageElement | undefined {
  const heading = document.querySelector('article h1, main h1, [role="main"] h1');
  const enough = lengthOf(document.body) * minArticleShare;
  for (const selector of ['article', 'main', '[role="main"]']) {
    const element = heading?.closest(selector);
    if (element != null && (hasText(element, minTextParagraphs) || lengthOf(element) >= enough)) return element;
  }
  return aroundTitle(document);
}

/** The smallest element around the title that has enough of the page's text; undefined if that is the page. */
function aroundTitle(document: PageDocument): PageElement | undefined {
  const titles = document.querySelectorAll('h1');
  const [title] = titles;
  if (title === undefined || titles.length > 1) return undefined;
  const lengths = new Map<PageElement, number>();
  for (const block of document.querySelectorAll('p, div, td, li, blockquote')) {
    const chars = lengthOf(block);
    if (chars < minTextChars || block.querySelector(blocks) !== null) continue;
    for (let up: PageElement | null = block; up !== null; up = up.parentElement)
      lengths.set(up, (lengths.get(up) ?? 0) + chars);
  }
  const enough = (lengths.get(document.body) ?? 0) * minTextShare;
  for (let up = title.parentElement; up !== null && up !== document.body; up = up.parentElement)
    if ((lengths.get(up) ?? 0) > enough) return up;
  return undefined;
}

const blocks = 'p, div, table, ul, ol, section, article, blockquote';
/** The part of the text in blocks that is around the title. */
const minTextShare = 0.4;
