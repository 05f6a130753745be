import { said, t } from '../../../wording/wording.ts';
import { linksOf } from '../../links.ts';
import type { Rule } from '../rule.ts';

/** Reports links of URL shorteners. */
export const shortLink: Rule = {
  id: 'short-link',
  severity: 'warning',
  doc: {
    finds: 'a link of a URL shortener: bit.ly, t.co, lnkd.in and the like',
    why: 'Spam filters distrust them, readers do not see where they lead, and they stop working with the service.',
    wrong: 'url: https://bit.ly/3xYzAbc',
    right: 'url: https://example.com/article',
  },
  find({ issue }) {
    return linksOf(issue).flatMap(({ path, href }) => {
      const host = URL.parse(href)?.hostname.replace(/^www\./, '') ?? '';
      return shorteners.has(host)
        ? [
            {
              path,
              words: href,
              ...said('%{link} is a shortened link.', { link: href.slice(0, 80) }),
              hint: t('Open it, and link to the page that it leads to.'),
            },
          ]
        : [];
    });
  },
};

const shorteners = new Set(
  `bit.ly bitly.com j.mp t.co tinyurl.com lnkd.in ow.ly buff.ly goo.gl is.gd v.gd cutt.ly rebrand.ly t.ly tiny.cc rb.gy shorturl.at
  dlvr.it trib.al ift.tt amzn.to fb.me wp.me nyti.ms tcrn.ch reut.rs bbc.in wapo.st econ.st on.ft.com lemde.fr urlz.fr urlr.me lc.cx
  bl.ink soo.gd short.io adf.ly shorte.st snip.ly po.st hubs.ly hubs.la spr.ly zpr.io dub.sh`.split(/\s+/),
);
