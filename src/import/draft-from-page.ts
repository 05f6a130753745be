import { Readability } from '@mozilla/readability';
import { parseHTML } from 'linkedom';
import { isWebLink } from '../source/values.ts';
import { type Draft, ImportProblem, saysAi, tidy } from './draft.ts';
import { toMarkdown } from './html-to-markdown.ts';
import { dropRepeats, standfirstOf, takePullQuote } from './page-content.ts';
import { absolute, isTooDeep } from './page-document.ts';
import { categoriesOf, commentsOf, imageOf, sourceOf, summaryOf } from './page-metadata.ts';

/** Elements around an article that are not part of it. */
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

/** Characters that Readability requires of an article. */
const minArticleChars = 200;

/**
 * Finds the article in a web page.
 * @param html the page
 * @param address the page's URL, if the page does not name its own
 * @throws ImportProblem if the page has no article
 */
export function draftFromPage(html: string, address?: string): Draft {
  const { document } = parseHTML(html);
  const root = document.documentElement;
  if (root === null || document.body === null)
    throw new ImportProblem(
      'This is no web page.',
      'Save it from the browser as HTML, or paste its text into a .txt file.',
    );
  if (isTooDeep(root))
    throw new ImportProblem(
      'This page cannot be read: its elements are nested too deeply.',
      'Copy the article into a .txt file and import that.',
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
  const metadata = {
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
  const article = new Readability(document, { charThreshold: minArticleChars }).parse();
  const title = meta('og:title') || heading || tidy(article?.title);
  if (title === '' || article?.content == null)
    throw new ImportProblem('No article can be found in this page.', 'Copy its text into a .txt file and import that.');
  const { document: content } = parseHTML(`<!doctype html><html><body>${article.content}</body></html>`);
  const paragraphs = dropRepeats(content, [title, heading, metadata.summary, metadata.source?.line]);
  const standfirst = standfirstOf(paragraphs, metadata.summary, meta('description', 'og:description'));
  const pull = takePullQuote(content, metadata.quote);
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
    image: metadata.image,
    categories: metadata.categories,
    source: metadata.source && {
      name: metadata.source.name,
      url: metadata.source.url === undefined ? undefined : absolute(metadata.source.url, base),
    },
    comments: metadata.comments,
    writtenBy: metadata.ai ? 'ai' : undefined,
  };
}
