import { lengthOf, type PageDocument, type PageElement } from '../page-document.ts';

/** Parts of the page's text that an element has at least: marked as the article, with any text; with few paragraphs; around the title. */
const minShares = { marked: 0.2, short: 0.3, aroundTitle: 0.4 };
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
  const lengths = textLengths(document);
  const share = (element: PageElement): number => (lengths.get(element) ?? 0) / (lengths.get(document.body) ?? 1);
  const heading = document.querySelector('article h1, main h1, [role="main"] h1');
  for (const selector of ['article', 'main', '[role="main"]']) {
    const element = heading?.closest(selector);
    if (element == null) continue;
    const isLong = textBlocks(element).length >= minTextParagraphs && share(element) >= minShares.marked;
    if (isLong || lengthOf(element) >= lengthOf(document.body) * minShares.short) return element;
  }
  const titles = document.querySelectorAll('h1');
  for (
    let up = titles[0]?.parentElement;
    titles.length === 1 && up != null && up !== document.body;
    up = up.parentElement
  )
    if (share(up) > minShares.aroundTitle) return up;
  return undefined;
}

/** Characters of the text blocks in each element that has some. */
function textLengths(document: PageDocument): Map<PageElement, number> {
  const lengths = new Map<PageElement, number>();
  for (const block of textBlocks(document.body))
    for (let up: PageElement | null = block; up !== null; up = up.parentElement)
      lengths.set(up, (lengths.get(up) ?? 0) + lengthOf(block));
  return lengths;
}
