import { isWebLink } from '../source/values.ts';
import { type Credit, tidy } from './draft.ts';
import type { PageElement } from './page-document.ts';

const maxNameWords = 6;
const maxNameChars = 60;
const isName = (text: string): boolean => text.length <= maxNameChars && text.split(' ').length <= maxNameWords;

/**
 * Reads the credit of an image.
 * @param text such as `Crédits image : Jane Doe / Unsplash`, `Photo by Jane Doe on Unsplash` or `Photo Jane Doe. AFP`
 * @param element the element with the text, whose links are used as the credit's links
 * @returns undefined if the text is not a credit
 */
export function creditOf(text: string, element?: PageElement | null): Credit | undefined {
  const [, words] =
    /(?:cr[ée]dits?(?: image| photo)?\s*:|image\s*:|photo(?:graph)?(?: by| de| :)?(?=\s+\p{Lu})|©|credits?:?)\s*(.*)/iu.exec(
      text,
    ) ?? [];
  if (words === undefined) return undefined;
  const [author = '', source = ''] = tidy(words)
    .replace(/(?<![).\s])[).\s]+$/, '')
    .split(/\/|\bon\b|\bsur\b|\bvia\b|\.(?=\s)/u)
    .map(tidy);
  // A credit is a short name: a longer text is a caption, of which these are words.
  if (![author, source].every(isName)) return undefined;
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
