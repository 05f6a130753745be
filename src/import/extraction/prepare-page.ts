import { lengthOf, type PageDocument, type PageElement } from '../page-document.ts';
import { ownElement, textBlocks } from './own-element.ts';

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

/** Characters of a card that leads to another article, at most. */
const maxCardChars = 300;

/** Removes cards of other articles, whose headings are links. */
function removeCards(document: PageDocument): void {
  for (const link of document.querySelectorAll(
    'article a[href]:has(h2, h3, h4), article :is(h2, h3, h4) a[href]:not([href^="#"])',
  )) {
    const card = link.closest('article');
    if (card !== null && lengthOf(card) <= maxCardChars && card.querySelector('h1') === null) card.remove();
  }
}

/** Whether an element is beside the article, as its name says: some are longer than it. */
const isBeside = (element: PageElement): boolean =>
  /^(?:ASIDE|FOOTER|NAV)$/.test(element.tagName) ||
  `${element.getAttribute('class') ?? ''} ${element.getAttribute('id') ?? ''}`
    .split(/\s+/)
    .some(name => /^(?:sidebar|comments?|discussion|disqus|replies|related|footer|menu)$/i.test(name));

/** Characters of the text that remains, at least. */
const minRemainingChars = 250;

/** Removes what is beside the article from a page that has a title elsewhere, if enough text remains. */
function removeBeside(document: PageDocument): void {
  const title = document.querySelector('h1');
  if (title === null) return;
  const beside = [...document.querySelectorAll('aside, footer, nav, [class], [id]')].filter(
    element => isBeside(element) && !element.contains(title) && element.closest('article') === null,
  );
  const isRemaining = (block: PageElement): boolean => !beside.some(element => element.contains(block));
  const remaining = textBlocks(document.body).filter(isRemaining);
  if (remaining.reduce((sum, block) => sum + lengthOf(block), 0) < minRemainingChars) return;
  for (const element of beside) element.remove();
}

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

/** Removes boxes that invite to subscribe, or ask for consent to cookies. */
function removeBoxes(document: PageDocument): void {
  for (const input of document.querySelectorAll('input[type="email"]'))
    boxAround(input, box => lengthOf(box) <= maxSignUpChars && !textBlocks(box).some(isLong))?.remove();
  for (const button of document.querySelectorAll('button')) {
    const box = boxAround(button, one => lengthOf(one) <= maxConsentChars);
    if (/cookies/i.test(box?.textContent ?? '') && /accept|agree|consent|ok\b/i.test(button.textContent ?? ''))
      box?.remove();
  }
}

/** Characters of a paragraph of the article, which no invitation to subscribe has. */
const minParagraphChars = 150;
const isLong = (block: PageElement): boolean => lengthOf(block) >= minParagraphChars;

/** Characters of a box that invites to subscribe, and of one that asks for consent, at most. */
const [maxSignUpChars, maxConsentChars] = [300, 1_000];

/** The largest element around a control that is small enough and does not hold the title. */
function boxAround(control: PageElement, isSmall: (box: PageElement) => boolean): PageElement | undefined {
  let box: PageElement | undefined;
  for (let up = control.parentElement; up !== null && isSmall(up); up = up.parentElement) {
    if (up.tagName === 'BODY' || up.querySelector('h1') !== null) break;
    box = up;
  }
  return box;
}
