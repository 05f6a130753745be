import { Readability } from '@mozilla/readability';
import { tidy } from '../draft.ts';
import { absolute, lengthOf, type PageDocument, parsePage } from '../page-document.ts';
import { preparePage } from './prepare-page.ts';
import { removeClutter } from './remove-clutter.ts';

/**
 * Extracts the article of a page, without what is left around it.
 * @param document the page, which is changed
 * @param base the URL that the page's links start from; those of the article are absolute
 * @param articleBody the article's text in the page's data, or empty
 * @returns undefined if there is no article
 */
export function extractArticle(
  document: PageDocument,
  base: string | undefined,
  articleBody: string,
): PageDocument | undefined {
  const content = longer(readArticle(document, base), articleBody);
  if (content !== undefined) removeClutter(content);
  return content;
}

/** How many times longer than the visible article its text in the page's data is, if a script shows it. */
const minDataRatio = 2;

/** The extracted article, or the text in the page's data if that is much longer. */
function longer(content: PageDocument | undefined, articleBody: string): PageDocument | undefined {
  if (articleBody.length < minDataRatio * (content === undefined ? 1 : lengthOf(content.body))) return content;
  const blocks = /<p[\s>]/i.test(articleBody)
    ? articleBody
    : articleBody
        .split(/\n+/)
        .map(block => `<p>${block.replaceAll('<', '&lt;')}</p>`)
        .join('');
  return parsePage(`<html><body>${blocks}</body></html>`);
}

/** The article of a page, extracted by Readability; its links are absolute. */
function readArticle(document: PageDocument, base: string | undefined): PageDocument | undefined {
  preparePage(document);
  for (const link of document.querySelectorAll('a[href]'))
    link.setAttribute('href', absolute(link.getAttribute('href') ?? '', base));
  const article = new Readability(document, { keepClasses: true }).parse();
  return article?.content == null || tidy(article.textContent) === ''
    ? undefined
    : parsePage(`<html><body>${article.content}</body></html>`);
}
