import { parseFeed } from 'feedsmith';
import { z } from 'zod';
import { cutRanges } from '../source/cut-ranges.ts';
import { ImportProblem, tidy } from './draft.ts';

/** One item of a feed. `html` is present if the feed contains the whole article. */
export type FeedItem = { title: string; url: string; date?: Date; html?: string };

const text = z.string().optional().catch(undefined);
const valueOrText = z
  .union([z.string(), z.object({ value: z.string() }).transform(({ value }) => value)])
  .optional()
  .catch(undefined);
/** The fields of an item in RSS, Atom, RDF and JSON Feed. */
const item = z.object({
  title: valueOrText,
  link: text,
  url: text,
  id: text,
  links: z
    .array(z.object({ href: text, rel: text }))
    .optional()
    .catch(undefined),
  guid: z.object({ value: text }).optional().catch(undefined),
  pubDate: text,
  published: text,
  updated: text,
  date_published: text,
  content: z
    .union([z.string(), z.object({ encoded: text, value: text }).transform(({ encoded, value }) => encoded ?? value)])
    .optional()
    .catch(undefined),
  content_html: text,
});
const feed = z.object({
  feed: z.object({ items: z.array(item).optional(), entries: z.array(item).optional() }),
});

/** Whether a document is a feed, by its content type or its beginning. */
export const looksLikeFeed = (source: string, contentType = ''): boolean =>
  /(rss|atom|feed\+json|rdf)/i.test(contentType) ||
  /^(rss|feed|rdf:rdf)$/i.test(firstElement(source.slice(0, maxHeadChars))) ||
  /^\{[\s\S]{0,400}"version"\s{0,20}:\s{0,20}"https:\/\/jsonfeed\.org/.test(source.slice(0, maxHeadChars).trimStart());

/** Characters at the beginning of a document in which its first element stands. */
const maxHeadChars = 4_000;

/** The name of the first element of a document, after comments and declarations. */
const firstElement = (head: string): string =>
  /<([a-z][\w:-]{0,40})[\s>]/i.exec(cutRanges(head, '<!--', '-->').kept)?.[1] ?? '';

/**
 * The items of an RSS, Atom, RDF or JSON feed, newest first.
 * @throws ImportProblem if the feed is invalid
 */
export function itemsOf(source: string): FeedItem[] {
  let parsed: z.output<typeof feed>;
  try {
    parsed = feed.parse(parseFeed(source));
  } catch {
    throw new ImportProblem('The feed cannot be read.', 'Check the address, or import the article’s page itself.');
  }
  return [...(parsed.feed.items ?? []), ...(parsed.feed.entries ?? [])]
    .flatMap((one): FeedItem[] => {
      const linked = one.links?.find(({ rel }) => rel === undefined || rel === 'alternate')?.href;
      const url = [one.link, one.url, linked, one.guid?.value, one.id].find(address =>
        /^https?:\/\//.test(address ?? ''),
      );
      const when = new Date(one.pubDate ?? one.published ?? one.date_published ?? one.updated ?? '');
      const html = one.content_html ?? one.content;
      if (url === undefined) return [];
      return [{ title: tidy(one.title) || url, url, date: Number.isNaN(when.getTime()) ? undefined : when, html }];
    })
    .sort((a, b) => (b.date?.getTime() ?? 0) - (a.date?.getTime() ?? 0));
}
