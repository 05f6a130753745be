import type { parseHTML } from 'linkedom';

/** A parsed HTML page and its elements. */
export type PageDocument = ReturnType<typeof parseHTML>['document'];
export type PageElement = NonNullable<ReturnType<PageDocument['querySelector']>>;

/** The absolute URL of a link; empty unless it is http, https or mailto. @param base the URL of the page */
export function absolute(href: string, base: string | undefined): string {
  const parsed = URL.parse(href, base);
  return parsed === null || !/^(https?|mailto):$/.test(parsed.protocol) ? '' : parsed.href;
}
