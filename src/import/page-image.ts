import { creditOf, type Draft, tidy } from './draft.ts';
import { ownElement, textBlocks } from './extraction/own-element.ts';
import { absolute, lengthOf, type PageDocument, type PageElement } from './page-document.ts';

/** The attributes of an image that is loaded late, by the names that programs use; `src` then holds a placeholder. */
const lateAttributes = ['data-src', 'data-lazy-src', 'data-original', 'data-orig-file', 'data-hi-res-src'];
const lateSets = ['srcset', 'data-srcset', 'data-lazy-srcset'];

/** The address of an image as a reader sees it. */
function addressOf(image: PageElement): string {
  const given = (name: string, element = image): string => element.getAttribute(name)?.trim() ?? '';
  const late = lateAttributes.map(name => given(name)).find(text => text !== '' && !text.startsWith('data:'));
  if (late !== undefined) return late;
  const src = given('src');
  if (src !== '' && !src.startsWith('data:') && !src.startsWith('#') && !isDecoration(src)) return src;
  const sources = [...(image.closest('picture')?.querySelectorAll('source') ?? [])];
  const sets = [image, ...sources.filter(isShownInMails), ...sources].flatMap(element =>
    lateSets.map(name => given(name, element)),
  );
  return largestOf(sets.find(text => text !== '' && !text.startsWith('data:')) ?? '');
}

/** Whether mail programs show a source of a picture: many do not know newer formats. */
const isShownInMails = (source: PageElement): boolean => !/avif|webp|jxl/i.test(source.getAttribute('type') ?? '');

/** The largest candidate of a set of images; the last of those without a size (HTML Standard, section 4.8.4.2.1). */
function largestOf(set: string): string {
  const candidates = set
    .slice(0, 20_000)
    .split(/,\s+|(?<=\s\d{1,5}(?:\.\d{1,3})?[wx]),/)
    .map(candidate => candidate.trim().split(/\s+/))
    .map(([address = '', size = '']) => ({ address, size: Number.parseFloat(size) || 0 }));
  return candidates.reduce((best, one) => (one.size >= best.size ? one : best), { address: '', size: 0 }).address;
}

/** The name of an image's file, without the size that some programs write into it. */
const fileName = (address: string): string =>
  address
    .split(/[?#]/)[0]
    ?.split('/')
    .at(-1)
    ?.replace(/-\d+x\d+(?=\.)/, '') ?? '';

/** Words of the names of files that belong to a site and not to an article, and formats that mail programs do not show. */
const decorationWords =
  /(?:^|[^a-z])(?:logos?|icons?|favicon|avatars?|gravatar|placeholder|default|blank|spacer|pixel|sprite|transparent|loading|loader|1x1)(?![a-z])|\.(?:svg|ico)$/i;
/** Whether an image belongs to a site and not to an article, as its address says. */
export const isDecoration = (address: string): boolean =>
  decorationWords.test(fileName(address)) || /^(?:https?:)?\/\/[^/]*gravatar\.com\//.test(address);

const minImagePixels = 100;

/** Whether an image stands for the article: not an icon, a pixel that counts, the author's portrait, or another article's. */
function isOfArticle(image: PageElement, article: PageElement): boolean {
  const sizes = ['width', 'height'].map(name => Number.parseInt(image.getAttribute(name) ?? '', 10));
  const beside = image.closest(
    'aside, nav, footer, form, [class~="related"], [class*="author"], [class*="avatar"], [class*="byline"], [class*="logo"], [rel~="author"]',
  );
  const isBeside = beside !== null && beside !== article && article.contains(beside);
  const inner = image.closest('article');
  const isOther =
    inner !== null && inner !== article && article.contains(inner) && lengthOf(inner) < lengthOf(article) / 2;
  const address = addressOf(image);
  return (
    address !== '' && !isDecoration(address) && !isBeside && !isOther && !sizes.some(size => size < minImagePixels)
  );
}

/** The part of a page that holds its article and the images around it: what is around the title, if it has most of the text. */
function articleAround(document: PageDocument): PageElement | undefined {
  const enough = lengthOf(document.body) * minArticleShare;
  const heading = document.querySelector('article h1, main h1');
  const parts: PageElement[] = [...document.querySelectorAll('article'), ...document.querySelectorAll('main')];
  const large = parts.filter(part => lengthOf(part) > enough);
  return large.find(part => heading !== null && part.contains(heading)) ?? large[0];
}

/** The image between the title and the text, of a page that marks no article: below the text there are others'. */
function imageBeforeText(document: PageDocument): PageElement | undefined {
  const own = ownElement(document);
  const [text] = own === undefined ? [] : textBlocks(own);
  if (own === undefined || text === undefined) return undefined;
  const all = [...own.querySelectorAll('*')];
  const [from, to] = [all.findIndex(({ tagName }) => tagName === 'H1'), all.indexOf(text)];
  return all.slice(from + 1, to).find(one => one.tagName === 'IMG' && isOfArticle(one, own));
}

/** An address without fragment, and without a query that is empty. */
const pageOf = (address: string | undefined): string | undefined => address?.split('#')[0]?.replace(/\?$/, '');

/** Part of a page's text that its article has, at least; the rest are comments, menus and links. */
const minArticleShare = 0.3;

/**
 * The main image of an article with its alternative text and credit; undefined if there is none.
 * @param named the addresses of images in the page's metadata, the surest first
 * @param article the element whose images are the article's, if the metadata has none
 */
export function imageOf(
  document: PageDocument,
  named: readonly string[],
  base: string | undefined,
  article = articleAround(document),
): Draft['image'] {
  const first =
    article === undefined
      ? imageBeforeText(document)
      : [...article.querySelectorAll('img')].find(image => isOfArticle(image, article));
  // Some pages escape the address twice.
  const lead = named.map(one => one.replaceAll('&amp;', '&')).find(one => one !== '' && !isDecoration(one));
  const src = absolute(lead ?? (first === undefined ? '' : addressOf(first)), base);
  // The page itself is no image.
  if (!/^https?:/.test(src) || pageOf(src) === pageOf(base)) return undefined;
  const same =
    [...document.querySelectorAll('img')].find(image => fileName(addressOf(image)) === fileName(src)) ??
    (lead === undefined ? first : undefined);
  const caption = same?.closest('figure')?.querySelector('figcaption');
  return { src, alt: tidy(same?.getAttribute('alt')), credit: creditOf(tidy(caption?.textContent), caption) };
}
