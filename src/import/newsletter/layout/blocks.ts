import { number, t } from '../../../wording/wording.ts';
import { ImportProblem, tidy } from '../../draft.ts';
import type { PageDocument, PageElement } from '../../page-document.ts';
import { type Block, isElement, type PageNode } from './block.ts';
import { columnCells } from './columns.ts';
import { contentsTarget } from './furniture.ts';
import { type Style, styleReader } from './style.ts';
import { textBlocks } from './text-blocks.ts';

/** Elements of a newsletter, at most. Large ones have some thousands. */
const maxElements = 30_000;

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

/**
 * Divides a newsletter into its blocks, whatever tables it is laid out with. What is hidden is left out.
 * @throws ImportProblem if it has too many elements
 */
export function blocksOf(document: PageDocument): Block[] {
  if (document.querySelectorAll('*').length > maxElements)
    throw new ImportProblem(
      t('This newsletter has more than %{maxElements} elements.', { maxElements: number(maxElements) }),
      t('Copy its articles into .txt files and import those.'),
    );
  const blocks: Block[] = [];
  const styleOf = styleReader(document);
  separateParts(document);
  let isTargetNext = false;
  const add = (found: readonly Block[]): void => {
    const [first, ...others] = found;
    if (first === undefined) return;
    blocks.push(isTargetNext ? { ...first, isTarget: true } : first, ...others);
    isTargetNext = false;
  };
  const walk = (element: PageElement, path: readonly number[]): void => {
    if (/^(?:UL|OL|BLOCKQUOTE)$/.test(element.tagName) && element.querySelector('table, h1, h2, h3') === null) {
      add(textBlocks(document, [...element.childNodes], element, path, styleOf));
      return;
    }
    const cells = columnCells(element);
    if (cells !== undefined) {
      for (const { cell, place } of cells) if (!styleOf(cell).isHidden) walk(cell, [...path, ...place]);
      return;
    }
    let run: PageNode[] = [];
    const flush = (): void => {
      if (run.length > 0) add(runBlocks(document, run, element, path, styleOf));
      run = [];
    };
    for (const [i, node] of [...element.childNodes].flatMap(withoutSpans).entries()) {
      if (isElement(node) && node.hasAttribute(contentsTarget)) isTargetNext = true;
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

/** Writes the wide spaces that divide a line into parts as the dots that other newsletters have. */
function separateParts(document: PageDocument): void {
  for (const element of document.querySelectorAll('*'))
    for (const node of element.childNodes)
      if (node.nodeType === 3 && /[\u2002\u2003]/.test(node.textContent ?? ''))
        node.textContent = (node.textContent ?? '').replace(/\s?[\u2002\u2003]\s?/g, ' · ');
}

/** The parts of a span that has line breaks, which divide the text around it, too; else the node itself. */
function withoutSpans(node: PageNode): PageNode[] {
  const isWrapper = isElement(node) && /^(?:SPAN|FONT)$/.test(node.tagName) && node.querySelector('br') !== null;
  return isWrapper && isElement(node) ? [...node.childNodes].flatMap(withoutSpans) : [node];
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
