import { lengthOf, type PageDocument, type PageElement } from '../page-document.ts';
import { ownElement } from './own-element.ts';
import { isBeside, removeBeside, removeBoxes, removeCards } from './remove-beside.ts';

/** A removed element holds less than this part of the text. */
export const maxRemovedShare = 0.3;

/** Classes that only buttons, forms and hidden texts have: the library would lose their names, and keep their words. */
const certainClasses =
  '.sharedaddy, .sharing, .share-buttons, .social-share, .jp-relatedposts, .comment-respond, .akismet_comment_form_privacy_notice, .screen-reader-text, .sr-only, .visually-hidden, .mw-editsection';

/** Removes such elements from a page, unless they hold much of its text. */
function removeButtons(document: PageDocument): void {
  const total = lengthOf(document.body);
  for (const element of document.querySelectorAll(certainClasses))
    if (element !== document.body && lengthOf(element) <= total * maxRemovedShare) element.remove();
}

const hidden = '[aria-hidden="true"], [hidden], [inert], [style*="display:none"], [style*="display: none"]';
/** Pictures of authors, which the library may keep without the class that says so. */
const portraits =
  'img[class*="avatar"], [class*="avatar"] img, [class*="author"] img, [class*="byline"] img, [rel~="author"] img';
/** Words in the classes of containers of articles, as the library knows them. */
const articleWords = /article|body|content|entry|main|page|post|story|text/i;

/**
 * Prepares a page for the library, which judges elements by parts of their class names (`has-related-sidebar`) and by what
 * hides them: what is outside the article's own element goes, and hidden parts and buttons; the elements that hold most of
 * the text lose such names, and are shown.
 */
export function preparePage(document: PageDocument): void {
  for (const element of document.querySelectorAll('script, style, template')) element.remove();
  removeBeside(document);
  const own = ownElement(document);
  if (own !== undefined) document.body.replaceChildren(own);
  removeCards(document);
  const around = aroundText(document);
  for (const element of around) {
    element.setAttribute('class', namesOfArticles(element));
    if (!articleWords.test(element.getAttribute('id') ?? '')) element.removeAttribute('id');
    // While a dialog is open, a page hides all else; some pages show their text by a script.
    for (const name of ['aria-hidden', 'hidden', 'inert', 'style']) element.removeAttribute(name);
  }
  const isAround = new Set(around);
  for (const element of document.querySelectorAll(hidden))
    if (!isAround.has(element) && element.getAttribute('aria-hidden') === null) element.remove();
  removeButtons(document);
  removeBoxes(document);
  for (const portrait of document.querySelectorAll(portraits)) portrait.remove();
  for (const heading of document.querySelectorAll('h2, h3, h4, h5, h6')) {
    for (const name of ['class', 'id']) heading.removeAttribute(name);
    // The library removes a box that has no text but a heading.
    const box = heading.parentElement;
    if (box !== null && /^(?:DIV|A)$/.test(box.tagName) && !isAround.has(box) && lengthOf(box) === lengthOf(heading))
      box.replaceWith(...box.childNodes);
  }
}

const namesOfArticles = (element: PageElement): string =>
  (element.getAttribute('class') ?? '')
    .split(/\s+/)
    .filter(name => articleWords.test(name))
    .join(' ');

/** The elements around most of a page's text, from `<body>` inwards. */
function aroundText(document: PageDocument): PageElement[] {
  const most = lengthOf(document.body) / 2;
  const around: PageElement[] = [];
  for (let inner: PageElement | undefined = document.body; inner !== undefined; ) {
    around.push(inner);
    inner = [...inner.children].find(child => lengthOf(child) > most && !isBeside(child));
  }
  return around;
}
