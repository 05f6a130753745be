import type { parseHTML } from 'linkedom';

/** A parsed HTML page and its elements. */
export type PageDocument = ReturnType<typeof parseHTML>['document'];
export type PageElement = NonNullable<ReturnType<PageDocument['querySelector']>>;

/** The absolute URL of a link; empty unless it is http, https or mailto. @param base the URL of the page */
export function absolute(href: string, base: string | undefined): string {
  const parsed = URL.parse(href, base);
  return parsed === null || !/^(https?|mailto):$/.test(parsed.protocol) ? '' : parsed.href;
}

/** Elements inside one another that a page may have. Browsers, too, nest no deeper. */
const maxDepth = 512;

/** Whether the elements of a page are nested deeper than browsers nest them, which takes some parsers minutes. */
export function isTooDeep(root: PageElement): boolean {
  let level: PageElement[] = [root];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > maxDepth) return true;
    level = level.flatMap(element => [...element.children]);
  }
  return false;
}
