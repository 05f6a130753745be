import { isAiByline, isAiNotice, tidy, unquoted } from './draft.ts';
import { lengthOf, type PageDocument, type PageElement } from './page-document.ts';
import { lettersOf } from './page-title.ts';

/** Classes of elements that are beside an article, whole. Of a part of a name nothing follows: `newsletter-post` is an article. */
const clutterClasses = new Set(
  'share sharing sharedaddy share-buttons social social-share social-links jp-relatedposts related related-posts related-articles related-links read-more newsletter newsletter-signup newsletter-form newsletter-box newsletter-cta subscribe subscribe-form subscription-widget paywall promo advertisement author-bio author-box author-card about-author about-the-author article-author post-author post-meta entry-meta byline toc comments comments-area comment-respond breadcrumb breadcrumbs tags post-tags entry-tags screen-reader-text sr-only visually-hidden wp-caption-text akismet_comment_form_privacy_notice'.split(
    ' ',
  ),
);
/** A removed element holds less than this part of the text. */
const maxRemovedShare = 0.3;

/** Labels before links to other articles, and before tags. */
const label =
  /^(?:tags?|filed under|catégories?|(?:à )?(?:lire|voir|écouter) aussi|(?:read|see) also|read more|more on this|related(?: stories| articles| posts| coverage)?|you may also like|recommended|most read|les plus lus|articles liés|pour aller plus loin|sur le même (?:sujet|thème))\s?:?$/i;
const isLabel = (text: string): boolean => label.test(text.replace(/[,·|›»>/]+/g, '').trim());

const textWithoutLinks = (element: PageElement): string => {
  const links = [...element.querySelectorAll('a')].map(link => link.textContent ?? '');
  return tidy(links.reduce((text, link) => text.replace(link, ''), element.textContent ?? ''));
};

/** Classes that only buttons, forms and hidden texts have: the library would lose their names, and keep their words. */
const certainClasses =
  '.sharedaddy, .sharing, .share-buttons, .social-share, .jp-relatedposts, .comment-respond, .akismet_comment_form_privacy_notice, .screen-reader-text, .sr-only, .visually-hidden';

/** Removes such elements from a page, unless they hold much of its text. */
function removeButtons(document: PageDocument): void {
  const total = lengthOf(document.body);
  for (const element of document.querySelectorAll(certainClasses))
    if (element !== document.body && lengthOf(element) <= total * maxRemovedShare) element.remove();
}

const hidden = '[aria-hidden="true"], [hidden], [inert], [style*="display:none"], [style*="display: none"]';
/** Words in the classes of containers of articles, as the library knows them. */
const articleWords = /article|body|content|entry|main|page|post|story|text/i;

/**
 * Prepares a page for the library, which judges elements by parts of their class names (`has-related-sidebar`) and by what
 * hides them: the elements that hold most of the text lose such names, and are shown; hidden ones and buttons go.
 */
export function prepare(document: PageDocument): void {
  for (const element of document.querySelectorAll('script, style, template')) element.remove();
  const total = lengthOf(document.body);
  // While a dialog is open, a page hides all else; some pages show their text by a script.
  for (const element of document.querySelectorAll(hidden))
    if (lengthOf(element) > total / 2)
      for (const name of ['aria-hidden', 'hidden', 'inert', 'style']) element.removeAttribute(name);
    else if (element.getAttribute('aria-hidden') === null) element.remove();
  for (const element of document.querySelectorAll('[class], [id]')) {
    if (lengthOf(element) <= total / 2) continue;
    const names = (element.getAttribute('class') ?? '').split(/\s+/).filter(name => articleWords.test(name));
    element.setAttribute('class', names.join(' '));
    if (!articleWords.test(element.getAttribute('id') ?? '')) element.removeAttribute('id');
  }
  removeButtons(document);
  for (const input of document.querySelectorAll('input[type="email"]')) signUpAround(input)?.remove();
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

const controls =
  'nav, form, button, input, select, textarea, [role="navigation"], [role="button"], a[class~="button"], a[class~="btn"]';

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
  removeByline(content);
  // The way to the page, which is all links, stands before its text.
  const first = [...content.querySelectorAll('ol, ul, p')][0];
  if (
    first !== undefined &&
    first.querySelector('a') !== null &&
    /^[\s›»>/|·]*$/.test(textWithoutLinks(first)) &&
    lengthOf(first) < 150
  )
    remove(first);
}

/** Characters of a paragraph that begins the text, at least, and of a line with author and date, at most. */
const [minTextChars, maxBylineChars] = [150, 120];

