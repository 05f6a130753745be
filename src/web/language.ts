import { parseAccept } from 'hono/utils/accept';

/** Longer Accept-Language headers are cut. */
const maxAcceptChars = 500;

/**
 * The language of a page: the language in its link, else the reader's, else the first that the browser accepts, else the
 * publication's default.
 * @param languages the publication's, the default language first
 */
export function pageLanguage(
  languages: readonly string[],
  requested: { link?: string; reader?: string; accept?: string },
): string {
  const supported = (tag: string | undefined): string | undefined => {
    if (tag === undefined) return undefined;
    const same = (wanted: string) => languages.find(language => language.toLowerCase() === wanted.toLowerCase());
    return same(tag) ?? same(tag.split('-')[0] ?? '');
  };
  const accepted = parseAccept((requested.accept ?? '').slice(0, maxAcceptChars))
    .sort((a, b) => b.q - a.q)
    .map(({ type }) => supported(type))
    .find(language => language !== undefined);
  return supported(requested.link) ?? supported(requested.reader) ?? accepted ?? languages[0] ?? 'en';
}
