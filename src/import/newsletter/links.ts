import { isWebLink } from '../../source/values.ts';

/** Parameters by which newsletters and advertisements are counted. */
const counter =
  /^(?:utm_\w{1,30}|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|yclid|_hs\w{1,20}|mkt_tok|vero_id|oly_\w{1,20}_id|ck_subscriber_id|_bhlid|ref_src|isFreemail|publication_id|post_id|r|token|triedRedirect)$/i;
/** Of these only some programs' own links have short names. */
const substackOnly = /^(?:isFreemail|publication_id|post_id|r|token|triedRedirect)$/i;

/** Hosts and paths of programs that count clicks and then redirect. */
const redirector =
  /(?:^|\.)(?:list-manage\.com|mjt\.lu|awstrack\.me|sendibm?\d?\.com|sendibt\d\.com|sendgrid\.net|mailgun\.org|mandrillapp\.com|createsend\d?\.com|cmail\d{1,2}\.com|rs6\.net|hubspotlinks\.com|mlsend\.com|mlsendtracking\.com|convertkit-mail\d?\.com|ck\.page|sparkpostmail\.com|safelinks\.protection\.outlook\.com|urldefense\.com|google\.com)$/;
const redirectPath =
  /^\/(?:track|click|clicks|ls\/click|redirect|redirect\/.{1,40}|wf\/click|cl0|l\/|e\/c\/|c\/|link\/|url$|tr\/cl|v3\/__)/i;
const redirectHost = /^(?:click|clicks|clic|track|trk|tracking|email|mail|link|links|r|e|t|url\d{1,5})\d?\./;
const targetNames = ['url', 'u', 'q', 'target', 'redirect', 'redirect_url', 'to', 'link', 'dest', 'destination'];

/** Redirects inside redirects that are followed, at most. */
const maxRedirects = 4;

/** A link without what counts clicks. `isHidden`: it still leads through a program that does not show the target. */
export type CleanLink = { href: string; isHidden: boolean };

/**
 * Cleans a link of a newsletter: a redirect that shows its target becomes the target, and parameters that count are removed. Nothing
 * is fetched.
 * @returns undefined if it is no web link
 * @example cleanLink('https://a.example/x?utm_source=n') // { href: 'https://a.example/x', isHidden: false }
 */
export function cleanLink(address: string): CleanLink | undefined {
  let href = address.trim();
  for (let i = 0; i < maxRedirects; i++) {
    const target = targetOf(href);
    if (target === undefined) break;
    href = target;
  }
  const url = URL.parse(href);
  if (url === null || !isWebLink(href)) return undefined;
  return { href: withoutCounters(href, url), isHidden: isRedirect(url) };
}

const isRedirect = (url: URL): boolean =>
  (redirector.test(url.hostname) && url.hostname !== 'www.google.com' && url.pathname.length > 1) ||
  (redirectHost.test(url.hostname) && redirectPath.test(url.pathname)) ||
  (/(?:^|\.)substack\.com$/.test(url.hostname) && url.pathname.startsWith('/redirect/')) ||
  /^\/(?:ls\/click|tr\/cl|track\/click|wf\/click)/i.test(url.pathname);

/** The target that a redirect shows in its query or path. */
function targetOf(href: string): string | undefined {
  const url = URL.parse(href);
  if (url === null || !/^https?:$/.test(url.protocol)) return undefined;
  if (!redirector.test(url.hostname) && !redirectHost.test(url.hostname) && !redirectPath.test(url.pathname))
    return undefined;
  const shown = targetNames.map(name => url.searchParams.get(name) ?? '').find(isWebLink);
  if (shown !== undefined) return shown;
  // Amazon SES writes it into the path (`/L0/https:%2F%2F…/1/…`), Proofpoint between `__` (`/v3/__https://…__;`).
  const inPath =
    /\/(?:CL|L)0\/(https?:%2F%2F[^/]{1,2000})/i.exec(url.pathname)?.[1] ?? between(url.href, '/v3/__', '__;');
  if (inPath === undefined) return undefined;
  try {
    const decoded = decodeURIComponent(inPath);
    return isWebLink(decoded) ? decoded : undefined;
  } catch {
    return undefined;
  }
}

function between(text: string, open: string, close: string): string | undefined {
  const start = text.indexOf(open);
  const end = start === -1 ? -1 : text.indexOf(close, start);
  return end === -1 ? undefined : text.slice(start + open.length, end);
}

/** The link without the parameters that count; the rest stays as written. */
function withoutCounters(href: string, url: URL): string {
  const [before = '', hash = ''] = href.split(/(?=#)/);
  const at = before.indexOf('?');
  if (at === -1) return href;
  const isSubstack = url.searchParams.has('publication_id') || /(?:^|\.)substack\.com$/.test(url.hostname);
  const kept = before
    .slice(at + 1)
    .split('&')
    .filter(pair => {
      const [name = '', value = ''] = pair.split('=');
      // Ghost names the newsletter that a reader comes from.
      if (name === 'ref' && /-newsletter$/.test(value)) return false;
      return !counter.test(name) || (substackOnly.test(name) && !isSubstack);
    });
  return before.slice(0, at) + (kept.length > 0 ? `?${kept.join('&')}` : '') + hash;
}
