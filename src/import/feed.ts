import { parseFeed } from 'feedsmith';
import { z } from 'zod';
import { cutRanges } from '../source/cut-ranges.ts';
import { readDate } from '../source/read-date.ts';
import { t } from '../wording/wording.ts';
import { ImportProblem, tidy } from './draft.ts';
import { absolute, parsePage } from './page-document.ts';

/** One item of a feed. `html` is what the feed has of the article's text. */
export type FeedItem = {
  title: string;
  url: string;
  date?: Date;
  html?: string;
  language?: string;
  categories: string[];
  image?: string;
};

/** The items of a feed. `isCut`: the feed breaks off, and these are the items before that. */
export type FeedItems = { items: FeedItem[]; isCut: boolean };

const text = z.string().optional().catch(undefined);
const list = <Item extends z.ZodType>(item: Item) => z.array(item).optional().catch(undefined);
const valueOrText = z
  .union([z.string(), z.object({ value: z.string() }).transform(({ value }) => value)])
  .optional()
  .catch(undefined);
/** The fields of an item in RSS, Atom, RDF and JSON Feed. */
const item = z.object({
  title: valueOrText,
  dc: z
    .object({ titles: list(z.string()), dates: list(z.string()), languages: list(z.string()) })
    .optional()
    .catch(undefined),
  dcterms: z
    .object({ created: list(z.string()), issued: list(z.string()), modified: list(z.string()) })
    .optional()
    .catch(undefined),
  media: z.object({ title: valueOrText }).optional().catch(undefined),
  xml: z.object({ base: text, lang: text }).optional().catch(undefined),
  link: text,
  url: text,
  id: text,
  language: text,
  links: list(z.object({ href: text, rel: text })),
  guid: z.object({ value: text, isPermaLink: z.boolean().optional() }).optional().catch(undefined),
  pubDate: text,
  published: text,
  updated: text,
  date_published: text,
  content: z
    .union([z.string(), z.object({ encoded: text, value: text }).transform(({ encoded, value }) => encoded ?? value)])
    .optional()
    .catch(undefined),
  content_html: text,
  content_text: text,
  description: text,
  summary: valueOrText,
  categories: list(z.object({ name: text, term: text, label: text })),
  tags: list(z.string()),
  enclosures: list(z.object({ url: text, type: text })),
  image: text,
});
const feed = z.object({
  feed: z.object({
    items: z.array(item).optional(),
    entries: z.array(item).optional(),
    link: text,
    links: list(z.object({ href: text, rel: text })),
    home_page_url: text,
    language: text,
    xml: z.object({ base: text, lang: text }).optional().catch(undefined),
  }),
});

/** Characters at the beginning of a document in which its first element stands, or the version of a JSON Feed. */
const maxHeadChars = 4_000;
const maxVersionChars = 1_000_000;

/** Whether a document is a feed, by its content type or its beginning. */
export const looksLikeFeed = (source: string, contentType = ''): boolean =>
  /(rss|atom|feed\+json|rdf)/i.test(contentType) ||
  /^(rss|feed|rdf:rdf)$/i.test(firstElement(source.slice(0, maxHeadChars))) ||
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
  const data = whole ?? parsed(withoutCutItem(source));
  if (data === undefined)
    throw new ImportProblem(
      t('The feed cannot be read.'),
      t('Check the address, or import the article’s page itself.'),
    );
  const { items = [], entries = [], link, links, home_page_url, language, xml } = data.feed;
  const all = [...items, ...entries];
  const site = link ?? home_page_url ?? links?.find(({ rel }) => rel === undefined || rel === 'alternate')?.href;
  const base = absolute(xml?.base ?? '', address) || absolute(site ?? '', address) || address;
  const found = all.flatMap(one => itemOf(one, base, language ?? xml?.lang));
  if (all.length > 0 && found.length === 0)
    throw new ImportProblem(
      t('No item of the feed has a link to its article.'),
      t('Import the articles by their own addresses.'),
    );
  return {
    items: found
      .filter((one, i) => found.findIndex(({ url }) => url === one.url) === i)
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

/** A feed that breaks off, without the item in which it does. */
function withoutCutItem(source: string): string {
  for (const [item, ends] of [
    ['</item>', source.includes('<rdf:RDF') ? '</rdf:RDF>' : '</channel></rss>'],
    ['</entry>', '</feed>'],
  ] as const) {
    const at = source.lastIndexOf(item);
    if (at !== -1) return source.slice(0, at + item.length) + ends;
  }
  return source;
}

function itemOf(
  one: z.output<typeof item>,
  feedBase: string | undefined,
  feedLanguage: string | undefined,
): FeedItem[] {
  const base = absolute(one.xml?.base ?? '', feedBase) || feedBase;
  const linked = one.links?.find(({ rel }) => rel === undefined || rel === 'alternate')?.href;
  const url = [one.link, one.url, linked]
    .map(link => absolute(link ?? '', base))
    .concat([one.guid?.isPermaLink === false ? '' : (one.guid?.value ?? ''), one.id ?? ''])
    .find(link => /^https?:\/\//.test(link));
  if (url === undefined) return [];
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
  const image = one.enclosures?.find(({ type }) => type?.startsWith('image/') === true)?.url ?? one.image;
  const texts = [one.content_html, one.content, paragraphsOf(one.content_text), one.summary, one.description];
  return [
    {
      title: plain(one.title ?? dc?.titles?.[0] ?? one.media?.title ?? '') || url,
      url,
      date: dates.map(date => (date === undefined ? undefined : readDate(date))).find(date => date !== undefined),
      html: texts.filter(html => html !== undefined).sort((a, b) => b.length - a.length)[0],
      language: one.language ?? dc?.languages?.[0] ?? one.xml?.lang ?? feedLanguage,
      categories: [
        ...(one.tags ?? []),
        ...(one.categories ?? []).flatMap(({ name, label, term }) => name ?? label ?? term ?? []),
      ].map(plain),
      image: absolute(image ?? '', base) || undefined,
    },
  ];
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
