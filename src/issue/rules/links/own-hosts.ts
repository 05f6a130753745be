import type { Publication } from '../../../publication/schema.ts';
import type { Issue } from '../../schema.ts';
import { textsOf } from '../../texts.ts';

/** The host of a link without `www.`; '' if it has none. */
export const hostOf = (link: string): string => (URL.parse(link)?.hostname ?? '').replace(/^www\./, '');

/**
 * The hosts whose pages the newsletter links to by language, and that of its own pages with the site above it: `example.com` of
 * `news.example.com`.
 */
export function ownHosts(issue: Issue, { url }: Publication): Set<string> {
  const own = hostOf(url);
  const parent = own.split('.').slice(1).join('.');
  const byLanguage = textsOf(issue).flatMap(({ value, kind }) =>
    kind === 'link' && typeof value !== 'string' && new Set(Object.values(value)).size > 1 ? Object.values(value) : [],
  );
  return new Set(
    [own, ...(parent.includes('.') ? [parent] : []), ...byLanguage.map(hostOf)].filter(host => host !== ''),
  );
}
