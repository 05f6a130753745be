import { lengthOf, type PageDocument, type PageElement } from '../page-document.ts';

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
 * hides them: the elements that hold most of the text lose such names, and are shown; hidden ones and buttons go.
 */
export function preparePage(document: PageDocument): void {
  for (const element of document.querySelectorAll('script, style, template')) element.remove();
  const around = aroundText(document);
  for (const element of around) {
    const names = (element.getAttribute('class') ?? '').split(/\s+/).filter(name => articleWords.test(name));
    element.setAttribute('class', names.join(' '));
    if (!articleWords.test(element.getAttribute('id') ?? '')) element.removeAttribute('id');
    // While a dialog is open, a page hides all else; some pages show their text by a script.
    for (const name of ['aria-hidden', 'hidden', 'inert', 'style']) element.removeAttribute(name);
  }
  const isAround = new Set(around);
  for (const element of document.querySelectorAll(hidden))
    if (!isAround.has(element) && element.getAttribute('aria-hidden') === null) element.remove();
  removeButtons(document);
  for (const input of document.querySelectorAll('input[type="email"]')) signUpAround(input)?.remove();
  for (const portrait of document.querySelectorAll(portraits)) portrait.remove();
  // The library removes a box that has no text but a heading.
  for (const heading of document.querySelectorAll('div > h2, div > h3, div > h4')) {
    const box = heading.parentElement;
    if (box !== null && !isAround.has(box) && lengthOf(box) === lengthOf(heading)) box.replaceWith(...box.childNodes);
  }
}

/** The elements around most of a page's text, from `<body>` inwards. */
function aroundText(document: PageDocument): PageElement[] {
  const most = lengthOf(document.body) / 2;
  const around: PageElement[] = [];
  for (let inner: PageElement | undefined = document.body; inner !== undefined; ) {
    around.push(inner);
    inner = [...inner.children].find(child => lengthOf(child) > most);
  }
  return around;
}

/** Characters of a box that invites to subscribe. */
const maxSignUpChars = 300;

/** The largest element around an input for an address that has nothing but an invitation to subscribe. */
function signUpAround(input: PageElement): PageElement | undefined {
  let box: PageElement | undefined;
  for (let up = input.parentElement; up !== null && lengthOf(up) <= maxSignUpChars; up = up.parentElement) {
    if (up.tagName === 'BODY' || up.querySelector('h1') !== null) break;
    box = up;
  }
  return box;
}
