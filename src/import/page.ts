import { Readability } from '@mozilla/readability';
import { parseHTML } from 'linkedom';
import { isWebLink } from '../source/values.ts';
import { type Credit, type Draft, ImportProblem, pulledOut, saysAi, tidy, unquoted } from './draft.ts';
import { toMarkdown } from './markdown.ts';

type PageDocument = ReturnType<typeof parseHTML>['document'];
type PageElement = NonNullable<ReturnType<PageDocument['querySelector']>>;

/** What stands around an article and is none of it. */
const clutter = [
  'script',
  'style',
  'noscript',
  'template',
  'iframe',
  'form',
  'nav',
  '#comments',
  '#respond',
  '.comments',
  '.comments-area',
  '.comment-respond',
  '#disqus_thread',
  '.sharedaddy',
  '.share',
  '.sharing',
  '.social',
  '[class*="share-"]',
  '[class*="social-"]',
  '.jp-relatedposts',
  '[class*="related"]',
  '[class*="newsletter"]',
  '[class*="cookie"]',
  '[id*="cookie"]',
  '[class*="consent"]',
  '.akismet_comment_form_privacy_notice',
  '[class*="subscribe"]',
  '.wp-caption-text',
  '[aria-hidden="true"]',
  '.screen-reader-text',
].join(',');

/**
 * Finds the article in a page.
 * @param html the page
 * @param address where it was found; the page's own word for it wins
 * @throws ImportProblem if there is none
 */
export function draftFromPage(html: string, address?: string): Draft {
  const { document } = parseHTML(html);
  const root = document.documentElement;
  if (root === null || document.body === null)
    throw new ImportProblem(
      'This is no web page.',
      'Save it from the browser as HTML, or paste its text into a .txt file.',
    );
  const meta = (...names: string[]): string =>
    tidy(
      names
        .map(name => document.querySelector(`meta[property="${name}"], meta[name="${name}"]`)?.getAttribute('content'))
        .find(text => tidy(text) !== ''),
    );
  const url =
    [document.querySelector('link[rel="canonical"]')?.getAttribute('href'), meta('og:url'), address].find(
      one => one != null && isWebLink(one),
    ) ?? undefined;
  const base = url ?? address;
  const found = {
    ai: saysAi(tidy(document.body.textContent)),
    comments: commentsOf(document, url),
    categories: categoriesOf(document, meta('article:section')),
    image: imageOf(document, meta('og:image'), base),
    quote: tidy(
      document.querySelector('.pullquote, .pull-quote, .wp-block-pullquote, aside blockquote, blockquote.pull')
        ?.textContent,
    ),
    summary: summaryOf(document),
    source: sourceOf(document.body),
  };
  for (const element of document.querySelectorAll(clutter)) if (element !== document.body) element.remove();
  for (const link of document.querySelectorAll('a[href]'))
    link.setAttribute('href', absolute(link.getAttribute('href') ?? '', base));

  const heading = tidy(document.querySelector('h1[itemprop="headline"], h1.entry-title, article h1, h1')?.textContent);
  const article = new Readability(document, { charThreshold: 200 }).parse();
  const title = meta('og:title') || heading || tidy(article?.title);
  if (title === '' || article?.content == null)
    throw new ImportProblem('No article can be found in this page.', 'Copy its text into a .txt file and import that.');
  const { document: content } = parseHTML(`<!doctype html><html><body>${article.content}</body></html>`);
  const paragraphs = dropRepeats(content, [title, heading, found.summary, found.source?.line]);
  const standfirst = standfirstOf(paragraphs, found.summary, meta('description', 'og:description'));
  const pull = takePullQuote(content, found.quote);
  const body = toMarkdown(content.body);
  const language =
    tidy(root.getAttribute('lang') || meta('og:locale'))
      .replace('_', '-')
      .split('-')[0]
      ?.toLowerCase() || '';
  return {
    language,
    title,
    url,
    standfirst,
    body: body === '' ? undefined : body,
    pullQuote: pull,
    image: found.image,
    categories: found.categories,
    source: found.source && {
      name: found.source.name,
      url: found.source.url === undefined ? undefined : absolute(found.source.url, base),
    },
    comments: found.comments,
    writtenBy: found.ai ? 'ai' : undefined,
  };
}

function absolute(href: string, base: string | undefined): string {
  const parsed = URL.parse(href, base);
  return parsed === null || !/^(https?|mailto):$/.test(parsed.protocol) ? '' : parsed.href;
}

/** A summary that the page shows under its title, not the caption of a picture. */
function summaryOf(document: PageDocument): string {
  const shown = document.querySelectorAll(
    '[itemprop="description"]:not(meta), .standfirst, .chapo, .chapeau, .article-standfirst, .entry-summary, .subtitle, .dek, .article-subtitle',
  );
  return tidy([...shown].find(element => element.closest('figure, figcaption, aside, nav') === null)?.textContent);
}

/** Takes out of the content what the draft says elsewhere; gives the paragraphs that stay. */
function dropRepeats(content: PageDocument, said: readonly (string | undefined)[]): PageElement[] {
  const known = new Set(said.filter(text => text !== undefined && text !== '').map(text => bare(text ?? '')));
  for (const element of content.querySelectorAll('h1, h2, h3, p')) {
    const text = tidy(element.textContent);
    if (
      text === '' ||
      known.has(bare(text)) ||
      saysAi(text) ||
      /^(tags?|filed under|catégories?|laisser un commentaire|leave a (reply|comment)|lire aussi|read also)\b/i.test(
        text,
      )
    )
      element.remove();
  }
  return [...content.querySelectorAll('p')];
}

