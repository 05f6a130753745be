import { parseAccept } from 'hono/utils/accept';

/**
 * The language a page is shown in: the one its link asks for, else the reader's own, else the first that their browser
 * likes, else the publication's default.
 * @param languages those of the publication, the default one first
 */
export function pageLanguage(
  languages: readonly string[],
  wish: { link?: string; reader?: string; accept?: string },
): string {
  const known = (tag: string | undefined): string | undefined => {
    if (tag === undefined) return undefined;
    const same = (wanted: string) => languages.find(language => language.toLowerCase() === wanted.toLowerCase());
    return same(tag) ?? same(tag.split('-')[0] ?? '');
  };
  const accepted = parseAccept((wish.accept ?? '').slice(0, 500))
    .sort((a, b) => b.q - a.q)
    .map(({ type }) => known(type))
    .find(language => language !== undefined);
  return known(wish.link) ?? known(wish.reader) ?? accepted ?? languages[0] ?? 'en';
}
