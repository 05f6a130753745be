import { ImportProblem, tidy } from '../draft.ts';
import { toMarkdown } from '../html-to-markdown.ts';
import { lengthOf, type PageDocument, type PageElement, parsePage } from '../page-document.ts';
import { isContentImage } from './content-image.ts';
import { type Style, styleReader } from './style.ts';
import { isReadMore, maxLabelChars } from './words.ts';

/** A piece of a newsletter as a reader sees it, in the order of the text. Links are absolute. */
export type Block = {
  kind: 'text' | 'list' | 'image' | 'button';
  /** Where it stands: the number of each element around it among its siblings, from the outermost. */
  path: readonly number[];
  /** Its words; of an image, the alternative text. */
  text: string;
  markdown: string;
  /** The link of all of it. */
  href?: string;
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

/** Characters of a line of links. */
const maxLineChars = 200;
/** Elements of a newsletter, at most. Large ones have some thousands. */
export const maxElements = 30_000;

const inlineTags = new Set(
  'a abbr acronym b bdi bdo big br cite code del em font i img ins kbd label mark q s small span strike strong sub sup time tt u var wbr'
    .toUpperCase()
    .split(' '),
);
const ignoredTags = new Set(
  'script style head title template noscript svg video audio iframe object form input button select textarea nav'
    .toUpperCase()
    .split(' '),
);
const blockSelector =
  'address, article, blockquote, center, dd, div, dl, dt, figure, figcaption, footer, h1, h2, h3, h4, h5, h6, header, hr, li, main, ol, p, pre, section, table, td, tr, ul';

type PageNode = PageElement['childNodes'][number];
const isElement = (node: PageNode): node is PageNode & PageElement => node.nodeType === 1;

/**
 * Divides a newsletter into its blocks, whatever tables it is laid out with. What is hidden is left out.
 * @throws ImportProblem if it has too many elements
 */
export function blocksOf(document: PageDocument): Block[] {
  if (document.querySelectorAll('*').length > maxElements)
    throw new ImportProblem(
      `This newsletter has more than ${maxElements.toLocaleString('en')} elements.`,
      'Copy its articles into .txt files and import those.',
    );
  const blocks: Block[] = [];
  const styleOf = styleReader(document);
  const walk = (element: PageElement, path: readonly number[]): void => {
    if (/^(?:UL|OL|BLOCKQUOTE)$/.test(element.tagName) && element.querySelector('table, h1, h2, h3') === null) {
      blocks.push(...textBlocks(document, [...element.childNodes], element, path, styleOf));
      return;
    }
    let run: PageNode[] = [];
    const flush = (): void => {
      if (run.length > 0) blocks.push(...runBlocks(document, run, element, path, styleOf));
      run = [];
    };
    for (const [i, node] of [...element.childNodes].entries()) {
      if (node.nodeType === 3) run.push(node);
      if (!isElement(node) || ignoredTags.has(node.tagName) || styleOf(node).isHidden) continue;
      if (inlineTags.has(node.tagName) && node.querySelector(blockSelector) === null) run.push(node);
      else {
        flush();
        walk(node, [...path, i]);
      }
    }
    flush();
  };
  if (document.body !== null) walk(document.body, []);
  return blocks;
}

/** The blocks of inline content: its images, and its lines where empty lines divide it. */
function runBlocks(
  document: PageDocument,
  run: readonly PageNode[],
  parent: PageElement,
  path: readonly number[],
  styleOf: (element: PageElement) => Style,
): Block[] {
  return paragraphsOf(run, styleOf).flatMap(nodes => textBlocks(document, nodes, parent, path, styleOf));
}

/** Inline nodes, divided at two line breaks; and at one, where what precedes it is all a link or bold: a title. */
function paragraphsOf(run: readonly PageNode[], styleOf: (element: PageElement) => Style): PageNode[][] {
  const paragraphs: PageNode[][] = [[]];
  let breaks = 0;
  for (const node of run) {
    const isBreak = isElement(node) && node.tagName === 'BR';
    if (!isBreak && node.nodeType === 3 && tidy(node.textContent) === '' && breaks > 0) continue;
    const current = paragraphs.at(-1) ?? [];
    if (isBreak) breaks++;
    else {
      const isTitle = breaks === 1 && current.length > 0 && current.every(one => isTitleNode(one, styleOf));
      if (breaks > 1 || isTitle) paragraphs.push([node]);
      else
        current.push(...(breaks === 1 ? [run.find(one => isElement(one) && one.tagName === 'BR') ?? node] : []), node);
      breaks = 0;
    }
  }
  return paragraphs.filter(nodes => nodes.length > 0);
}

const isTitleNode = (node: PageNode, styleOf: (element: PageElement) => Style): boolean =>
  isElement(node)
    ? node.tagName === 'A' ||
      styleOf(node).isBold ||
      (node.querySelector('a, b, strong') !== null && !hasPlainText(node))
    : tidy(node.textContent) === '';

const hasPlainText = (element: PageElement): boolean =>
  [...element.childNodes].some(node => node.nodeType === 3 && tidy(node.textContent) !== '');

/** The blocks of one paragraph, list or quote. */
function textBlocks(
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
    .map(link => ({ words: tidy(link.textContent), href: link.getAttribute('href') ?? '', link }))
    .filter(({ words, href }) => words !== '' && href !== '');
  const text = tidy(box.textContent);
  if (!/[\p{L}\p{N}]/u.test(text)) return images;
  const [only] = links;
  const isLinked =
    only !== undefined && links.every(({ href }) => href === only.href) && linkedShare(links, text) > 0.9;
  const href = isLinked ? only.href : links.length === 0 ? around : undefined;
  const isButton =
    href !== undefined &&
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
    text: more === undefined ? text : tidy(box.textContent),
    markdown: markdownOf(document, box),
    href: lineLink?.href ?? href,
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
  for (const node of nodes) visit(node, parent);
  const longest = found.toSorted((a, b) => b.length - a.length)[0];
  return {
    size: Math.round(longest?.style.size ?? 0),
    isBold: found.length > 0 && found.every(({ style, length }) => style.isBold || length < 3),
    isUpper: longest?.style.isUpper ?? false,
  };
}

/** Characters of a link that is a title. */
const minTitleChars = 12;

/** The items of a list, or the one of a paragraph, if each begins with a link that reads like a title; else none. */
function itemsOf(box: PageElement): Block['items'] {
  const parts = box.tagName === 'P' ? [box] : [...box.children].filter(({ tagName }) => tagName === 'LI');
  const items = parts.map(part => {
    const link = part.querySelector('a[href]');
    const title = tidy(link?.textContent);
    const text = tidy(part.textContent);
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
