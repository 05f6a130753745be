import { toMarkdown } from '../../html-to-markdown.ts';
import { type PageElement, parsePage } from '../../page-document.ts';
import { type Block, wordsOf } from './block.ts';

/** Characters of a link that is a title. */
const minTitleChars = 12;

/** The items of a list, or the one of a paragraph, if each begins with a link that reads like a title; else none. */
export function itemsOf(box: PageElement): Block['items'] {
  const parts = box.tagName === 'P' ? [box] : [...box.children].filter(({ tagName }) => tagName === 'LI');
  const items = parts.map(part => {
    const link = part.querySelector('a[href]');
    const title = link === null ? '' : wordsOf(link);
    const text = wordsOf(part);
    const rest = text.slice(title.length);
    const isLed = text.startsWith(title) && (rest === '' || /^\s?(?:[-–—:|.(]|\s?$)/u.test(rest) || isStrong(link));
    if (link === null || title.length < minTitleChars || !isLed) return undefined;
    const href = link.getAttribute('href') ?? '';
    const copy = parsePage(part.outerHTML);
    copy.querySelector('a[href]')?.remove();
    return { title, href, rest: toMarkdown(copy.body).replace(/^(?:[\s\-–—:|.]|\\-|\*\*\s*\*\*)+/u, '') };
  });
  return items.every(item => item !== undefined) ? items : [];
}

const isStrong = (link: PageElement | null): boolean =>
  link !== null && (link.closest('b, strong') !== null || link.querySelector('b, strong') !== null);
