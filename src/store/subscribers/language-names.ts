/** Languages whose names are understood, besides every BCP 47 tag. */
const codes =
  'ar bg bn ca cs cy da de el en es et eu fa fi fr ga gl he hi hr hu hy id is it ja ka ko lb lt lv mk ms mt nb nl nn no pl pt ro ru sk sl sq sr sv th tr uk ur vi zh'.split(
    ' ',
  );
/** Languages in which lists are written. */
const writtenIn = ['en', 'fr', 'de', 'es', 'it', 'nl', 'pt'];

const plain = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim();

let codeByName: Map<string, string> | undefined;

function namesToCodes(): Map<string, string> {
  const found = new Map<string, string>();
  for (const written of [...writtenIn, ...codes]) {
    const names = new Intl.DisplayNames([written], { type: 'language', fallback: 'none' });
    for (const code of writtenIn.includes(written) ? codes : [written]) {
      const name = names.of(code);
      if (name !== undefined && !found.has(plain(name))) found.set(plain(name), code);
    }
  }
  return found;
}

/** Codes of ISO 639-2/B that BCP 47 does not know. */
const bibliographic: Readonly<Record<string, string>> = {
  fre: 'fr',
  ger: 'de',
  dut: 'nl',
  gre: 'el',
  chi: 'zh',
  cze: 'cs',
  rum: 'ro',
  per: 'fa',
  wel: 'cy',
  ice: 'is',
  slo: 'sk',
  baq: 'eu',
  arm: 'hy',
  geo: 'ka',
  alb: 'sq',
  mac: 'mk',
  may: 'ms',
};

/** Tags of texts that were read before. */
const tagOf = new Map<string, string>();
const maxRemembered = 1000;

/**
 * The canonical BCP 47 tag that a text means: a tag, a POSIX locale or the name of a language.
 * @example languageNamed('fr_FR.UTF-8') // 'fr-FR'
 * @example languageNamed('Français') // 'fr'
 */
export function languageNamed(text: string): string | undefined {
  const known = tagOf.get(text);
  if (known !== undefined) return known;
  const tag = readLanguage(text);
  // Lists repeat a few languages on many lines.
  if (tag !== undefined && tagOf.size < maxRemembered) tagOf.set(text, tag);
  return tag;
}

function readLanguage(text: string): string | undefined {
  const words = plain(text.slice(0, 60));
  codeByName ??= namesToCodes();
  const named =
    codeByName.get((words.split('(')[0] ?? '').trim()) ??
    (Object.hasOwn(bibliographic, words) ? bibliographic[words] : undefined);
  if (named !== undefined) return named;
  const tag = (text.trim().split(/[.@]/)[0] ?? '').replaceAll('_', '-');
  if (!/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(tag)) return undefined;
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined;
  }
}
