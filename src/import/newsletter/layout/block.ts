import { tidy } from '../../draft.ts';
import type { PageElement } from '../../page-document.ts';

/** A piece of a newsletter as a reader sees it, in the order of the text. Links are absolute. */
export type Block = {
  kind: 'text' | 'list' | 'image' | 'button';
  /** Where it stands: the number of each element around it among its siblings, from the outermost. */
  path: readonly number[];
  /** Whether a link of the same page, as those of a table of contents, leads to its beginning. */
  isTarget?: boolean;
  /** Its words; of an image, the alternative text. */
  text: string;
  markdown: string;
  /** The link of all of it. */
  href?: string;
  /** The link of the whole card that it is in. */
  around?: string;
  /** Its links, in order. */
  links: readonly { words: string; href: string }[];
  /** Of text: pixels, whether all is bold, whether in capitals, and the level of a heading (0: none). */
  size: number;
  isBold: boolean;
  isUpper: boolean;
  level: number;
  classes: string;
  src?: string;
  /** Of a list, or a paragraph that begins with a link: the link, and what follows it. */
  items: readonly { title: string; href: string; rest: string }[];
};

export type PageNode = PageElement['childNodes'][number];

export const isElement = (node: PageNode): node is PageNode & PageElement => node.nodeType === 1;

const inParts = new Set(['BR', 'P', 'LI', 'DIV']);

/** The text of an element on one line, with a space where a line ends. */
export function wordsOf(element: PageElement): string {
  const textOf = (node: PageNode): string => {
    if (!isElement(node)) return node.nodeType === 3 ? (node.textContent ?? '') : '';
    const text = [...node.childNodes].map(textOf).join('');
    return inParts.has(node.tagName) ? ` ${text} ` : text;
  };
  return tidy([...element.childNodes].map(textOf).join(''));
}
