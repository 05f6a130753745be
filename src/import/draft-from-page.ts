import { isWebLink } from '../source/values.ts';
import { t } from '../wording/wording.ts';
import { type Draft, ImportProblem, tidy } from './draft.ts';
import { extractArticle } from './extraction/extract-article.ts';
import { toMarkdown } from './html-to-markdown.ts';
import { dropRepeats, isByAi, plainBylineOf, pullQuotesOf, standfirstOf, takePullQuotes } from './page-content.ts';
import { absolute, lengthOf, type PageDocument, parsePage } from './page-document.ts';
import { imageOf } from './page-image.ts';
import {
  alternatesOf,
  articleDataOf,
  authorOf,
  categoriesOf,
  commentsOf,
  languageOf,
  metaOf,
  sourceOf,
  summaryOf,
} from './page-metadata.ts';
import { titleOf } from './page-title.ts';

/**
 * Finds the article in a web page.
 * @param html the page, or its article alone
 * @param address the page's URL, if the page does not name its own
 * @throws ImportProblem if the page has no article
 */
export function draftFromPage(html: string, address?: string): Draft {
  const document = parsePage(html);
  const root = document.documentElement;
  if (root === null || document.body === null || lengthOf(document.body) === 0)
    throw new ImportProblem(
      t('This is no web page.'),
      t('Save it from the browser as HTML, or paste its text into a .txt file.'),
    );
  const meta = (...names: string[]): string => metaOf(document, ...names);
  const data = articleDataOf(document);
  const base = baseOf(document, address);
  const url = [
    document.querySelector('link[rel="canonical"]')?.getAttribute('href') ?? '',
    meta('og:url'),
    address ?? '',
  ]
    .map(one => absolute(one, base))
    .find(isWebLink);
  const quotes = pullQuotesOf(document);
  const sites = [meta('og:site_name', 'application-name'), meta('apple-mobile-web-app-title'), data.publisher];
  const titles = [meta('og:title', 'twitter:title'), data.headline];
  const title = titleOf(document, titles, sites, URL.parse(url ?? '')?.hostname ?? '');
  const summary = summaryOf(document, title);
  const isAi = isByAi(document);
  const namedAuthor = authorOf(document, [meta('author'), meta('article:author'), meta('dc.creator'), data.author]);
  const images = [meta('og:image', 'og:image:url', 'twitter:image'), data.image];
  const named = imageOf(document, images, base);
  const [categories, comments] = [categoriesOf(document, meta('article:section')), commentsOf(document, url)];
  const language = languageOf(document, data);

  if (!/<[a-z!]/i.test(html))
    throw new ImportProblem(
      t('This is no web page.'),
      t('Save it from the browser as HTML, or paste its text into a .txt file.'),
    );
  const content = extractArticle(document, base ?? url, data.articleBody);
  if (content === undefined || (title === '' && lengthOf(content.body) < minUntitledChars))
    throw new ImportProblem(
      t('No article can be found in this page.'),
      t('Copy its text into a .txt file and import that.'),
    );
  const image = named ?? imageOf(content, [], base, content.body);
  const source = sourceOf(content.body);
  const author = namedAuthor ?? plainBylineOf(content);
  const bylines = author === undefined ? [] : [author, `Par ${author}`, `By ${author}`];
  const paragraphs = dropRepeats(content, [title, summary, source?.line, ...bylines]);
  const standfirst = standfirstOf(
    content,
    paragraphs,
    summary,
    meta('description', 'og:description') || data.description,
  );
  const pull = takePullQuotes(content, quotes);
  const body = toMarkdown(content.body);
  return {
    language,
    title: title || beginningOf(content),
    url,
    author,
    standfirst,
    body: body === '' ? undefined : body,
    pullQuote: pull,
    image,
    categories,
    source: source && {
      name: source.name,
      url: source.url === undefined ? undefined : absolute(source.url, base),
    },
    comments,
    writtenBy: isAi ? 'ai' : undefined,
    alternates: alternatesOf(document, base),
  };
}

/** The address that a page's links start from: that of `<base>`, else its own. */
function baseOf(document: PageDocument, address: string | undefined): string | undefined {
  const canonical = document.querySelector('link[rel="canonical"]')?.getAttribute('href') ?? '';
  const own = address ?? (isWebLink(canonical) ? canonical : undefined);
  return absolute(document.querySelector('base[href]')?.getAttribute('href') ?? '', own) || own;
}

/** Characters of a page without a title, at least, to be an article. */
const minUntitledChars = 250;

/** Characters of a title that is the beginning of the text. */
const maxTitleChars = 80;

/** The first words of an article, for a page that has no title. */
function beginningOf(content: PageDocument): string {
  const text = tidy(content.body.textContent);
  return text.length <= maxTitleChars ? text : `${text.slice(0, maxTitleChars).replace(/\s\S*$/, '')}…`;
}