const bare = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');

/** The lead quote: a first paragraph in quotes, the page's own summary, or a description that is no mere beginning. */
function standfirstOf(paragraphs: readonly PageElement[], summary: string, description: string): string | undefined {
  const [first] = paragraphs;
  const opening = tidy(first?.textContent);
  if (first !== undefined && opening.length < 400 && /^[«“"][^«»“”"]+[»”"]$/u.test(opening)) {
    first.remove();
    return unquoted(opening);
  }
  if (summary !== '' && summary.length < 500) return unquoted(summary);
  const beginning = bare(description).slice(0, 60);
  const isCut = /(…|\.\.\.|\[…\])$/.test(description);
  const repeats = paragraphs.some(paragraph => bare(paragraph.textContent ?? '').startsWith(beginning));
  return description.length > 30 && description.length < 400 && !isCut && !repeats ? unquoted(description) : undefined;
}

function takePullQuote(content: PageDocument, marked: string): string | undefined {
  if (marked !== '') {
    for (const quote of content.querySelectorAll('blockquote, aside'))
      if (bare(quote.textContent ?? '') === bare(marked)) quote.remove();
    return unquoted(marked);
  }
  const paragraphs = [...content.querySelectorAll('p')].filter(
    paragraph => paragraph.closest('blockquote, li') === null,
  );
  const at = pulledOut(paragraphs.map(paragraph => tidy(paragraph.textContent)));
  const paragraph = paragraphs[at];
  if (paragraph === undefined || paragraph.querySelector('a') !== null) return undefined;
  paragraph.remove();
  return unquoted(tidy(paragraph.textContent));
}

function categoriesOf(document: PageDocument, section: string): string[] {
  const named = [
    ...document.querySelectorAll(
      'a[rel~="category"], a[rel~="tag"], .cat-links a, .post-categories a, .entry-categories a',
    ),
  ].map(link => tidy(link.textContent));
  return [...new Set([...named, section].filter(name => name !== '' && name.length < 60))];
}

function imageOf(document: PageDocument, lead: string, base: string | undefined): Draft['image'] {
  const shown = document.querySelector(
    'article figure img, .post-thumbnail img, .entry-content figure img, img.wp-post-image, main figure img, article img',
  );
  // Some pages escape the address twice.
  const src = absolute((lead || shown?.getAttribute('src') || '').replaceAll('&amp;', '&'), base);
  if (!/^https?:/.test(src)) return undefined;
  const file = (address: string): string =>
    address
      .split(/[?#]/)[0]
      ?.split('/')
      .at(-1)
      ?.replace(/-\d+x\d+(?=\.)/, '') ?? '';
  const same =
    [...document.querySelectorAll('img')].find(image => file(image.getAttribute('src') ?? '') === file(src)) ??
    (lead === '' ? shown : null);
  const caption = same?.closest('figure')?.querySelector('figcaption');
  return { src, alt: tidy(same?.getAttribute('alt')), credit: creditOf(tidy(caption?.textContent), caption) };
}

/** `Crédits image : Jane Doe / Unsplash`, `Photo by Jane Doe on Unsplash`, `Photo Jane Doe. AFP`. */
export function creditOf(text: string, element?: PageElement | null): Credit | undefined {
  const [, words] =
    /(?:cr[ée]dits?(?: image| photo)?\s*:|image\s*:|photo(?:graph)?(?: by| de| :)?(?=\s+\p{Lu})|©|credits?:?)\s*(.*)$/iu.exec(
      text,
    ) ?? [];
  if (words === undefined) return undefined;
  const [author = '', source = ''] = words
    .replace(/[).\s]+$/, '')
    .split(/\s*(?:\/|\bon\b|\bsur\b|\bvia\b|\.(?=\s))\s*/u)
    .map(tidy);
  const links = [...(element?.querySelectorAll('a[href]') ?? [])].map(link => ({
    words: tidy(link.textContent),
    href: link.getAttribute('href') ?? '',
  }));
  const linkOf = (name: string): string | undefined =>
    links.find(link => name !== '' && link.words === name && isWebLink(link.href))?.href;
  const credit = {
    ...(author === '' ? {} : { author, author_url: linkOf(author) }),
    ...(source === ''
      ? {}
      : { source, source_url: linkOf(source) ?? (/^unsplash$/i.test(source) ? 'https://unsplash.com' : undefined) }),
  };
  return Object.keys(credit).length === 0 ? undefined : credit;
}

function sourceOf(body: PageElement): { name: string; url?: string; line: string } | undefined {
  for (const element of body.querySelectorAll('p, div, li')) {
    const line = tidy(element.textContent);
    const name = /^(?:source|sources|via)\s*:\s*(.{2,80})$/iu.exec(line)?.[1];
    if (name !== undefined)
      return { name, url: element.querySelector('a[href]')?.getAttribute('href') ?? undefined, line };
  }
  return undefined;
}

function commentsOf(document: PageDocument, url: string | undefined): Draft['comments'] {
  const link = [
    ...document.querySelectorAll(
      'a[href*="#comments"], a[href*="#respond"], .comments-link a, .comments-title, #comments h2, #comments h3',
    ),
  ].find(element => /\d|comment/i.test(element.textContent ?? ''));
  const form = document.querySelector('#comments, #respond, .comment-respond');
  if (url === undefined || (link === undefined && form === null)) return undefined;
  return { url: `${url.split('#')[0]}#comments`, count: Number(/\d+/.exec(tidy(link?.textContent))?.[0] ?? 0) };
}
