import type { Publication } from '../../../publication/schema.ts';
import type { Issue } from '../../schema.ts';
import { textsOf } from '../../texts.ts';

/** The host of a link without `www.`; '' if it has none. */
export const hostOf = (link: string): string => (URL.parse(link)?.hostname ?? '').replace(/^www\./, '');

/** A host that a site gives to its newsletter, and the site. */
const ofSite = /^(?:news|newsletters?|lettres?|infolettre|letters?|hebdo|mail|actus?)\.(.{3,200})$/;
/** Sites whose hosts belong to many newsletters. */
const shared =
  /^(?:substack\.com|ghost\.io|beehiiv\.com|wordpress\.com|blogspot\.com|medium\.com|github\.io|gitlab\.io|netlify\.app|vercel\.app|pages\.dev|kessel\.media)$/;

/**
 * The hosts whose pages the newsletter links to by language, and that of its own pages with the site above it: `example.com` of
 * `news.example.com`.
 */
export function ownHosts(issue: Issue, { url }: Publication): Set<string> {
  const own = hostOf(url);
  const [, parent = ''] = ofSite.exec(own) ?? [];
  const byLanguage = textsOf(issue).flatMap(({ value, kind }) =>
    kind === 'link' && typeof value !== 'string' && new Set(Object.values(value)).size > 1
      ? [[...new Set(Object.values(value).map(hostOf))]]
      : [],
  );
  // One article may have sources on two sites: those of several are the newsletter's.
  const isOften = (host: string): boolean => byLanguage.filter(hosts => hosts.includes(host)).length > 1;
  const sites = byLanguage.flatMap(hosts => (hosts.length === 1 ? hosts : hosts.filter(isOften)));
  return new Set(
    [own, ...(parent.includes('.') && !shared.test(parent) ? [parent] : []), ...sites].filter(host => host !== ''),
  );
}
