import { z } from 'zod';

const text = z.string().optional().catch(undefined);
const list = <Item extends z.ZodType>(item: Item) => z.array(item).optional().catch(undefined);
const valueOrText = z
  .union([z.string(), z.object({ value: z.string() }).transform(({ value }) => value)])
  .optional()
  .catch(undefined);
const mediaFile = z.object({ url: text, type: text, medium: text });
const mediaGroup = z.object({ contents: list(mediaFile), thumbnails: list(mediaFile) });
/** The fields of an item in RSS, Atom, RDF and JSON Feed. */
export const feedItem = z.object({
  title: valueOrText,
  dc: z
    .object({
      titles: list(z.string()),
      dates: list(z.string()),
      languages: list(z.string()),
      creators: list(z.string()),
      subjects: list(z.string()),
    })
    .optional()
    .catch(undefined),
  dcterms: z
    .object({ created: list(z.string()), issued: list(z.string()), modified: list(z.string()) })
    .optional()
    .catch(undefined),
  media: z
    .object({ title: valueOrText, contents: list(mediaFile), thumbnails: list(mediaFile), groups: list(mediaGroup) })
    .optional()
    .catch(undefined),
  authors: list(z.object({ name: text })),
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
  banner_image: text,
});
export const feed = z.object({
  feed: z.object({
    items: z.array(feedItem).optional(),
    entries: z.array(feedItem).optional(),
    link: text,
    links: list(z.object({ href: text, rel: text })),
    home_page_url: text,
    language: text,
    dc: z
      .object({ languages: list(z.string()) })
      .optional()
      .catch(undefined),
    xml: z.object({ base: text, lang: text }).optional().catch(undefined),
  }),
});
