import { tidy } from '../../draft.ts';
import { toMarkdown } from '../../html-to-markdown.ts';
import { lengthOf, type PageDocument, type PageElement } from '../../page-document.ts';
import { type Block, isElement, type PageNode, wordsOf } from './block.ts';
import { isContentImage } from './content-image.ts';
import { itemsOf } from './link-items.ts';
import type { Style } from './style.ts';
import { isReadMore, maxLabelChars } from './words.ts';

/** Characters of a line of links. */
const maxLineChars = 200;
/** The blocks of one paragraph, list or quote. */
export function textBlocks(
  document: PageDocument,
  nodes: readonly PageNode[],
  parent: PageElement,
  path: readonly number[],
  styleOf: (element: PageElement) => Style,
): Block[] {
  const isWhole = /^(?:UL|OL|BLOCKQUOTE)$/.test(parent.tagName);
  const heading = parent.closest('h1, h2, h3, h4, h5, h6');
  const box = document.createElement(isWhole ? parent.tagName.toLowerCase() : heading === null ? 'p' : 'h3');
  for (const node of nodes) box.appendChild(node.cloneNode(true));
  for (const hidden of [...box.querySelectorAll('[style*="display:none"], [style*="display: none"], script, style')])
    hidden.remove();
  const around = parent.closest('a[href]')?.getAttribute('href') ?? undefined;
  const images = [...box.querySelectorAll('img')].filter(isContentImage).map(
    (image): Block => ({
      ...empty,
      kind: 'image',
      path,
      text: tidy(image.getAttribute('alt')),
      src: image.getAttribute('src') ?? '',
      href: image.closest('a[href]')?.getAttribute('href') ?? around,
      classes: image.getAttribute('class') ?? '',
    }),
  );
  for (const image of [...box.querySelectorAll('img')]) image.remove();
  const links = [...box.querySelectorAll('a[href]')]
    .map(link => ({ words: wordsOf(link), href: link.getAttribute('href') ?? '', link }))
    .filter(({ words, href }) => words !== '' && href !== '');
  const text = wordsOf(box);
  if (!/[\p{L}\p{N}]/u.test(text)) return images;
  const [only] = links;
  const isLinked =
    only !== undefined && links.every(({ href }) => href === only.href) && linkedShare(links, text) > 0.9;
  const href = isLinked ? only.href : undefined;
  const isButton =
    (href ?? around) !== undefined &&
    text.length <= maxLabelChars &&
    (isReadMore(text) || (only !== undefined && looksLikeButton(only.link, parent)));
  // `… and so on. Read more`: the link at the end is no part of the text.
  const last = links.at(-1);
  // `Read more · 3 comments`: a line of links.
  const lineLink =
    text.length <= maxLineChars && /[·|•]/.test(text) ? links.find(({ words }) => isReadMore(words)) : undefined;
  const more =
    lineLink === undefined && !isLinked && last !== undefined && isReadMore(last.words) && text.endsWith(last.words)
      ? last
      : undefined;
  more?.link.remove();
  const style = styleOfText(nodes, parent, styleOf);
  const level = Number(/^H([1-6])$/.exec(heading?.tagName ?? '')?.[1] ?? 0);
  const block: Block = {
    kind:
      isButton || lineLink !== undefined
        ? 'button'
        : parent.tagName === 'UL' || parent.tagName === 'OL'
          ? 'list'
          : 'text',
    path,
    text: more === undefined ? text : wordsOf(box),
    markdown: markdownOf(document, box),
    href: lineLink?.href ?? href ?? (isButton ? around : undefined),
    around,
    links: links.map(({ words, href: target }) => ({ words, href: target })),
    ...style,
    level,
    classes: `${parent.getAttribute('class') ?? ''} ${parent.parentElement?.getAttribute('class') ?? ''}`,
    items: itemsOf(box),
  };
  if (more === undefined) return [...images, block];
  return [...images, block, { ...block, ...empty, kind: 'button', path, text: more.words, href: more.href }];
}

/** The Markdown of an element, itself a paragraph, list, quote or heading. */
function markdownOf(document: PageDocument, box: PageElement): string {
  const outer = document.createElement('div');
  outer.appendChild(box);
  return toMarkdown(outer);
}

const empty = {
  markdown: '',
  links: [],
  size: 0,
  isBold: false,
  isUpper: false,
  level: 0,
  classes: '',
  items: [],
} as const;

const linkedShare = (links: readonly { words: string }[], text: string): number =>
  links.reduce((sum, { words }) => sum + words.length, 0) / text.length;

/** Whether a link has the colour, frame or class of a button. */
function looksLikeButton(link: PageElement, parent: PageElement): boolean {
  const own = `${link.getAttribute('style') ?? ''};${parent.tagName === 'TD' ? (parent.getAttribute('style') ?? '') : ''}`;
  const classes = `${link.getAttribute('class') ?? ''} ${parent.getAttribute('class') ?? ''}`.slice(0, 500);
  return (
    /(?:background(?:-color)?\s*:\s*(?!none|transparent|#fff(?:fff)?\b|white)|border-radius\s*:)/i.test(
      own.slice(0, 2_000),
    ) ||
    (parent.tagName === 'TD' && parent.getAttribute('bgcolor') !== null && lengthOf(parent) <= maxLabelChars) ||
    /(?:^|[\s_-])(?:btn|button|cta)|button/i.test(classes)
  );
}

/** The style of most of the characters of a text; it is bold if all of it is. */
function styleOfText(
  nodes: readonly PageNode[],
  parent: PageElement,
  styleOf: (element: PageElement) => Style,
): Pick<Block, 'size' | 'isBold' | 'isUpper'> {
  const found: { style: Style; length: number }[] = [];
  const visit = (node: PageNode, owner: PageElement): void => {
    const length = node.nodeType === 3 ? tidy(node.textContent).length : 0;
    if (length > 0) found.push({ style: styleOf(owner), length });
    if (isElement(node)) for (const child of node.childNodes) visit(child, node);
  };
  for (const node of nodes) visit(node, node.parentElement ?? parent);
  const longest = found.toSorted((a, b) => b.length - a.length)[0];
  return {
    size: Math.round(longest?.style.size ?? 0),
    isBold: found.length > 0 && found.every(({ style, length }) => style.isBold || length < 3),
    isUpper: longest?.style.isUpper ?? false,
  };
}
