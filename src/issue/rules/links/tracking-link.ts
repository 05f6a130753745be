import { said, t } from '../../../wording/wording.ts';
import { isTracking } from '../../identity/page-of.ts';
import { linksOf } from '../../links.ts';
import type { Rule } from '../rule.ts';

/** Reports links with tracking parameters of other newsletters and advertisements. */
export const trackingLink: Rule = {
  id: 'tracking-link',
  severity: 'warning',
  doc: {
    finds:
      'tracking parameters of other newsletters and advertisements in a link: `utm_…`, `fbclid`, `gclid` and the like',
    why: 'The site would count your readers as visitors from another source.',
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
          ...said('The link has tracking parameters: %{names}.', {
            names: names.map(name => `\`${name}\``).join(', '),
          }),
          hint: t('Remove them; --fix does.'),
          fix: withoutTrackers(href),
        },
      ];
    });
  },
};

const trackers = (href: string): string[] => [...new Set(URL.parse(href)?.searchParams.keys())].filter(isTracking);

/** The link without the parameters. The rest stays as written and is not encoded again. */
function withoutTrackers(href: string): string {
  const [before = '', hash] = href.split(/(?=#)/);
  const [page = '', query = ''] = before.split(/\?(.*)/s);
  const kept = query.split('&').filter(pair => !isTracking(pair.split('=')[0] ?? ''));
  return page + (kept.length > 0 ? `?${kept.join('&')}` : '') + (hash ?? '');
}
