/** Endings of a French and an English word of one origin: `Californie` and `California`, `Président` and `President`. */
const endings: readonly (readonly [french: string, english: string])[] = [
  ['ie', 'ia'],
  ['ie', 'y'],
  ['é', 'y'],
  ['e', 'y'],
  ['e', ''],
  ['e', 'a'],
  ['ie', 'i'],
  ['ique', 'ica'],
  ['ique', 'ic'],
  ['ien', 'ian'],
  ['ienne', 'ian'],
  ['éen', 'ean'],
  ['éenne', 'ean'],
  ['ais', 'ese'],
  ['ois', 'ese'],
  ['ain', 'an'],
  ['aine', 'an'],
  ['aire', 'ary'],
  ['oire', 'ory'],
  ['eur', 'or'],
  ['re', 'er'],
  ['que', 'k'],
  ['que', 'ck'],
  ['que', 'c'],
  ['ste', 'st'],
  ['isme', 'ism'],
  ['ine', 'in'],
  ['in', 'ine'],
  ['il', 'y'],
  ['ce', 'cia'],
  ['nce', 'ncia'],
  ['ne', 'n'],
  ['ge', 'j'],
  ['is', 'ess'],
  ['é', 'e'],
  ['ée', 'ea'],
  ['ée', 'y'],
  ['que', 'qua'],
  ['u', 'o'],
  ['e', 'o'],
  ['es', 's'],
  ['s', ''],
  ['c', 'k'],
  ['ès', 'es'],
  ['elle', 'el'],
  ['on', 'o'],
  ['bourg', 'burg'],
];

/** Words with a capital letter that differ by accents, or by a letter inside, and are right in both languages; without accents. */
const known = new Set(
  `parti party academie academy president senat senate elysee quebec montreal geneve geneva perou peru mexique mexico telecom economie economy societe general
  ministere ministre musee museum bresil brazil algerie coree korea suede sweden grece greece egypte egypt turquie turkey ecosse irlande ireland
  norvege norway danemark denmark finlande finland islande iceland pologne poland espagne roumanie romania hongrie autriche ukraine moldavie moldova
  slovenie serbie bosnie cambodge cambodia vietnam thailande thailand malaisie malaysia indonesie philippines nigeria senegal cameroun cameroon
  ethiopie ethiopia kenya liban lebanon syrie libye libya israel palestine jordanie jordan lisbonne lisbon seville varsovie athenes athens
  bucarest bucharest budapest teheran tehran dubai pekin beijing tokyo seoul sydney melbourne bale basel berne bern zurich anvers bruges
  marseille lyons lyon rhone rhine danube tamise thames mediterranee atlantique atlantic pacifique pacific antarctique arctique arctic
  internet europeen european europe medecins institut institute comite committee parlement parliament federal federale republique republic
  democrate democrat democratique republicain republican socialiste communiste catholique protestant chretien christian noel paques
  janvier fevrier avril juillet septembre octobre novembre decembre january february april july september october november december
  napoleon charlemagne aristote aristotle homere homer socrate socrates platon plato euclide pythagore pythagoras archimede
  moliere jupiter saturne saturn mercure mercury neptune uranus venus moscou moscow kiev kyiv courrier courier venise venice valence valencia francfort frankfurt
  breme bremen hanovre hanover dresde dresden copenhague copenhagen cracovie cracow thessalonique thessaloniki cadix cadiz bagdad baghdad
  mossoul mosul riyad riyadh ispahan isfahan katmandou kathmandu tachkent tashkent tbilissi tbilisi tanger tangier marrakech marrakesh
  abeba ababa mogadiscio mogadishu samarcande samarkand johannesbourg johannesburg dniepr dnieper goteborg gothenburg
  norvegien norwegian norvegiens norwegians departement department gouvernement government appartement apartment cesar caesar trone throne medicis medici
  gengis genghis bethleem bethlehem machiavel machiavelli odessa odesa andalousie andalusia quebecois quebecers handel haendel
  dostoievski dostoevsky khrouchtchev khrushchev petrarque petrarch columbus herodote herodotus confucius sophocle sophocles`.split(
    /\s+/,
  ),
);

const plain = (word: string): string => word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Endings of words that came into both languages from Latin or Greek, and lost their accents in English: `Conférence`. */
const learned = /(?:[ea]nce|[st]ion|ment|al|ism|ist|ic|[ea]nt|ude|age|ble|ive|ine|ure|ty|ry|or|er|al|el|um)$/;

const singular = (word: string): string => word.toLowerCase().replace(/s$/, '');

/** The words of the names of all countries in French and English, without accents: `taiwan`, `singapour`, `singapore`. */
let countries: ReadonlySet<string> | undefined;

function isCountry(word: string): boolean {
  countries ??= new Set(
    ['fr', 'en'].flatMap(language => {
      const names = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' });
      return regionCodes.flatMap(code => (names.of(code) ?? '').split(/[ ’'()-]+/)).map(plain);
    }),
  );
  return countries.has(plain(word));
}

const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
/** All codes of two letters; those of no country have no name. */
const regionCodes = letters.flatMap(first => letters.map(second => first + second));

/** Whether two words are one name that French and English write each in its way from another alphabet: `Poutine`, `Putin`. */
export const isTransliteration = (a: string, b: string): boolean =>
  a !== b && plain(a) !== plain(b) && (romanised(a) === romanised(b) || withoutUmlauts(a) === withoutUmlauts(b));

/** Whether a French name has the diaeresis of Alexeï, Hanoï and Tolstoï, which English does not write. */
export const hasFrenchDiaeresis = (french: string, english: string): boolean =>
  /[aeo]ï$/.test(french.normalize('NFC')) && french.normalize('NFC').replace(/ï$/, 'i') === english.normalize('NFC');

/** A German name as it is written without its umlauts: Schoenberg for Schönberg. */
const withoutUmlauts = (word: string): string => plain(word.normalize('NFC').replace(/[äöü]/g, letter => `${letter}e`));

/** A name without the letters in which the ways of writing it differ. French writes Alexeï, English Alexei or Alexey. */
const romanised = (word: string): string =>
  plain(word)
    .replace(/ou/g, 'u')
    .replace(/tch/g, 'ch')
    .replace(/dj/g, 'j')
    .replace(/gu(?=[ei])/g, 'g')
    .replace(/[iy](?=[aeou])/g, 'y')
    .replace(/sh/g, 'ch')
    .replace(/(?<=ov|ev|in|en|im|rg|ot|ts|ey|ei|ch)sk[iy](?=-|$)/g, 'sky')
    .replace(/(?<=[^aeiou])o(?:v|ff|w)$/, 'ov')
    .replace(/(?<=[aeo])y$/, 'i')
    .replace(/([iy])[iy]$/, '$1');

/** Whether two words are the same word of French and English, each rightly spelt. */
export function isCognate(a: string, b: string): boolean {
  if (known.has(plain(a)) || known.has(plain(b)) || (isCountry(a) && isCountry(b))) return true;
  const [x, y] = [singular(a), singular(b)];
  if (plain(x) === plain(y)) return x !== y && learned.test(plain(x));
  return endings.some(([french, english]) =>
    [
      [x, y],
      [y, x],
    ].some(
      ([one = '', other = '']) =>
        one.endsWith(french) &&
        other.endsWith(english) &&
        plain(one.slice(0, one.length - french.length)) === plain(other.slice(0, other.length - english.length)) &&
        one.length - french.length > 2,
    ),
  );
}
