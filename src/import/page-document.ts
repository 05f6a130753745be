import { parseHTML } from 'linkedom';
import { ImportProblem } from './draft.ts';

/** A parsed HTML page and its elements. */
export type PageDocument = ReturnType<typeof parseHTML>['document'];
export type PageElement = NonNullable<ReturnType<PageDocument['querySelector']>>;

/** Characters that no text may contain; of control characters only line breaks and tabs are white space. */
const control = /[^\P{Cc}\n\r\t]|[\uFFFE\uFFFF]/gu;

/**
 * Parses a page, or a part of one: `<html>` and `<body>` may be left out (HTML Standard, section 13.1.2.4).
 * @throws ImportProblem if its elements are nested too deeply, or an attribute is too long for the parser
 */
export function parsePage(html: string): PageDocument {
  const clean = html.replace(control, '');
  const wrapped = `<!doctype html><html><head></head><body>${clean}</body></html>`;
  try {
    const whole = /<(?:html|body)[\s>]/i.test(clean) ? parseHTML(clean).document : undefined;
    // A page may begin with other elements than <html>, as mails do that a program wrapped.
    const document = whole?.documentElement?.tagName === 'HTML' ? whole : parseHTML(wrapped).document;
    addHeadAndBody(document);
    if (document.documentElement === null || !isTooDeep(document.documentElement)) return document;
  } catch (cause) {
    // The parser reads the names of a class recursively.
    if (!(cause instanceof RangeError)) throw cause;
  }
  throw new ImportProblem(
    'This page cannot be read: its elements are nested too deeply, or have attributes that are too long.',
    'Copy the article into a .txt file and import that.',
  );
}

/** Elements that are of the head where its tags are left out. */
const ofHead = new Set(['TITLE', 'META', 'LINK', 'STYLE', 'BASE', 'SCRIPT']);

/** Puts the elements of a page whose `<head>` or `<body>` is left out into one: the parser does not. */
function addHeadAndBody(document: PageDocument): void {
  const root = document.documentElement;
  if (root === null) return;
  const children = [...root.children];
  const given = (name: string): PageElement | undefined => children.find(({ tagName }) => tagName === name);
  const [head, body] = [
    given('HEAD') ?? document.createElement('head'),
    given('BODY') ?? document.createElement('body'),
  ];
  root.prepend(head);
  root.append(body);
  let isBeforeBody = true;
  for (const child of children) {
    if (child === body) isBeforeBody = false;
    else if (child !== head) (isBeforeBody && ofHead.has(child.tagName) ? head : body).append(child);
  }
}

/** The absolute URL of a link; empty unless it is http, https or mailto. @param base the URL of the page */
export function absolute(href: string, base: string | undefined): string {
  // An empty reference is the page itself.
  if (href.trim() === '') return '';
  const parsed = URL.parse(href.trim(), base);
  return parsed === null || !/^(https?|mailto):$/.test(parsed.protocol) ? '' : parsed.href;
}

/** The text of an element without white space around it. */
export const lengthOf = (element: PageElement): number =>
  (element.textContent ?? '').replace(/\s+/g, ' ').trim().length;

/** Elements inside one another that a page may have. Browsers, too, nest no deeper. */
const maxDepth = 512;

/** Whether the elements of a page are nested deeper than browsers nest them, which takes some parsers minutes. */
function isTooDeep(root: PageElement): boolean {
  let level: PageElement[] = [root];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > maxDepth) return true;
    level = level.flatMap(element => [...element.children]);
  }
  return false;
}
