import { isAiByline, isAiNotice, isName, tidy, unquoted } from './draft.ts';
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
  // A name that stands alone between the blocks.
  for (const element of content.querySelectorAll(':is(div, article, section, header, body) > :is(span, a, address)'))
    if (repeated.has(lettersOf(element.textContent ?? ''))) element.remove();
  return [...content.querySelectorAll('p')];
}

/** Blocks of an article among which its byline and its standfirst are. */
const maxHeadBlocks = 4;

/** The blocks at the beginning of an article, before its first long paragraph. */
function headOf(content: PageDocument): PageElement[] {
  const blocks = [...content.querySelectorAll('h2, h3, h4, p, div')].filter(
    block => tidy(block.textContent) !== '' && block.querySelector('p, div, h2, h3, h4') === null,
  );
  return blocks.slice(0, maxHeadBlocks);
}

/** The name in a line before the text that is only a byline: `By Jane Doe`. */
export const plainBylineOf = (content: PageDocument): string | undefined =>
  headOf(content)
    .map(block => /^(?:by|par) (\p{Lu}.{2,80})$/iu.exec(tidy(block.textContent))?.[1])
    .find(name => name !== undefined && isName(name) && !/[\d.!?:,]/.test(name));

/** Classes of a paragraph that introduces an article. */
const leadClass =
  /(?:^|[\s_-])(?:lead|intro|introduction|chapo|chapeau|summary|standfirst|subtitle|dek|deck|excerpt|abstract|accroche|teaser)(?:$|[\s_-])/i;

/** The block that the page marks as the article's introduction, and has as its description, too. */
function leadOf(content: PageDocument, description: string): PageElement | undefined {
  return headOf(content).find(block => {
    const text = lettersOf(block.textContent ?? '');
    if (text.length < minLeadLetters || text !== lettersOf(description)) return false;
    const strong = block.querySelector('strong, b, em, i');
    return (
      block.tagName.startsWith('H') ||
      leadClass.test(block.getAttribute('class') ?? '') ||
      lettersOf(strong?.textContent ?? '') === text
    );
  });
}
const minLeadLetters = 20;

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
 * The standfirst: a first paragraph in quotes (which is removed), or the page's summary, or the first block that
 * the page marks as it (which is removed), or its description unless that is
 * only the beginning of the article.
 */
export function standfirstOf(
  content: PageDocument,
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
  const lead = leadOf(content, description);
  if (lead !== undefined) {
    lead.remove();
    return unquoted(tidy(lead.textContent));
  }
  const beginning = lettersOf(description).slice(0, 60);
  const isCut = /(…|\.\.\.|\[…\])$/.test(description);
  const repeats = paragraphs.some(paragraph => lettersOf(paragraph.textContent ?? '').includes(beginning));
  return description.length > 30 && description.length < 400 && !isCut && !repeats ? unquoted(description) : undefined;
}

/** The texts of the quotes that a page takes from its article and shows large, in their order. */
export function pullQuotesOf(document: PageDocument): string[] {
  const quotes = [
    ...document.querySelectorAll(
      '.pullquote, .pull-quote, .wp-block-pullquote, aside blockquote, blockquote.pull, [class~="pullquote"] blockquote',
    ),
  ];
  // Who said it stands apart on the page.
  for (const quote of quotes)
    for (const name of quote.querySelectorAll('cite, figcaption, footer'))
      if (
        !/[—–-]\s*$/.test(tidy(name.previousSibling?.textContent)) &&
        !/^\s*[—–-]/.test(name.textContent ?? '') &&
        name.closest('p') === null
      )
        name.prepend(' — ');
  return quotes.map(quote => tidy(quote.textContent)).filter(quote => quote !== '');
}

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
