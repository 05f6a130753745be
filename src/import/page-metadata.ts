import { isWebLink } from '../source/values.ts';
import { type Draft, saysAi, tidy } from './draft.ts';
import { absolute, type PageDocument, type PageElement } from './page-document.ts';

/** The summary that the page shows under its title; empty if there is none. Captions of images are ignored. */
export function summaryOf(document: PageDocument): string {
  const candidates = document.querySelectorAll(
    '[itemprop="description"]:not(meta), .standfirst, .chapo, .chapeau, .article-standfirst, .entry-summary, .subtitle, .dek, .article-subtitle',
  );
  return tidy([...candidates].find(element => element.closest('figure, figcaption, aside, nav') === null)?.textContent);
}

/** A byline is a name, or some. */
const maxBylineChars = 80;

/** Who wrote the article, as the page says; undefined if that is no name. @param named the page's `author` */
export function authorOf(document: PageDocument, named: string): string | undefined {
  const shown = document.querySelector(
    '[rel~="author"], [itemprop~="author"] [itemprop~="name"], [itemprop~="author"], .byline .author, .author-name, .byline, .p-author',
  );
  const said = named && !/^https?:/.test(named) ? named : tidy(shown?.textContent);
  const text = said.replace(/^(?:par|by|de|von|written by|écrit par|publié par)\s+/i, '').trim();
  const isName = text !== '' && text.length <= maxBylineChars && !/\d|[.!?:] /.test(text) && !saysAi(said);
  return isName ? text : undefined;
}

/** The names of an article's categories. @param section the page's `article:section` */
export function categoriesOf(document: PageDocument, section: string): string[] {
  const named = [
    ...document.querySelectorAll(
      'a[rel~="category"], a[rel~="tag"], .cat-links a, .post-categories a, .entry-categories a',
    ),
  ].map(link => tidy(link.textContent));
  return [...new Set([...named, section].filter(name => name !== '' && name.length < 60))];
}

const maxNameWords = 6;

/** The source that an article names (`Source: …`), with the whole line. @param body the article, not the whole page */
export function sourceOf(body: PageElement): { name: string; url?: string; line: string } | undefined {
  for (const element of body.querySelectorAll('p, div, li, footer')) {
    const line = tidy(element.textContent);
    const name = /^(?:sources?|via) ?: ?(.{2,60})$/iu.exec(line)?.[1];
    // The name of a source is short; a sentence that begins so is none.
    if (name !== undefined && name.split(' ').length <= maxNameWords && !/[.!?] /.test(name))
      return { name, url: element.querySelector('a[href]')?.getAttribute('href') ?? undefined, line };
  }
  return undefined;
}

/** The link to an article's comments and their number. @param url of the article */
export function commentsOf(document: PageDocument, url: string | undefined): Draft['comments'] {
  const link = [
    ...document.querySelectorAll(
      'a[href*="#comments"], a[href*="#respond"], .comments-link a, .comments-title, #comments h2, #comments h3',
    ),
  ].find(element => /\d|comment/i.test(element.textContent ?? ''));
  const form = document.querySelector('#comments, #respond, .comment-respond');
  if (url === undefined || (link === undefined && form === null)) return undefined;
  return { url: `${url.split('#')[0]}#comments`, count: Number(/\d+/.exec(tidy(link?.textContent))?.[0] ?? 0) };
}

/** Translations of a page that are looked at, at most. */
const maxAlternates = 50;

/** The addresses of the page's translations, its own among them, as it names them. */
export const alternatesOf = (document: PageDocument, base: string | undefined): string[] =>
  [...document.querySelectorAll('link[rel="alternate"][hreflang]')]
    .slice(0, maxAlternates)
    .filter(link => (link.getAttribute('hreflang') ?? '').toLowerCase() !== 'x-default')
    .map(link => absolute(link.getAttribute('href') ?? '', base))
    .filter(isWebLink);
