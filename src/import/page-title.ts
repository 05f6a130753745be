import { parseHTML } from 'linkedom';
import { tidy } from './draft.ts';
import type { PageDocument } from './page-document.ts';

/** The letters and digits of a text, to compare texts without punctuation. */
export const lettersOf = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');

/** The separators between a title and the name of its site. */
const separators = [' - ', ' – ', ' — ', ' | ', ' · ', ' • ', ' :: ', ' » ', ' « '];
/** Those before a title, too: a colon after it is part of it. */
const prefixSeparators = [...separators, ': ', ' : '];

/** A title without the name of its site, which stands after it or before it. @param siteNames names that the page gives its site */
function withoutSite(title: string, siteNames: readonly string[]): string {
  const isSite = (part: string): boolean => siteNames.some(name => isNameOrSection(part, name));
  for (const separator of separators) {
    const last = title.lastIndexOf(separator);
    if (last > 0 && isSite(title.slice(last + separator.length)))
      return withoutSite(title.slice(0, last).trim(), siteNames);
  }
  for (const separator of prefixSeparators) {
    const first = title.indexOf(separator);
    if (first > 0 && siteNames.map(lettersOf).includes(lettersOf(title.slice(0, first))))
      return withoutSite(title.slice(first + separator.length).trim(), siteNames);
  }
  return title;
}

/** Words of a section after the name of its site, at most: `CNN Politics`, `BBC Sport Africa`. */
const maxSectionWords = 2;

/** Whether a part of a title is a site's name, its first words (`BBC`), or a section of the site. */
function isNameOrSection(part: string, name: string): boolean {
  const [partWords, nameWords] = [part, name].map(one => one.split(/\s+/).filter(word => lettersOf(word) !== ''));
  const [whole, site] = [lettersOf(part), lettersOf(name)];
  if (whole === '' || site.length < 2) return false;
  const beginnings = (words: readonly string[] = []): string[] =>
    words.map((_, i) => lettersOf(words.slice(0, i + 1).join('')));
  const sectionWords = (partWords?.length ?? 0) - 1 - beginnings(partWords).indexOf(site);
  const isSection = beginnings(partWords).includes(site) && sectionWords <= maxSectionWords;
  return isSection || (beginnings(nameWords).includes(whole) && !/^(?:the|les?|la|der|die|das|el|il)$/.test(whole));
}

/** A text whose entities were escaped twice (`L&amp;#8217;IA`), as it was meant. */
const unescaped = (text: string): string =>
  /&(?:#\d{2,6}|#x[\da-f]{2,6}|amp|quot|apos|nbsp|hellip|[lr][sd]quo|[lr]aquo|[nm]dash);/i.test(text)
    ? tidy(parseHTML(`<html><body>${text.replaceAll('<', '&lt;')}</body></html>`).document.body.textContent)
    : text;

/** The names that a page gives its site: the words of its host, its own heading and the link to its home. */
function siteNamesOf(document: PageDocument, named: readonly string[], host: string): string[] {
  const shown = document.querySelectorAll('.site-title, .site-name, [rel~="home"], body > header h1');
  const [word = ''] = host.replace(/^www\./, '').split('.');
  return [...named, word, ...[...shown].map(element => tidy(element.textContent))].filter(one => one !== '');
}

/**
 * The title of a page's article: the heading that the page's own titles begin or end with; else its only one; else the title without the name of the
 * site; else the first heading.
 * @param titles that the page gives in its metadata, the surest first
 * @param siteNames that the page gives in its metadata
 * @param host of the page's URL
 */
export function titleOf(
  document: PageDocument,
  titles: readonly string[],
  siteNames: readonly string[],
  host: string,
): string {
  const named = [...titles, tidy(document.querySelector('title')?.textContent)]
    .filter(one => one !== '')
    .map(unescaped);
  const headings = [
    ...document.querySelectorAll(
      '[itemprop~="headline"], .entry-title, .post-title, .article-title, .headline, article h1, main h1, h1, article h2',
    ),
  ]
    .map(heading => tidy(heading.textContent))
    .filter(text => text !== '');
  const sites = siteNamesOf(document, siteNames, host);
  const [first] = named;
  // A title may begin or end with the site's own heading, too: the longest heading is the article's.
  const confirmed = headings
    .filter(heading => isConfirmed(heading, first ?? '') && !sites.map(lettersOf).includes(lettersOf(heading)))
    .sort((a, b) => b.length - a.length)[0];
  return (
    confirmed ?? onlyHeading(document, sites) ?? (first === undefined ? (headings[0] ?? '') : withoutSite(first, sites))
  );
}

/** The heading of an article that has the only `h1` of its page, whatever the page's titles for networks and searches are. */
function onlyHeading(document: PageDocument, sites: readonly string[]): string | undefined {
  const [heading, ...others] = document.querySelectorAll('h1');
  const text = tidy(heading?.textContent);
  const isOfArticle = others.length === 0 && heading?.closest('article') != null;
  return isOfArticle && text !== '' && !sites.map(lettersOf).includes(lettersOf(text)) ? text : undefined;
}

/** Letters of a heading that is recognised at the end of a title. */
const minEndLetters = 10;

/** Whether a page's title begins or ends with a heading. */
function isConfirmed(heading: string, title: string): boolean {
  const [part, whole] = [lettersOf(heading), lettersOf(title)];
  return (part.length > 3 && whole.startsWith(part)) || (part.length >= minEndLetters && whole.endsWith(part));
}
