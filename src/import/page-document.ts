import { parseHTML } from 'linkedom';
import { t } from '../wording/wording.ts';
import { ImportProblem } from './draft.ts';

/** A parsed HTML page and its elements. */
export type PageDocument = ReturnType<typeof parseHTML>['document'];
export type PageElement = NonNullable<ReturnType<PageDocument['querySelector']>>;

/** Characters that no text may contain; of control characters only line breaks and tabs are white space. */
const control = /[^\P{Cc}\n\r\t]|[\uFFFE\uFFFF]/gu;

/**
 * Parses a page, or a part of one: `<html>`, `<head>` and `<body>` may be left out (HTML Standard, section 13.1.2.4).
 * @throws ImportProblem if its elements are nested too deeply, or an attribute is too long for the parser
 */
export function parsePage(html: string): PageDocument {
  const clean = html.replace(control, '');
  try {
    const { document } = parseHTML(clean);
    if (document.documentElement === null || !isTooDeep(document.documentElement))
      return withSmallNames(isRegular(document) ? document : completed(clean));
  } catch (cause) {
    // The parser reads the names of a class recursively.
    if (!(cause instanceof RangeError)) throw cause;
  }
  throw new ImportProblem(
    t('This page cannot be read: its elements are nested too deeply, or have attributes that are too long.'),
    t('Copy the article into a .txt file and import that.'),
  );
}

/** Attributes in any letters, as in HTML (HTML Standard, section 13.1.2.3): the parser keeps capitals. */
function withSmallNames(document: PageDocument): PageDocument {
  for (const element of document.querySelectorAll('*'))
    for (const { name, value } of [...element.attributes])
      if (/[A-Z]/.test(name) && element.closest('svg') === null && !element.hasAttribute(name.toLowerCase())) {
        element.removeAttribute(name);
        element.setAttribute(name.toLowerCase(), value);
      }
  return document;
}

/** Whether a page has one `<html>` with one `<body>` around everything; the parser, unlike a browser, adds and joins none. */
function isRegular({ documentElement: root }: PageDocument): boolean {
  const parts = [...(root?.children ?? [])].map(child => child.tagName).join(' ');
  return root?.tagName === 'HTML' && /^(?:HEAD )?BODY$/.test(parts) && root.querySelector('html, body body') === null;
}

/** A page with one `<html>`, `<head>` and `<body>`, however many it had. */
function completed(html: string): PageDocument {
  const { document } = parseHTML(`<!doctype html><html><head></head><body>${html}</body></html>`);
  const language = document.querySelector('body html[lang]')?.getAttribute('lang');
  if (language) document.documentElement.setAttribute('lang', language);
  for (const inner of document.querySelectorAll('body html, body head, body body'))
    inner.replaceWith(...inner.childNodes);
  for (const inner of document.querySelectorAll('title, meta:not([itemprop]), link, base'))
    if (inner.closest('svg') === null) document.head.append(inner);
  return document;
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
