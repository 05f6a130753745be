/**
 * Words that the reform of 1990 respelt one by one: compounds in one word, borrowed words with French accents, and families made
 * regular. Their plurals with s are right too.
 */
const respelt = new Set(
  `ognon nénufar charriot bonhommie combattif combattive combattivité imbécilité relai assoir rassoir sursoir asséner douçâtre persiffler persifflage
  prudhomme prudhommal sottie ventail chaussetrappe levreau saccarine joailler joaillère quincailler serpillère marguiller groseiller interpeler interpelé
  interpelée interpelant dentelière lunetier prunelier bélitre bésicles gélinotte recéler receleur réfréner artéfact révolver sénior mémento mémorandum véto placébo média
  pizzéria diésel désidérata vadémécum pédigrée allégro critérium féria imprésario facsimilé cafétéria cowboy weekend baseball basketball handball volleyball hotdog
  fairplay harakiri pingpong tictac bestseller globetrotteur statuquo apriori exlibris exvoto millepatte millefeuille portemonnaie portevoix portemine portecrayon
  croquemonsieur croquemadame croquemort passepartout tirebouchon tirefond vanupied hautparleur potpourri sagefemme plateforme chauvesouris terreplein lieudit quotepart rondpoint
  bassecour branlebas boutentrain brisetout faitout autostop autoécole entretemps cahutte ponch rebéquer québecois`.split(
    /\s+/,
  ),
);

/** Verbs in -eler and -eter that doubled their consonant: `il amoncelle` is now `il amoncèle`. `appeler` and `jeter` still do. */
const doubled =
  /^(amonc|att|bott|carr|chanc|craqu|cuv|déchev|dent|ensorc|étinc|fic|grom|morc|mus|niv|paniss|renouv|ressem|ruiss|cord|crén|gren|jav|jum|banqu|brev|caqu|cliqu|coll|coqu|déchiqu|décoll|empaqu|dépaqu|épouss|étiqu|feuill|hoqu|mouch|parqu|pirou|tach|vol)è([lt])(e(?:s|nt|r[a-zé]{1,6}|ments?)?)$/;

/** Verbs in -otter that lost a t, and nouns in -olle that lost an l. */
const single =
  /^(ballot|bouillot|cachot|dansot|frisot|garrot|grelot|grisot|mangeot|margot|roulot|vivot)(?!t)|^(corol|girol|fumerol|guibol|grol|mariol|barcarol|bouteillol)(?=es?$)/;

/**
 * Whether a French word is right in the spelling of 1990. The kinds are those of the report of the Conseil supérieur de la langue
 * française (Journal officiel, 6 December 1990).
 * @param word in lower case
 * @param has whether a word is right in the traditional spelling
 */
export function isReformed(word: string, has: (word: string) => boolean): boolean {
  if (respelt.has(word) || (word.endsWith('s') && respelt.has(word.slice(0, -1)))) return true;
  return [...withCircumflex(word, has), ...withAcute(word), ...withDoubled(word), ...withDiaeresis(word)].some(has);
}

/** No circumflex on i and u: `maitre`, `cout`, `il connait`. The passé simple keeps it: `vous fûtes`. */
const withCircumflex = (word: string, has: (word: string) => boolean): string[] =>
  [...word.matchAll(/[iu]/g)]
    .map(({ index, 0: letter }) => word.slice(0, index) + (letter === 'i' ? 'î' : 'û') + word.slice(index + 1))
    .filter(spelling => !/[îû][mt]es$/.test(spelling) || has(spelling.slice(0, -1)));

/** è before a syllable with a mute e: `évènement`, `je cèderai`. The prefixes dé- and pré-, and `médecin`, keep é. */
const withAcute = (word: string): string[] =>
  [...word.matchAll(/(?<!^d|^pr|^m(?=èdec)|^)è(?=[^aeiouyéèêâ]{1,2}e(?:ment|[^aeiouyéèêâm][aeiouyéèêâ]))/g)].map(
    ({ index }) => `${word.slice(0, index)}é${word.slice(index + 1)}`,
  );

function withDoubled(word: string): string[] {
  const [, stem, letter, ending] = doubled.exec(word) ?? [];
  if (stem !== undefined) return [`${stem}e${letter}${letter}${ending}`];
  const [start] = single.exec(word) ?? [];
  return start === undefined ? [] : [`${start}${start.at(-1)}${word.slice(start.length)}`];
}

/** The diaeresis stands on the vowel that is spoken: `aigüe`, `ambigüité`, `argüer`. */
const withDiaeresis = (word: string): string[] =>
  word.includes('ü')
    ? [word.replace('güe', 'guë'), word.replace('güi', 'guï'), word.replace('geü', 'geu'), word.replace('gü', 'gu')]
    : [];
