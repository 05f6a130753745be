import type { Reading } from '../quantity.ts';
import { type Found, match, type Scan } from '../scan.ts';
import { numberAt } from './numbers.ts';

/**
 * Idioms in which a number counts nothing, or is not a number. Each language has its own: a number of one needs no match, but may be that of
 * a number in digits (`les quatre cents coups`, `The 400 Blows`).
 */
export function idiomAt(scan: Scan, at: number): Found | undefined {
  const { plain, language } = scan;
  const first = match(/\p{L}{1,20}|\d{1,2}/uy, plain, at)?.[0].toLowerCase() ?? '';
  const timeless = always.has(first) ? match(roundTheClock, plain, at) : undefined;
  if (timeless !== undefined) return { end: at + timeless[0].length };
  const own = language.startsWith('fr') ? french : language.startsWith('en') ? english : undefined;
  const pattern = own?.get(first);
  const idiom = pattern === undefined ? undefined : match(pattern, plain, at);
  if (idiom === undefined) return undefined;
  const end = at + idiom[0].length;
  const value = numberAt(scan, at)?.value;
  if (value === undefined) return { end };
  const isHour = / heures$/.test(idiom[0]);
  const reading: Reading = isHour ? { kind: 'time', value: value * 60 } : { kind: 'amount', value };
  return { end, quantity: { certainty: 'name', readings: [reading] } };
}

const always = new Set(['24', '7', 'seven']);
/** `24/7`, `24 h/24`, `7 j/7`, `24 heures sur 24`. */
const roundTheClock =
  /(?:24 ?(?:h|heures?)? ?(?:\/|sur) ?(?:24|7)(?: ?h)?|7 ?(?:j|jours?)? ?(?:\/|sur) ?7|24 hours a day|(?:7|[Ss]even) days a week)(?![\p{L}\d])/uy;

/** Idioms by their first word, since a pattern that is never tried costs no time. */
type Idioms = ReadonlyMap<string, RegExp>;

/** The news of an hour, which English calls the evening news: `le 20 heures`. A time has no article. */
const news =
  /(?<=(?<!\p{L})(?:[Ll]e|[Dd]u|[Aa]u|[Uu]n|[Cc]e|journal de|JT de) )(?:12|13|19|20) heures(?! (?:au|à|et|pile|\d))/uy;
/** The levels of an oven, which each country counts its way: `thermostat 6` is `gas mark 6` or 180 degrees. */
const ovenLevel = /(?:[Tt]hermostat|[Tt]h\.|[Gg]as mark) ?\d{1,2}(?:[-–/]\d{1,2})?(?!\d)/uy;

/** Records by their speed: `un 33 tours` is an LP. */
const record = /(?:33|45|78) tours(?!\p{L})/uy;

const french: Idioms = new Map([
  ...['12', '13', '19', '20'].map(hour => [hour, news] as const),
  ...['33', '45', '78'].map(speed => [speed, record] as const),
  ['thermostat', ovenLevel],
  ['th', ovenLevel],
  // The adjective: `comme neuf`, `tout neuf`, `remis à neuf`, `quoi de neuf`; or behind its noun, before a sign or a preposition.
  [
    'neuf',
    /(?<=(?:comme|tout|flambant|presque|quasi|quasiment|(?:quoi|rien) de|du|(?:remis|remise|remises|remettre|refait|refaite|refaites|refaire|mise|mises) à) )neuf(?![\p{L}-]| (?:heures?|au|fois|mois|ans|jours|sur)(?!\p{L}))|(?<=(?<!\p{L})(?:une?|du|le|ce|son|leur|mon|notre|votre|au) \p{Ll}{3,20} )neuf(?=[.,;:!?)»]| (?:et|à|pour|en|qui|de|avec|dans|sur|chez|est|coûte)(?!\p{L})|$)|neuf vies(?!\p{L})/uy,
  ],
  [
    'quatre',
    /[Qq]uatre (?:à quatre|vérités|épingles|jeudis|yeux|vents|matins|coins|volontés)(?!\p{L})|quatre-quarts|(?<=[Ll]es )quatre cents coups(?!\p{L})|(?<=(?<!\p{L})(?:met|mets|mettent|mettre|mis|mise|coupe|coupent|couper|coupé|plie|plient|plier)(?: les cheveux)? en )quatre(?![\p{L}-]| \p{L}{1,20}s(?!\p{L}))|(?<=(?<!\p{L})un de ces )quatre(?! \p{L}{1,20}s(?!\p{L}))/uy,
  ],
  [
    'trente',
    /[Tt]rente-six (?:chandelles|solutions|façons|manières|raisons|du mois)|(?<=(?<!\p{L})(?:mon|son|leur|notre|votre) )trente et un(?![\p{L}-])/uy,
  ],
  ['cent', /(?<=[Ll]es )cent pas(?!\p{L})/uy],
  ['midi', /(?<=cherch\p{L}{1,6} )midi à quatorze heures/uy],
  ['sept', /[Ss]ept (?:vies|lieues)(?!\p{L})/uy],
  ['trois', /[Tt]rois (?:pommes|fois rien)(?!\p{L})/uy],
  [
    'deux',
    /[Dd]eux (?:temps,? trois mouvements|sans trois|doigts (?:de|d')|poids,?(?: et)? deux mesures)|(?<=[Ee]ntre )deux (?:âges|feux|eaux|chaises)(?!\p{L})|(?<=[Ee]n moins de )deux(?=[.,;!?)]|$)/uy,
  ],
  ['cinq', /[Cc]inq sur cinq/uy],
  ['treize', /[Tt]reize à la douzaine/uy],
  ['six', /[Ss]ix à la douzaine/uy],
]);

/** Rounds of a cup, which French names by the part of the final: `huitièmes de finale`. */
const cupRound =
  /(?<=(?<!\p{L})(?:last|[Rr]ound of) )(?:16|32|64|sixteen)(?![\p{L}\d]|[.,:]\d| (?:\p{L}{2,20} )?(?:years|months|weeks|days|hours|minutes|seasons|matches|games|meetings|races)(?!\p{L}))/uy;

const english: Idioms = new Map([
  ['gas', ovenLevel],
  [
    'nine',
    /(?<=[Cc]loud )nine(?!\p{L})|[Nn]ine lives|(?<=whole )nine yards|[Nn]ine-to-five(?= (?:jobs?|work|grind|life|routine|office))/uy,
  ],
  ['9', /(?:9-to-5|9-5)(?= (?:jobs?|work|grind|life|routine|office))/uy],
  ['forty', /[Ff]orty winks/uy],
  ['six', /[Ss]ix feet under|(?<=knocked? for )six(?!\p{L})/uy],
  [
    'two',
    /(?<=[Ii]n )two minds|(?<=(?:[Mm]y|[Hh]is|[Hh]er|[Tt]heir|[Oo]ur|[Yy]our) )two cents(?! (?:an?|per|for|in) )|[Tt]wo a penny/uy,
  ],
  ['ten', /[Tt]en a penny/uy],
  ['dime', /[Dd]ime a dozen/uy],
  ['20', /20[/-]20 (?:vision|hindsight)|(?<=hindsight is )20[/-]20/uy],
  ['fourth', /[Ff]ourth wall/uy],
  ...['16', '32', '64', 'sixteen'].map(first => [first, cupRound] as const),
]);
