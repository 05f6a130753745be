import { isPrivateAddress } from '../../../source/private-address.ts';
import { type PlainWording, said, t } from '../../../wording/wording.ts';
import { linksOf } from '../../links.ts';
import type { Rule } from '../rule.ts';
import { ownHosts } from './own-hosts.ts';

/** Reports links that only the makers of a site can open. */
export const privateLink: Rule = {
  id: 'private-link',
  severity: 'warning',
  doc: {
    finds: 'a link to `localhost`, a private network, a staging site, a preview or the administration of a site',
    why: 'Readers cannot open it.',
    wrong: 'url: https://staging.example.com/a',
    right: 'url: https://example.com/a',
  },
  find({ issue, publication }) {
    const own = ownHosts(issue, publication);
    return linksOf(issue).flatMap(({ path, href }) => {
      const reason = reasonOf(href, own);
      return reason === undefined
        ? []
        : [
            {
              path,
              words: href,
              ...said('Readers cannot open %{link}: %{reason}.', { link: href.slice(0, 80), reason: t(reason) }),
              hint: t('Link to the public page.'),
            },
          ];
    });
  },
};

/** A host for tests, and the site it belongs to. */
const testHost =
  /^(?:www\.)?(?:dev|develop|development|tests?|testing|qa|uat|sandbox|integration|int)\d{0,2}\.([a-z0-9.-]{3,200})$/;

/** Why a link is not public; undefined if it may be. */
function reasonOf(href: string, own: ReadonlySet<string>): PlainWording | undefined {
  const url = URL.parse(href);
  if (url === null) return undefined;
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (/(?:^|\.)localhost$/.test(host)) return 'it is on your own computer';
  if (isPrivateAddress(host) || /\.(?:local|lan|internal|intranet|home\.arpa)$/.test(host))
    return 'it is in a private network';
  if (
    /^(?:www\.)?(?:staging|stage|preprod|pre-prod|preproduction|recette)[.-]|^[a-z0-9-]{1,40}-(?:staging|preprod)\./.test(
      host,
    )
  )
    return 'it is a site for tests';
  // Of other sites `dev.` is often where they speak to developers.
  const [, base = ''] = testHost.exec(host) ?? [];
  if (own.has(base) || /^example\.(?:com|net|org)$/.test(base)) return 'it is a site for tests';
  if (/(?:^|\/)wp-(?:admin|login(?:\.php)?)(?:\/|$)/.test(url.pathname)) return 'it is the administration of the site';
  const isPreview = [...url.searchParams].some(
    ([name, value]) =>
      name === 'preview_id' || name === 'preview_nonce' || (name === 'preview' && /^(?:true|1)$/.test(value)),
  );
  return isPreview ? 'it is a preview' : undefined;
}
