import { parseFeed } from 'feedsmith';
import type { z } from 'zod';
import { cutRanges } from '../../source/cut-ranges.ts';
import { readDate } from '../../source/read-date.ts';
import { t } from '../../wording/wording.ts';
import { ImportProblem, tidy } from '../draft.ts';
import { cleanLink } from '../newsletter/links.ts';
import { absolute, parsePage } from '../page-document.ts';
import { isDecoration } from '../page-image.ts';
import { feed, type feedItem } from './feed-schema.ts';

/** One item of a feed. `html` is what the feed has of the article's text. */
export type FeedItem = {
  title: string;
  url: string;
  date?: Date;
  html?: string;
  language?: string;
  author?: string;
  categories: string[];
  image?: string;
};

/** The items of a feed. `isCut`: the feed breaks off, and these are the items before that. */
export type FeedItems = { items: FeedItem[]; isCut: boolean };

/** Characters at the beginning of a document in which its first element stands, or the version of a JSON Feed. */
const maxHeadChars = 4_000;
const maxVersionChars = 1_000_000;

/** Whether a document is a feed, by its content type or its beginning. */
export const looksLikeFeed = (source: string, contentType = ''): boolean =>
  /(rss|atom|feed\+json|rdf)/i.test(contentType) ||
  /^(?:[a-z]\w{0,20}:)?(?:rss|feed|rdf)$/i.test(firstElement(source.slice(0, maxHeadChars))) ||
  (source.trimStart().startsWith('{') &&
    /"https?:\\?\/\\?\/jsonfeed\.org\\?\/version/.test(source.slice(0, maxVersionChars)));

/** The name of the first element of a document, after comments and declarations. */
const firstElement = (head: string): string =>
  /<([a-z][\w:-]{0,40})[\s>]/i.exec(cutRanges(head, '<!--', '-->').kept)?.[1] ?? '';

/**
 * The items of an RSS, Atom, RDF or JSON feed, newest first, each once.
 * @param address of the feed
 * @throws ImportProblem if the feed is invalid, or no item has an address
 */
export function itemsOf(source: string, address?: string): FeedItems {
  const whole = parsed(source);
  const data =
    whole ??
    cutAfterItems(source)
      .map(parsed)
      .find(one => one !== undefined);
  if (data === undefined)
    throw new ImportProblem(
      t('The feed cannot be read.'),
      t('Check the address, or import the article’s page itself.'),
    );
  const { items = [], entries = [], link, links, home_page_url, language, dc, xml } = data.feed;
  const all = [...items, ...entries];
  const site = link ?? home_page_url ?? links?.find(({ rel }) => rel === undefined || rel === 'alternate')?.href;
  const base = absolute(xml?.base ?? '', address) || absolute(site ?? '', address) || address;
  const found = all.flatMap(one => itemOf(one, base, language ?? dc?.languages?.[0] ?? xml?.lang));
  if (all.length > 0 && found.length === 0)
    throw new ImportProblem(
      t('No item of the feed has a link to its article.'),
      t('Import the articles by their own addresses.'),
    );
  return {
    items: [...new Map(found.toReversed().map(one => [addressKey(one.url), one])).values()]
      .toReversed()
      .sort((a, b) => (b.date?.getTime() ?? 0) - (a.date?.getTime() ?? 0)),
    isCut: whole === undefined,
  };
}

function parsed(source: string): z.output<typeof feed> | undefined {
  try {
    return feed.parse(parseFeed(source));
  } catch {
    return undefined;
  }
}

/** An address without what differs between two links to the same page. */
const addressKey = (url: string): string => url.replace(/^https?:\/\/(?:www\.)?/i, '').replace(/\/$/, '');

/** Ends of items that a feed which breaks off is cut after, at most: some stand inside the text of an item. */
const maxCuts = 50;

/** A feed that breaks off, cut after its last items and closed. */
function* cutAfterItems(source: string): Generator<string> {
  const isJson = source.trimStart().startsWith('{');
  const [item, ends] = isJson
    ? ['}', ']}']
    : source.includes('</entry>')
      ? ['</entry>', '</feed>']
      : ['</item>', source.includes('<rdf:RDF') ? '</rdf:RDF>' : '</channel></rss>'];
  for (
    let [at, cuts] = [source.lastIndexOf(item), 0];
    at > 0 && cuts < maxCuts;
    at = source.lastIndexOf(item, at - 1), cuts++
  )
    yield source.slice(0, at + item.length) + ends;
}

function itemOf(
  one: z.output<typeof feedItem>,
  feedBase: string | undefined,
  feedLanguage: string | undefined,
): FeedItem[] {
  const base = absolute(one.xml?.base ?? '', feedBase) || feedBase;
  const linked = one.links?.find(({ rel }) => rel === undefined || rel === 'alternate')?.href;
  const named = [one.link, one.url, linked]
    .map(link => absolute(link ?? '', base))
    .concat([one.guid?.isPermaLink === false ? '' : (one.guid?.value ?? ''), one.id ?? ''])
    .find(link => /^https?:\/\//.test(link));
  if (named === undefined) return [];
  const url = cleanLink(named)?.href ?? named;
  const { dc, dcterms } = one;
  const dates = [
    one.pubDate,
    one.published,
    one.date_published,
    dcterms?.issued?.[0],
    dcterms?.created?.[0],
    dc?.dates?.[0],
    one.updated,
    dcterms?.modified?.[0],
  ];
  const html = texts(one).sort((a, b) => b.length - a.length)[0];
  const authors = (one.authors ?? []).flatMap(({ name }) => name ?? []);
  return [
    {
      title: plain(one.title ?? dc?.titles?.[0] ?? one.media?.title ?? '') || beginningOf(html ?? '') || url,
      url,
      date: dates.map(date => (date === undefined ? undefined : readDate(date))).find(date => date !== undefined),
      html,
      language: one.language ?? dc?.languages?.[0] ?? one.xml?.lang ?? feedLanguage,
      author: tidy((authors.length > 0 ? authors : (dc?.creators ?? [])).map(plain).join(', ')) || undefined,
      categories: [
        ...(one.tags ?? []),
        ...(dc?.subjects ?? []),
        ...(one.categories ?? []).flatMap(({ name, label, term }) => name ?? label ?? term ?? []),
      ].map(plain),
      image: imagesOf(one)
        .map(image => absolute(image, base))
        .find(image => /^https?:/.test(image) && !isDecoration(image)),
    },
  ];
}

/** What an item has of its text. */
const texts = (one: z.output<typeof feedItem>): string[] =>
  [one.content_html, one.content, paragraphsOf(one.content_text), one.summary, one.description].filter(
    html => html !== undefined,
  );

/** The images of an item, those that stand for it first. */
function imagesOf({ enclosures = [], media, image, banner_image }: z.output<typeof feedItem>): string[] {
  const { contents = [], thumbnails = [], groups = [] } = media ?? {};
  const files = [...enclosures, ...contents, ...groups.flatMap(group => group.contents ?? [])];
  const shown = files.filter(
    one => one.type?.startsWith('image/') === true || ('medium' in one && one.medium === 'image'),
  );
  const small = [...thumbnails, ...groups.flatMap(group => group.thumbnails ?? [])];
  return [...shown.map(({ url }) => url), image, banner_image, ...small.map(({ url }) => url)].filter(
    url => url !== undefined,
  );
}

/** Characters of a title that is the beginning of the text. */
const maxTitleChars = 80;

/** The first words of an item without a title, which RSS permits. */
function beginningOf(html: string): string {
  const words = plain(html.slice(0, 2_000));
  return words.length <= maxTitleChars ? words : `${words.slice(0, maxTitleChars).replace(/\s\S*$/, '')}…`;
}

/** A title without markup: some programs escape it twice, and some write HTML into it. */
function plain(title: string): string {
  if (!/[<&]/.test(title)) return tidy(title);
  const once = parsePage(`<p>${title.slice(0, 2_000)}</p>`).body.textContent ?? '';
  return tidy(/&#?\w+;|<\/?[a-z]/i.test(once) ? parsePage(`<p>${once}</p>`).body.textContent : once);
}

const escapeHtml = (words: string): string => words.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const paragraphsOf = (words: string | undefined): string | undefined =>
  words
    ?.split(/\n\s*\n/)
    .map(paragraph => `<p>${escapeHtml(paragraph)}</p>`)
    .join('');
