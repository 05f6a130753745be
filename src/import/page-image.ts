import { creditOf, type Draft, tidy } from './draft.ts';
import { absolute, type PageDocument, type PageElement } from './page-document.ts';

/** The attributes of an image that is loaded late, by the names that programs use; `src` then holds a placeholder. */
const lateAttributes = ['data-src', 'data-lazy-src', 'data-original', 'data-orig-file', 'data-hi-res-src'];
const lateSets = ['srcset', 'data-srcset', 'data-lazy-srcset'];

/** The address of an image as a reader sees it. */
function addressOf(image: PageElement): string {
  const given = (name: string): string => image.getAttribute(name)?.trim() ?? '';
  const late = lateAttributes.map(given).find(text => text !== '');
  if (late !== undefined) return late;
  // The last candidate of a set is mostly the largest (HTML Standard, section 4.8.4.2.1).
  const set = lateSets.map(given).find(text => text !== '' && !text.startsWith('data:'));
  const candidates = set?.slice(0, 20_000).split(/,\s+/) ?? [];
  const src = given('src');
  return src !== '' && !src.startsWith('data:') ? src : (candidates.at(-1)?.trim().split(/\s/)[0] ?? '');
}

/** The name of an image's file, without the size that some programs write into it. */
const fileName = (address: string): string =>
  address
    .split(/[?#]/)[0]
    ?.split('/')
    .at(-1)
    ?.replace(/-\d+x\d+(?=\.)/, '') ?? '';

/** The main image of an article with its alternative text and credit. @param lead the page's `og:image`, or empty */
export function imageOf(document: PageDocument, lead: string, base: string | undefined): Draft['image'] {
  const first = [
    ...document.querySelectorAll(
      'article figure img, .post-thumbnail img, .entry-content figure img, img.wp-post-image, main figure img, article img',
    ),
  ].find(image => addressOf(image) !== '');
  // Some pages escape the address twice.
  const address = (lead || (first === undefined ? '' : addressOf(first))).replaceAll('&amp;', '&');
  const src = absolute(address, base);
  if (!/^https?:/.test(src)) return undefined;
  const same =
    [...document.querySelectorAll('img')].find(image => fileName(addressOf(image)) === fileName(src)) ??
    (lead === '' ? first : undefined);
  const caption = same?.closest('figure')?.querySelector('figcaption');
  return { src, alt: tidy(same?.getAttribute('alt')), credit: creditOf(tidy(caption?.textContent), caption) };
}
