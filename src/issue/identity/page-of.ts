/** Names of parameters that count clicks and campaigns. Hashes of sent articles depend on it: one that is added is new to them. */
const trackingName =
  /^(?:utm_\w+|at_\w+|xtor|fbclid|gclid|dclid|gbraid|wbraid|ttclid|twclid|srsltid|msclkid|mc_[ce]id|igshid|yclid|_hs\w+|mkt_tok|vero_id|oly_\w+_id|(?:mtm|pk|piwik)_\w+)$/i;

/** Whether a parameter of a link only counts clicks. */
export const isTracking = (name: string): boolean => trackingName.test(name);

/**
 * Which page a link leads to, to compare links. What leads to the same page is left out: the scheme, `www.`, parameters that count
 * clicks, the order of the others, a slash at the end, a place in the page.
 * @example pageOf('https://www.Example.com/a/?utm_source=x#top') // 'example.com/a?'
 */
export function pageOf(link: string): string {
  const url = URL.parse(link.trim());
  if (url === null) return link.trim();
  const path = url.pathname.replace(/\/$/, '').replace(/%[\da-f]{2}/gi, plainCode);
  const parameters = [...url.searchParams].filter(([name]) => !isTracking(name)).map(pair => pair.join('='));
  // Some sites name their pages after the #.
  const page = /^#[!/]/.test(url.hash) ? url.hash : '';
  return `${url.host.replace(/^www\./, '')}${path}?${parameters.sort().join('&')}${page}`;
}

/** A percent code as it is usually written (RFC 3986, section 6.2.2). */
function plainCode(code: string): string {
  const character = String.fromCharCode(Number.parseInt(code.slice(1), 16));
  return /[\w.~-]/.test(character) ? character : code.toUpperCase();
}