/** Removes the lines with the author, the date and the time it takes to read before the text. */
function removeByline(content: PageDocument): void {
  for (const element of content.querySelectorAll('header, p, div, ul, h2, h3, h4, h5')) {
    const text = tidy(element.textContent);
    if (element.tagName === 'P' && text.length >= minTextChars) return;
    const hasTime = element.querySelector('time') !== null;
    const isDated = hasTime || /(?:19|20)\d\d/.test(text);
    const isByline = /^(?:par|by|le|on|publié|posted|published|mis à jour|updated)(?!\p{L})/iu.test(text);
    const isReadingTime = /\bmin(?:utes?)? (?:read|de lecture)/i.test(text);
    if (element.tagName === 'HEADER' && hasTime && text.length < maxHeaderChars)
      element.replaceWith(
        ...[...element.querySelectorAll('p, h2, h3')].filter(
          one => lengthOf(one) >= minStandfirstChars && one.querySelector('time') === null,
        ),
      );
    else if (text.length <= maxBylineChars && (isReadingTime || (isDated && isByline))) element.remove();
  }
}

/** Characters of a header that has a title, a byline and perhaps a standfirst, at most, and of that standfirst, at least. */
const [maxHeaderChars, minStandfirstChars] = [600, 30];

/**
 * Removes from the content what the draft has in other fields.
 * @param otherTexts the texts of the other fields
 * @returns the remaining paragraphs
 */
export function dropRepeats(content: PageDocument, otherTexts: readonly (string | undefined)[]): PageElement[] {
  const repeated = new Set(
    otherTexts.filter(text => text !== undefined && text !== '').map(text => lettersOf(text ?? '')),
  );
  for (const element of content.querySelectorAll('h1, h2, h3, p, div')) {
    const text = tidy(element.textContent);
    if (element.tagName === 'DIV' && element.querySelector('p, div, ul, ol, blockquote') !== null) continue;
    if (text === '' ? element.tagName !== 'DIV' : repeated.has(lettersOf(text)) || isAiNotice(text)) element.remove();
  }
  return [...content.querySelectorAll('p')];
}

/** Whether the page says of itself, in a byline, a footer or a notice, that an AI wrote it. */
export function isByAi(document: PageDocument): boolean {
  const bylines = document.querySelectorAll(
    'footer, footer *, [class~="byline"], [class~="author"], [rel~="author"], [itemprop~="author"], [class*="disclaimer"], [class*="notice"], [class*="disclosure"], [role="note"], small',
  );
  return (
    [...bylines].some(element => isAiByline(tidy(element.textContent))) ||
    [...document.querySelectorAll('p, div, li, footer, small, aside')].some(element =>
      isAiNotice(tidy(element.textContent)),
    )
  );
}

/**
 * The standfirst: a first paragraph in quotes (which is removed), or the page's summary, or its description unless that is
 * only the beginning of the article.
 */
export function standfirstOf(
  paragraphs: readonly PageElement[],
  summary: string,
  description: string,
): string | undefined {
  const [first] = paragraphs;
  const opening = tidy(first?.textContent);
  if (first !== undefined && opening.length < 400 && /^[«“"][^«»“”"]+[»”"]$/u.test(opening)) {
    first.remove();
    return unquoted(opening);
  }
  if (summary !== '' && summary.length < 500) return unquoted(summary);
  const beginning = lettersOf(description).slice(0, 60);
  const isCut = /(…|\.\.\.|\[…\])$/.test(description);
  const repeats = paragraphs.some(paragraph => lettersOf(paragraph.textContent ?? '').includes(beginning));
  return description.length > 30 && description.length < 400 && !isCut && !repeats ? unquoted(description) : undefined;
}

/** The texts of the quotes that a page takes from its article and shows large, in their order. */
export const pullQuotesOf = (document: PageDocument): string[] =>
  [
    ...document.querySelectorAll(
      '.pullquote, .pull-quote, .wp-block-pullquote, aside blockquote, blockquote.pull, [class~="pullquote"] blockquote',
    ),
  ]
    .map(quote => tidy(quote.textContent))
    .filter(quote => quote !== '');

/**
 * Removes the page's pull quotes from the content: the first, which is a field of its own, and the others if the text has
 * their words elsewhere.
 * @param quotes their texts
 * @returns the pull quote
 */
export function takePullQuotes(content: PageDocument, quotes: readonly string[]): string | undefined {
  const [pull] = quotes;
  for (const quote of new Set(quotes.map(lettersOf))) {
    const shown = [...content.querySelectorAll('blockquote, aside, figure, div, p')].filter(
      element => lettersOf(element.textContent ?? '') === quote,
    );
    const isRepeated = lettersOf(content.body.textContent ?? '').split(quote).length > 2;
    if (quote === lettersOf(pull ?? '') || isRepeated) for (const element of shown) element.remove();
  }
  return pull === undefined ? undefined : unquoted(pull);
}
