/** The primary tag of a language, in small letters: `pt` of `pt-BR`. */
export const primary = (language: string): string => language.split('-')[0]?.toLowerCase() ?? '';

/** Sites whose paths name folders of code, not languages. */
const codeHosts = /(?:^|\.)(?:github\.com|githubusercontent\.com|gitlab\.com|codeberg\.org|bitbucket\.org|npmjs\.com)$/;

/**
 * The languages that an address names: by its host (`fr.`), its first folders (`/fr/`, `/fr-fr/`) or a parameter (`?lang=fr`).
 * @returns primary tags, such as `fr`; none if the address names no language
 */
export function languagesOf(href: string): string[] {
  const url = URL.parse(href);
  if (url === null || !/^https?:$/.test(url.protocol) || codeHosts.test(url.hostname)) return [];
  const labels = url.hostname.split('.');
  const names = [
    labels.length > 2 ? (labels[0] ?? '') : '',
    ...url.pathname.split('/').slice(1, 4),
    ...['lang', 'language', 'locale', 'hl'].map(name => url.searchParams.get(name) ?? ''),
  ];
  return [
    ...new Set(names.flatMap(name => /^([a-z]{2})(?:[-_](?!en$)[a-z]{2,4})?$/i.exec(name)?.[1]?.toLowerCase() ?? [])),
  ];
}
