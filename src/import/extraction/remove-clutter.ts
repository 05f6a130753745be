import { tidy } from '../draft.ts';
import { lengthOf, type PageDocument, type PageElement } from '../page-document.ts';
import { maxRemovedShare } from './prepare-page.ts';
import { removeByline } from './remove-byline.ts';

/** Classes of elements that are beside an article, whole. Of a part of a name nothing follows: `newsletter-post` is an article. */
const clutterClasses = new Set(
  'share sharing sharedaddy share-buttons social social-share social-links jp-relatedposts related related-posts related-articles related-links read-more newsletter newsletter-signup newsletter-form newsletter-box newsletter-cta subscribe subscribe-form subscription-widget paywall promo advertisement author-bio author-box author-info author-card about-author about-the-author article-author post-author post-meta entry-meta byline toc comments comments-area comment-respond breadcrumb breadcrumbs tags post-tags entry-tags screen-reader-text sr-only visually-hidden wp-caption-text akismet_comment_form_privacy_notice'.split(
    ' ',
  ),
);

/** Labels before links to other articles, and before tags. */
const label =
  /^(?:tags?|filed under|catégories?|(?:à )?(?:lire|voir|écouter) aussi|(?:read|see) also|read more|more (?:on this|news|stories)|related(?: stories| articles| posts| coverage)?|you may also like|recommended|most read|les plus lus|articles liés|pour aller plus loin|sur le même (?:sujet|thème))\s?:?$/i;
const isLabel = (text: string): boolean => label.test(text.replace(/[,·|›»>/→►▶•–—:-]+/g, ' ').trim());

/** The text of an element that stands outside its links. */
const textWithoutLinks = (element: PageElement): string => tidy(outsideLinks(element));
const outsideLinks = (node: PageElement['childNodes'][number] | PageElement): string =>
  node.nodeName === 'A' || node.nodeName === '#comment'
    ? ''
    : node.childNodes.length === 0
      ? (node.textContent ?? '')
      : [...node.childNodes].map(outsideLinks).join('');

const controls =
  'nav, form, button, input, select, textarea, [role="navigation"], [role="button"], a[class~="button"], a[class~="btn"]';

/** A label of an advertisement, or of where the text goes on after it. */
const advertisement =
  /^(?:advertisements?|publicité|annonce|anzeige|werbung|publicidad|sponsored content|contenu sponsorisé|(?:continue reading|(?:story|article) continues) (?:below|after)(?: (?:the |this )?advertisement)?|la suite après (?:la|cette) publicité)$/i;
const isAdvertisement = (text: string): boolean => {
  const parts = text.length > 100 ? [] : text.split(/[-–—|:.]/).map(tidy);
  return parts.some(part => part !== '') && parts.every(part => part === '' || advertisement.test(part));
};

const aboutAuthor = /^(?:about the authors?|à propos de l['’]aut(?:eur|rice|eure)s?)\s?:?$/i;
/** Characters of a box about the author, at most. */
const maxAuthorChars = 600;

/** Characters of a menu or of the way to a page (`Home › News`), at most. */
const maxMenuChars = 300;

/** Removes what is left around an article in what was extracted: links to other articles, buttons, the way to the page. */
export function removeClutter(content: PageDocument): void {
  const total = lengthOf(content.body);
  const remove = (element: PageElement): void => {
    if (element !== content.body && lengthOf(element) <= total * maxRemovedShare) element.remove();
  };
  for (const element of content.querySelectorAll(controls)) remove(element);
  for (const element of content.querySelectorAll('[class]'))
    if ((element.getAttribute('class') ?? '').split(/\s+/).some(name => clutterClasses.has(name.toLowerCase())))
      remove(element);
  for (const element of content.querySelectorAll('p, div, span, aside'))
    if (isAdvertisement(tidy(element.textContent))) remove(element);
  for (const element of content.querySelectorAll('p, ul, ol, div, li, aside')) {
    if (element.querySelector('a') === null) continue;
    const words = textWithoutLinks(element);
    const [start = '', ...rest] = tidy(element.textContent).slice(0, 200).split(':');
    if (isLabel(words) || (words === '' && rest.length > 0 && isLabel(start))) remove(element);
  }
  // A label that is a heading, and the links under it.
  for (const heading of content.querySelectorAll('h2, h3, h4, h5, h6, p')) {
    const links = heading.nextElementSibling;
    if (links?.querySelector('a') == null || !isLabel(heading.textContent ?? '')) continue;
    if (lengthOf(links) > total * maxRemovedShare || /\p{L}/u.test(textWithoutLinks(links))) continue;
    heading.remove();
    links.remove();
  }
  for (const heading of content.querySelectorAll('h2, h3, h4, h5, h6'))
    if (aboutAuthor.test(tidy(heading.textContent))) {
      const [box, next] = [heading.parentElement, heading.nextElementSibling];
      for (const element of lengthOf(box ?? heading) <= maxAuthorChars ? [box] : [heading, next]) element?.remove();
    }
  removeByline(content);
  // The way to the page, and its menu, which are all links, stand before its text.
  for (const block of content.querySelectorAll('ol, ul, p')) {
    const isLinks = block.querySelector('a') !== null && !/[\p{L}\p{N}]/u.test(textWithoutLinks(block));
    if (lengthOf(block) > 0 && !(isLinks && lengthOf(block) < maxMenuChars)) break;
    if (lengthOf(block) > 0) remove(block);
  }
}
