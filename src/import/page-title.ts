import { tidy } from './draft.ts';
import type { PageDocument } from './page-document.ts';

/** The letters and digits of a text, to compare texts without punctuation. */
export const lettersOf = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');

/** The separators between a title and the name of its site. */
const separators = [' - ', ' – ', ' — ', ' | ', ' · ', ' • ', ' :: ', ' » '];

/** A title without the name of its site. @param siteNames names that the page gives its site */
function withoutSite(title: string, siteNames: readonly string[]): string {
  for (const separator of separators) {
    const at = title.lastIndexOf(separator);
    const end = lettersOf(title.slice(at + separator.length));
    // `BBC News`, `CNN Politics`: the site's name, or a section of it.
    const isSite = siteNames
      .map(lettersOf)
      .some(name => name.length > 1 && (end.startsWith(name) || name.startsWith(end)));
    if (at > 0 && end !== '' && isSite) return withoutSite(title.slice(0, at).trim(), siteNames);
  }
  return title;
}

/**
 * The title of a page's article: the heading that the page's own titles begin with; else the heading of the article; else the title
 * without the name of the site.
 * @param titles that the page gives in its metadata, the surest first
 * @param host of the page's URL
 */
export function titleOf(document: PageDocument, titles: readonly string[], siteName: string, host: string): string {
  const named = [...titles, tidy(document.querySelector('title')?.textContent)].filter(title => title !== '');
  const headings = [
    ...document.querySelectorAll(
      '[itemprop~="headline"], h1.entry-title, h1.post-title, article h1, main h1, h1, article h2',
    ),
  ]
    .map(heading => tidy(heading.textContent))
    .filter(text => text !== '');
  const confirmed = headings.find(heading => {
    const letters = lettersOf(heading);
    return (
      letters.length > 3 && named.some(title => lettersOf(title).startsWith(letters) && letters !== lettersOf(siteName))
    );
  });
  const words = host.replace(/^www\./, '').split('.')[0] ?? '';
  const [first] = named;
  if (confirmed !== undefined && (first === undefined || lettersOf(first).startsWith(lettersOf(confirmed))))
    return confirmed;
  if (first !== undefined)
    return withoutSite(
      first,
      [siteName, words].filter(name => name !== ''),
    );
  return headings[0] ?? '';
}
