import { lengthOf, type PageDocument, type PageElement } from '../page-document.ts';
import { textBlocks } from './own-element.ts';

/** Whether an element is beside the article, as its name says: some are longer than it. */
export const isBeside = (element: PageElement): boolean =>
  /^(?:ASIDE|FOOTER|NAV)$/.test(element.tagName) ||
  `${element.getAttribute('class') ?? ''} ${element.getAttribute('id') ?? ''}`
    .split(/\s+/)
    .some(name => /^(?:sidebar|comments?|discussion|disqus|replies|related|footer|menu)$/i.test(name));

/** Characters of the text that remains, at least. */
const minRemainingChars = 250;

/** Removes what is beside the article from a page that has a title elsewhere, if enough text remains. */
export function removeBeside(document: PageDocument): void {
  const title = document.querySelector('h1');
  if (title === null) return;
  const beside = new Set(
    [...document.querySelectorAll('aside, footer, nav, [class], [id]')].filter(
      element => isBeside(element) && !element.contains(title) && element.closest('article') === null,
    ),
  );
  const isRemaining = (block: PageElement): boolean => {
    for (let up: PageElement | null = block; up !== null; up = up.parentElement) if (beside.has(up)) return false;
    return true;
  };
  const remaining = textBlocks(document.body).filter(isRemaining);
  if (remaining.reduce((sum, block) => sum + lengthOf(block), 0) < minRemainingChars) return;
  for (const element of beside) element.remove();
}

/** Characters of a card that leads to another article, at most. */
const maxCardChars = 300;

/** Removes cards of other articles, whose headings are links. */
export function removeCards(document: PageDocument): void {
  for (const link of document.querySelectorAll(
    'article a[href]:has(h2, h3, h4), article :is(h2, h3, h4) a[href]:not([href^="#"])',
  )) {
    const card = link.closest('article');
    if (card !== null && lengthOf(card) <= maxCardChars && card.querySelector('h1') === null) card.remove();
  }
}

/** Removes boxes that invite to subscribe, or ask for consent to cookies. */
export function removeBoxes(document: PageDocument): void {
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
