import { isAiByline, isAiNotice, tidy, unquoted } from './draft.ts';
import type { PageDocument, PageElement } from './page-document.ts';
import { lettersOf } from './page-title.ts';

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
