/** Characters of a header or cell that are looked at. */
const maxCharacters = 200;

/**
 * A header or cell as words to compare: lower case, without accents, one space for all that is no letter or digit.
 * @example plainWords('IsUnsubscribed') // 'is unsubscribed'
 * @example plainWords('EMAIL_BLACKLISTED') // 'email blacklisted'
 * @example plainWords('Désabonné(e)') // 'desabonne e'
 */
export const plainWords = (text: string): string =>
  text
    .slice(0, maxCharacters)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/(?<=[\p{Ll}\d])(?=\p{Lu})/gu, ' ')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
