import { parseAccept } from 'hono/utils/accept';
import { matchLanguage } from '../edition/language-match.ts';

/** Longer Accept-Language headers are cut. */
const maxAcceptChars = 500;

/**
 * The language of a page: the language in its link, else the reader's, else the first that the browser accepts, else the
 * publication's default, unless the browser refuses it (`en;q=0`) and not all others.
 * @param languages the publication's, the default language first
 */
export function pageLanguage(
  languages: readonly string[],
  requested: { link?: string; reader?: string; accept?: string },
): string {
  const ranges = parseAccept((requested.accept ?? '').slice(0, maxAcceptChars));
  // RFC 4647 section 3.3.1: a range means all tags that begin with it. A quality of 0 refuses them (RFC 9110 section 12.5.4).
  const isRefused = (language: string): boolean => {
    const covering = ranges.filter(({ type }) => type === '*' || isWithin(language, type));
    const [closest] = covering.sort((a, b) => b.type.length - a.type.length);
    return closest !== undefined && closest.q === 0;
  };
  const accepted = languages.filter(language => !isRefused(language));
  const wanted = ranges.filter(({ q }) => q > 0).sort((a, b) => b.q - a.q);
  const found = [
    ...[requested.link, requested.reader].map(tag => tag && matchLanguage(tag, languages)),
    ...wanted.map(({ type }) => (type === '*' ? accepted[0] : matchLanguage(type, accepted))),
  ].find(language => language !== undefined && language !== '');
  return found ?? accepted[0] ?? languages[0] ?? 'en';
}

const isWithin = (language: string, range: string): boolean =>
  `${language.toLowerCase()}-`.startsWith(`${range.toLowerCase()}-`);
