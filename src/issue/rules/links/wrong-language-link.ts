import { said, t } from '../../../wording/wording.ts';
import { languagesOf, primary } from '../../language/link-languages.ts';
import { linksIn } from '../../markdown.ts';
import type { Issue } from '../../schema.ts';
import { textsOf, wordingsOf } from '../../texts.ts';
import type { Finding, Rule } from '../rule.ts';
import { hostOf, ownHosts } from './own-hosts.ts';

/** Reports links of an edition to a page in another of the publication's languages. */
export const wrongLanguageLink: Rule = {
  id: 'wrong-language-link',
  severity: 'warning',
  doc: {
    finds:
      "an edition's link to a page in another of the publication's languages: `/fr/`, `fr.`, `?lang=fr` in the English edition",
    why: 'Readers would open a page that they may not be able to read.',
    wrong: 'url: { fr: https://example.com/fr/a, en: https://example.com/fr/a }',
    right: 'url: { fr: https://example.com/fr/a, en: https://example.com/en/a }',
  },
  find({ issue, publication }) {
    const languages = publication.languages.map(primary);
    const translated = translatedLinks(issue);
    const links = linksByLanguage(issue);
    const shared = sharedPages(issue);
    const common = linksOfAllEditions(links, languages);
    const own = ownHosts(issue, publication);
    return links.flatMap(({ path, language, href }): Finding[] => {
      const sharedWith = language === undefined || languagesOf(href).length > 0 ? undefined : shared.get(String(path));
      if (sharedWith !== undefined)
        return [
          {
            path,
            ...said('The editions in `%{from}` and `%{to}` link to one page; other articles have one for each.', {
              from: sharedWith,
              to: language ?? '',
            }),
            hint: t('Link to the page in the language of the edition: url: { fr: …, en: … }.'),
          },
        ];
      const readBy = language === undefined ? languages : [primary(language)];
      const [marked, ...more] = languagesOf(href).filter(one => languages.includes(one));
      // English pages are the sources of many: one that all editions link to is meant, unless the site has pages by language.
      const isForeign =
        more.length === 0 &&
        readBy.some(one => one !== marked) &&
        !(marked === 'en' && common.has(href) && !own.has(hostOf(href)) && !isFrenchSite(href));
      const foreign = isForeign ? marked : undefined;
      const other = language === undefined ? undefined : translated.get(`${primary(language)} ${href}`);
      if (foreign === undefined && other === undefined) return [];
      const edition = readBy.find(one => one !== (foreign ?? '')) ?? '';
      return [
        {
          path,
          words: href,
          ...said('The `%{edition}` edition links to a page in another language (`%{page}`): %{link}', {
            edition,
            page: foreign ?? other?.language ?? '',
            link: href.slice(0, 80),
          }),
          hint:
            other === undefined
              ? t('Link to the page in the language of the edition: url: { fr: …, en: … }.')
              : t('Link to %{right}.', { right: other.href.slice(0, 80) }),
        },
      ];
    });
  },
};

/** Whether a site is French or Canadian: its English page has a French one beside it. */
const isFrenchSite = (href: string): boolean => /\.(?:fr|ca|mc|quebec|paris|bzh)$/.test(hostOf(href));

type Link = { path: Finding['path']; language?: string; href: string };

/** Links that one field or the texts of all languages have. Fields with one link per language say which page is for whom. */
function linksOfAllEditions(links: readonly Link[], languages: readonly string[]): Set<string> {
  const byHref = Map.groupBy(
    links.filter(({ path, language }) => language === undefined || path.at(-2) !== 'url'),
    ({ href }) => href,
  );
  const isCommon = (uses: readonly Link[]): boolean =>
    languages.every(one => uses.some(({ language }) => language === undefined || primary(language) === one));
  return new Set([...byHref].filter(([, uses]) => isCommon(uses)).map(([href]) => href));
}

/**
 * The links of titles and texts, with the language of their edition. One link for all languages is left out where it names a source
 * or credits an author: a source may be in any language.
 */
const linksByLanguage = (issue: Issue): Link[] =>
  wordingsOf(issue, 'link', 'markdown').flatMap(({ path, language, text, kind }) => {
    if (kind === 'markdown')
      return linksIn(text)
        .filter(({ words }) => !namesItsLanguage.test(words))
        .map(({ href }) => ({ path, language, href }));
    const isCredit = path.includes('credit') || (path.includes('source') && language === undefined);
    return isCredit ? [] : [{ path, language, href: text }];
  });

/** Words of a link that say in which language its page is. */
const namesItsLanguage =
  /\b(?:in (?:French|English|German|Spanish|Italian)|en (?:français|anglais|allemand|espagnol|italien))(?!\p{L})/iu;

/** Links that a field has for one language only, by another language of the field: the page that its readers want. */
function translatedLinks(issue: Issue): Map<string, { language: string; href: string }> {
  const translated = new Map<string, { language: string; href: string }>();
  for (const { value, kind } of textsOf(issue)) {
    if (kind !== 'link' || typeof value === 'string') continue;
    const entries = Object.entries(value);
    for (const [language, href] of entries)
      for (const [otherLanguage, otherHref] of entries)
        if (href !== otherHref)
          translated.set(`${primary(otherLanguage)} ${href}`, { language: primary(language), href: otherHref });
  }
  // A page that any field gives to a language is a page for that language.
  for (const { value, kind } of textsOf(issue))
    if (kind === 'link')
      for (const [language, href] of Object.entries(typeof value === 'string' ? {} : value))
        translated.delete(`${primary(language)} ${href}`);
  return translated;
}

/** Links that an article repeats for a second language, with the first, where all other articles on the site have a page for each. */
function sharedPages({ articles }: Issue): Map<string, string> {
  const byLanguage = articles.flatMap(({ url }, i) =>
    typeof url === 'string' ? [] : [{ i, entries: Object.entries(url) }],
  );
  const isShared = (entries: [string, string][]): boolean =>
    entries.length > 1 && new Set(entries.map(([, href]) => href)).size === 1;
  const siteOf = (entries: [string, string][]): string => URL.parse(entries[0]?.[1] ?? '')?.host ?? '';
  const shared = byLanguage.filter(({ entries }) => isShared(entries));
  return new Map(
    shared.flatMap(({ i, entries }): [string, string][] => {
      const onSite = byLanguage.filter(
        other => other.i !== i && siteOf(other.entries) === siteOf(entries) && other.entries.length > 1,
      );
      const [first, second] = entries;
      return onSite.length < minTranslatedPages || onSite.some(other => isShared(other.entries))
        ? []
        : [[String(['articles', i, 'url', second?.[0]]), first?.[0] ?? '']];
    }),
  );
}

/** Articles of a site with a page for each language that show that it has them. */
const minTranslatedPages = 2;
