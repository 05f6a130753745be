import { t } from '../../../wording/wording.ts';
import { linksOf } from '../../links.ts';
import type { Finding, Rule } from '../rule.ts';
import { checkLinks } from './check-links.ts';

/** Reports links that cannot be reached; only with `--online`. */
export const brokenLink: Rule = {
  id: 'broken-link',
  severity: 'error',
  doc: {
    finds: 'with `--online`: a link that cannot be reached or returns an error',
    why: 'Readers would see an error page.',
    wrong: 'url: https://example.com/gone',
    right: 'url: https://example.com/here',
  },
  async find({ issue, online }) {
    if (!online) return [];
    const links = linksOf(issue);
    const failures = await checkLinks([...new Set(links.map(({ href }) => href))]);
    return links.flatMap(({ path, href }): Finding[] => {
      const failure = failures.get(href);
      return failure === undefined
        ? []
        : [
            {
              path,
              words: href,
              message: `${href.slice(0, 80)} ${failure}.`,
              hint: t('Correct the link, or find the page’s new address.'),
            },
          ];
    });
  },
};
