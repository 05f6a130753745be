import { z } from 'zod';
import { isWebLink } from '../source/values.ts';
import { type Draft, saysAi, tidy } from './draft.ts';
import { absolute, lengthOf, type PageDocument, type PageElement } from './page-document.ts';
import { lettersOf } from './page-title.ts';

/** The content of the first of these meta elements that has one; empty if none has. */
export const metaOf = (document: PageDocument, ...names: string[]): string =>
  tidy(
    names
      .map(name =>
        document
          .querySelector(`meta[property="${name}"], meta[name="${name}"], meta[http-equiv="${name}"]`)
          ?.getAttribute('content'),
      )
      .find(text => tidy(text) !== ''),
  );

/** The primary tag of the page's language; empty if the page does not say it. */
export function languageOf(document: PageDocument, data: ArticleData): string {
  const tag =
    document.documentElement?.getAttribute('lang') ||
    document.querySelector('body[lang], main[lang], article[lang]')?.getAttribute('lang') ||
    metaOf(document, 'og:locale', 'content-language', 'language', 'dc.language', 'DC.language', 'lang') ||
    data.inLanguage;
  return (
    tidy(tag)
      .split(/[-_,;]/)[0]
      ?.toLowerCase() ?? ''
  );
}

const text = z.string().transform(tidy).catch('');
const list = <Item extends z.ZodType>(item: Item) => z.union([z.array(item), item.transform(one => [one])]);
const name = z.union([z.string(), z.object({ name: z.string() }).transform(thing => thing.name)]);
const address = z.union([z.string(), z.object({ url: z.string() }).transform(thing => thing.url)]);
const articleData = z.object({
  headline: text,
  description: text,
  articleBody: z.string().catch(''),
  inLanguage: text,
  author: list(name)
    .transform(names => names.join(', '))
    .catch(''),
  publisher: name.catch(''),
  image: list(address)
    .transform(addresses => addresses[0] ?? '')
    .catch(''),
});
/** What a page says of its article in JSON-LD (schema.org/Article); what it does not say is empty. */
export type ArticleData = z.output<typeof articleData>;

const maxDataChars = 1_000_000;
const things = z.looseObject({ '@type': list(z.string()).catch([]), '@graph': z.array(z.unknown()).catch([]) });

/** The first article that a page describes in JSON-LD. */
export function articleDataOf(document: PageDocument): ArticleData {
  // An article is the thing itself, one of a list, or one of a graph.
  const find = (value: unknown, depth = 0): unknown => {
    if (depth > 2) return undefined;
    const thing = things.safeParse(value).data;
    if (thing?.['@type'].some(type => /(?:Article|Posting|Report|Recipe)$/.test(type))) return value;
    const inner = Array.isArray(value) ? value : (thing?.['@graph'] ?? []);
    return inner.map(one => find(one, depth + 1)).find(found => found !== undefined);
  };
  for (const script of document.querySelectorAll('script[type="application/ld+json"]')) {
    const source = script.textContent ?? '';
    if (source.length > maxDataChars) continue;
    try {
      const found = find(JSON.parse(source));
      if (found !== undefined) return articleData.parse(found);
    } catch (cause) {
      // Some pages have JSON that is none.
      if (!(cause instanceof SyntaxError)) throw cause;
    }
  }
  return articleData.parse({});
}

/** A longer text is no summary. */
const maxSummaryChars = 500;

/**
 * The summary that the page shows under its title; empty if there is none. Those of other articles, and captions of images, are
 * ignored.
 * @param title of the article
 */
export function summaryOf(document: PageDocument, title: string): string {
  const candidates = document.querySelectorAll(
    '[itemprop="description"]:not(meta), .standfirst, .chapo, .chapeau, .article-standfirst, .entry-summary, .subtitle, .dek, .deck, .article-subtitle, [class*="standfirst"], [class*="chapo"], [class*="excerpt"], [class*="subheadline"]',
  );
  return tidy(
    [...candidates].find(
      element =>
        element.closest('figure, figcaption, aside, nav, a, li') === null &&
        lengthOf(element) < maxSummaryChars &&
        headingOf(element, title),
    )?.textContent,
  );
}

/** Whether the next heading around or beside an element is that of the article. */
function headingOf(element: PageElement, title: string): boolean {
  for (let up = element.parentElement; up !== null; up = up.parentElement) {
    const heading = up.querySelector('h1, h2, h3, h4, h5, h6');
    if (heading !== null) return heading.tagName === 'H1' || lettersOf(heading.textContent ?? '') === lettersOf(title);
  }
  return false;
}

/** A byline is a name, or some. */
const maxBylineChars = 80;

/** Names that programs give the first account of a site. */
const accountName =
  /^(?:admin(?:istrat(?:or|eur))?|webmaster|root|user|editor|author|guest|wordpress|unknown|anonymous)$/i;

/** Who wrote the article, as the page says; undefined if that is no name. @param named the names in its metadata, the surest first */
export function authorOf(document: PageDocument, named: readonly string[]): string | undefined {
  const shown = document.querySelector(
    '[rel~="author"], [itemprop~="author"] [itemprop~="name"], [itemprop~="author"], .byline .author, .author-name, .byline, .p-author',
  );
  return [...named, tidy(shown?.textContent)].map(nameIn).find(name => name !== undefined);
}

/** The name in a byline: `By Jane Doe | Published 20 November 2026`. */
function nameIn(said: string): string | undefined {
  const [first = ''] = said.split(/ [|·•–—-] |, (?=\d)|(?<= )(?:published|updated|posted|publié|mis à jour|le \d)/i);
  const name = first.replace(/^(?:par|by|de|von|written by|écrit par|publié par)\s+/i, '').trim();
  const isName = name !== '' && name.length <= maxBylineChars && !/\d|[.!?:] |^https?:/.test(name) && !saysAi(said);
  return isName && !accountName.test(name) ? name : undefined;
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
