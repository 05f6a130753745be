import { linksOf } from '../../links.ts';
import type { Rule } from '../rule.ts';

/** Links carry no leftovers of other campaigns. */
export const trackingLink: Rule = {
  id: 'tracking-link',
  severity: 'warning',
  doc: {
    finds: 'what other newsletters and ads left in a link: `utm_…`, `fbclid`, `gclid` and the like',
    why: 'It tells the site that your readers came from somewhere else, and counts them there.',
    wrong: 'url: https://example.com/a?utm_source=other',
    right: 'url: https://example.com/a',
  },
  find({ issue }) {
    return linksOf(issue).flatMap(({ path, href }) => {
      const names = trackers(href);
      if (names.length === 0) return [];
      return [
        {
          path,
          words: href,
          message: `The link carries ${names.map(name => `\`${name}\``).join(', ')}, left from elsewhere.`,
          hint: 'Take it out; --fix does.',
          fix: withoutTrackers(href),
        },
      ];
    });
  },
};

const tracker = /^(utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|yclid|_hs\w+|mkt_tok|vero_id|oly_\w+_id)$/i;

const trackers = (href: string): string[] =>
  [...new Set(URL.parse(href)?.searchParams.keys())].filter(name => tracker.test(name));

/** The link as it was written, less the parameters: nothing else of it is encoded anew. */
function withoutTrackers(href: string): string {
  const [before = '', hash] = href.split(/(?=#)/);
  const [page = '', query = ''] = before.split(/\?(.*)/s);
  const kept = query.split('&').filter(pair => !tracker.test(pair.split('=')[0] ?? ''));
  return page + (kept.length > 0 ? `?${kept.join('&')}` : '') + (hash ?? '');
}
