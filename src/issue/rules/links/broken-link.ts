import { linksOf } from '../../links.ts';
import type { Finding, Rule } from '../rule.ts';
import { checkLinks } from './online.ts';

/** Links answer, where one may ask. */
export const brokenLink: Rule = {
  id: 'broken-link',
  severity: 'error',
  doc: {
    finds: 'with `--online`: a link that nothing answers',
    why: 'Readers would meet an error page.',
    wrong: 'url: https://example.com/gone',
    right: 'url: https://example.com/here',
  },
  async find({ issue, online }) {
    if (!online) return [];
    const links = linksOf(issue);
    const verdicts = await checkLinks([...new Set(links.map(({ href }) => href))]);
    return links.flatMap(({ path, href }): Finding[] => {
      const why = verdicts.get(href);
      return why === undefined
        ? []
        : [
            {
              path,
              words: href,
              message: `${href.slice(0, 80)} ${why}.`,
              hint: 'Correct the link, or find the page’s new address.',
            },
          ];
    });
  },
};
