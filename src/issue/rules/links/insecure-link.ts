import { said, t } from '../../../wording/wording.ts';
import { linksOf } from '../../links.ts';
import type { Rule } from '../rule.ts';

/** Reports http: links. */
export const insecureLink: Rule = {
  id: 'insecure-link',
  severity: 'warning',
  doc: {
    finds: 'a link with http: instead of https:',
    why: 'Browsers warn of such pages, and others can read and change them in transit.',
    wrong: 'url: http://example.com/',
    right: 'url: https://example.com/',
  },
  find({ issue }) {
    return linksOf(issue)
      .filter(({ href }) => href.startsWith('http:') && !/^http:\/\/(localhost|127\.|\[::1\])/.test(href))
      .map(({ path, href }) => ({
        path,
        words: href,
        ...said('The link %{link} is not secure.', { link: href.slice(0, 80) }),
        hint: t('Write https:// if the site supports it; otherwise ignore this rule on the line.'),
      }));
  },
};
