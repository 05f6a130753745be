import { linksOf } from '../../links.ts';
import type { Rule } from '../rule.ts';

/** Links are secure. */
export const insecureLink: Rule = {
  id: 'insecure-link',
  severity: 'warning',
  doc: {
    finds: 'a link with http: instead of https:',
    why: 'Browsers warn of such pages, and anyone on the way can change them.',
    wrong: 'url: http://example.com/',
    right: 'url: https://example.com/',
  },
  find({ issue }) {
    return linksOf(issue)
      .filter(({ href }) => href.startsWith('http:') && !/^http:\/\/(localhost|127\.|\[::1\])/.test(href))
      .map(({ path, href }) => ({
        path,
        words: href,
        message: `The link ${href.slice(0, 80)} is not secure.`,
        hint: 'Write https:// if the site answers there; else switch this rule off for the line.',
      }));
  },
};
