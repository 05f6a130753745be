import { pullQuoteIndex, saysAi, tidy, unquoted } from './draft.ts';
import type { PageDocument, PageElement } from './page-document.ts';

/**
 * Removes from the content what the draft has in other fields, and lines that are not part of the article.
 * @param otherTexts the texts of the other fields
 * @returns the remaining paragraphs
 */
export function dropRepeats(content: PageDocument, otherTexts: readonly (string | undefined)[]): PageElement[] {
  const repeated = new Set(
    otherTexts.filter(text => text !== undefined && text !== '').map(text => lettersOf(text ?? '')),
  );
  for (const element of content.querySelectorAll('h1, h2, h3, p')) {
    const text = tidy(element.textContent);
    if (
      text === '' ||
      repeated.has(lettersOf(text)) ||
      saysAi(text) ||
      /^(tags?|filed under|catégories?|laisser un commentaire|leave a (reply|comment)|lire aussi|read also)\b/i.test(
        text,
      )
    )
      element.remove();
  }
  return [...content.querySelectorAll('p')];
}

/** The letters and digits of a text, to compare texts without punctuation. */
const lettersOf = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');

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

/** Removes the pull quote from the content and returns it. @param marked the text of the page's own pull quote, or empty */
export function takePullQuote(content: PageDocument, marked: string): string | undefined {
  if (marked !== '') {
    for (const quote of content.querySelectorAll('blockquote, aside'))
      if (lettersOf(quote.textContent ?? '') === lettersOf(marked)) quote.remove();
    return unquoted(marked);
  }
  const paragraphs = [...content.querySelectorAll('p')].filter(
    paragraph => paragraph.closest('blockquote, li') === null,
  );
  const at = pullQuoteIndex(paragraphs.map(paragraph => tidy(paragraph.textContent)));
  const paragraph = paragraphs[at];
  if (paragraph === undefined || paragraph.querySelector('a') !== null) return undefined;
  paragraph.remove();
  return unquoted(tidy(paragraph.textContent));
}
