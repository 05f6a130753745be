import { match } from '@formatjs/intl-localematcher';

/** Characters of a language tag (RFC 5646 section 4.4.1), longer ones are no tags. */
const maxTagChars = 35;

/** The canonical form of a tag: `iw` is `he`. Undefined if it is none. */
function canonical(tag: string): string | undefined {
  try {
    return tag.length > maxTagChars ? undefined : Intl.getCanonicalLocales(tag.replaceAll('_', '-'))[0];
  } catch {
    return undefined;
  }
}

const none = 'und';
/** Bokmål is what `no` means nearly always. */
const baseOf = (tag: string): string => new Intl.Locale(tag).language.replace(/^nb$/, 'no');

/**
 * The available language for a wanted one: the lookup of RFC 4647 section 3.4, in which subtags are taken off one at a time; else the
 * nearest variety of the same language.
 * @returns one of `available`, as it is written there; undefined if there is none in this language
 * @example matchLanguage('zh-Hant-HK', ['zh-Hans', 'zh-Hant']) // 'zh-Hant'
 * @example matchLanguage('pt', ['fr', 'pt-BR']) // 'pt-BR'
 */
export function matchLanguage(wanted: string, available: readonly string[]): string | undefined {
  const tag = canonical(wanted);
  if (tag === undefined) return undefined;
  const byTag = new Map(available.map(language => [canonical(language) ?? language, language]));
  const sameLanguage = [...byTag.keys()].filter(one => canonical(one) !== undefined && baseOf(one) === baseOf(tag));
  const found = match([tag], sameLanguage, none, { algorithm: 'lookup' });
  const near = found === none ? match([tag], sameLanguage, none, { algorithm: 'best fit' }) : found;
  return byTag.get(near === none ? (sameLanguage[0] ?? none) : near);
}
