import { isAiNotice, saysAi, tidy, unquoted } from './draft.ts';
import { lengthOf, type PageDocument, type PageElement } from './page-document.ts';
import { lettersOf } from './page-title.ts';

/** Classes of elements that are beside an article, whole. Of a part of a name nothing follows: `newsletter-post` is an article. */
const clutterClasses = new Set(
  'share sharing sharedaddy share-buttons social social-share social-links jp-relatedposts related related-posts related-articles newsletter newsletter-signup newsletter-form subscribe subscribe-form subscription-widget comments comments-area comment-respond breadcrumb breadcrumbs tags post-tags entry-tags screen-reader-text sr-only visually-hidden wp-caption-text akismet_comment_form_privacy_notice'.split(
    ' ',
  ),
);
/** A removed element holds less than this part of the text. */
const maxRemovedShare = 0.3;

/** Labels before links to other articles, and before tags. */
const label =
  /^(?:tags?|filed under|catégories?|lire aussi|à lire aussi|voir aussi|read also|read more|see also|related|sur le même sujet)\s?:?$/i;

const textWithoutLinks = (element: PageElement): string => {
  const links = [...element.querySelectorAll('a')].map(link => link.textContent ?? '');
  return tidy(links.reduce((text, link) => text.replace(link, ''), element.textContent ?? ''));
};

/** Classes that only buttons, forms and hidden texts have: the library would lose their names, and keep their words. */
const certainClasses =
  '.sharedaddy, .sharing, .share-buttons, .social-share, .jp-relatedposts, .comment-respond, .akismet_comment_form_privacy_notice, .screen-reader-text, .sr-only, .visually-hidden';

/** Removes such elements from a page, unless they hold much of its text. */
export function removeButtons(document: PageDocument): void {
  const total = lengthOf(document.body);
  for (const element of document.querySelectorAll(certainClasses))
    if (element !== document.body && lengthOf(element) <= total * maxRemovedShare) element.remove();
}

/** Removes what is left around an article in what was extracted: links to other articles, buttons, the way to the page. */
export function removeClutter(content: PageDocument): void {
  const total = lengthOf(content.body);
  const remove = (element: PageElement): void => {
    if (element !== content.body && lengthOf(element) <= total * maxRemovedShare) element.remove();
  };
  for (const element of content.querySelectorAll('nav, form, button, input, select, textarea, [role="navigation"]'))
    remove(element);
  for (const element of content.querySelectorAll('[class]'))
    if ((element.getAttribute('class') ?? '').split(/\s+/).some(name => clutterClasses.has(name.toLowerCase())))
      remove(element);
  for (const element of content.querySelectorAll('p, ul, ol, div, li, aside'))
    if (
      element.querySelector('a') !== null &&
      label.test(
        textWithoutLinks(element)
          .replace(/[,·|›»>/]+/g, '')
          .trim(),
      )
    )
      remove(element);
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
  const notices = document.querySelectorAll(
    'footer, [class~="footer"], [class~="byline"], [class~="author"], [rel~="author"], [itemprop~="author"], [class*="disclaimer"], [class*="notice"], [class*="disclosure"], [role="note"], small',
  );
  const bylines = [...notices].some(element => lengthOf(element) < 2_000 && saysAi(tidy(element.textContent)));
  return bylines || [...document.querySelectorAll('p, div, li')].some(element => isAiNotice(tidy(element.textContent)));
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
  const repeats = paragraphs.some(paragraph => lettersOf(paragraph.textContent ?? '').startsWith(beginning));
  return description.length > 30 && description.length < 400 && !isCut && !repeats ? unquoted(description) : undefined;
}

/** Removes the page's own pull quote from the content. @param marked its text, or empty @returns the pull quote */
export function takePullQuote(content: PageDocument, marked: string): string | undefined {
  if (marked === '') return undefined;
  for (const quote of content.querySelectorAll('blockquote, aside'))
    if (lettersOf(quote.textContent ?? '') === lettersOf(marked)) quote.remove();
  return unquoted(marked);
}
