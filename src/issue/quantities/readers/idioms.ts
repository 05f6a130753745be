import type { Reading } from '../quantity.ts';
import { type Found, match, type Scan } from '../scan.ts';
import { numberAt } from './numbers.ts';

/**
 * Idioms in which a number counts nothing, or is not a number. Each language has its own: a number of one needs no match, but may be that of
 * a number in digits (`les quatre cents coups`, `The 400 Blows`).
 */
export function idiomAt(scan: Scan, at: number): Found | undefined {
  const { plain, language } = scan;
  const first = match(/[A-Za-zÀ-ž]{1,20}|\d{1,2}/y, plain, at)?.[0].toLowerCase() ?? '';
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
  /(?:24 ?(?:h|heures?)? ?(?:\/|sur) ?(?:24|7)(?: ?h)?|7 ?(?:j|jours?)? ?(?:\/|sur) ?7|24 hours a day|(?:7|[Ss]even) days a week)(?![A-Za-zÀ-ž\d])/y;

/** Idioms by their first word, since a pattern that is never tried costs no time. */
type Idioms = ReadonlyMap<string, RegExp>;

/** The news of an hour, which English calls the evening news: `le 20 heures`. A time has no article. */
const news =
  /(?<=(?<![A-Za-zÀ-ž])(?:[Ll]e|[Dd]u|[Aa]u|[Uu]n|[Cc]e|journal de|JT de) )(?:12|13|19|20) heures(?! (?:au|à|et|pile|\d))/y;
/** The levels of an oven, which each country counts its way: `thermostat 6` is `gas mark 6` or 180 degrees. */
const ovenLevel = /(?:[Tt]hermostat|[Tt]h\.|[Gg]as mark) ?\d{1,2}(?:[-–/]\d{1,2})?(?!\d)/y;

/** Records by their speed: `un 33 tours` is an LP. */
const record = /(?:33|45|78) tours(?![A-Za-zÀ-ž])/y;

const french: Idioms = new Map([
  ...['12', '13', '19', '20'].map(hour => [hour, news] as const),
  ...['33', '45', '78'].map(speed => [speed, record] as const),
  ['thermostat', ovenLevel],
  ['th', ovenLevel],
  // The adjective: `comme neuf`, `tout neuf`, `remis à neuf`, `quoi de neuf`; or behind its noun, before a sign or a preposition.
  [
    'neuf',
    /(?<=(?:comme|tout|flambant|presque|quasi|quasiment|(?:quoi|rien) de|du|(?:remis|remise|remises|remettre|refait|refaite|refaites|refaire|mise|mises) à) )neuf(?![A-Za-zÀ-ž-]| (?:heures?|au|fois|mois|ans|jours|sur)(?![A-Za-zÀ-ž]))|(?<=(?<![A-Za-zÀ-ž])(?:une?|du|le|ce|son|leur|mon|notre|votre|au) \p{Ll}{3,20} )neuf(?=[.,;:!?)»]| (?:et|à|pour|en|qui|de|avec|dans|sur|chez|est|coûte)(?![A-Za-zÀ-ž])|$)|neuf vies(?![A-Za-zÀ-ž])/uy,
  ],
  [
    'quatre',
    /[Qq]uatre (?:à quatre|vérités|épingles|jeudis|yeux|vents|matins|coins|volontés)(?![A-Za-zÀ-ž])|quatre-quarts|(?<=[Ll]es )quatre cents coups(?![A-Za-zÀ-ž])|(?<=(?<![A-Za-zÀ-ž])(?:met|mets|mettent|mettre|mis|mise|coupe|coupent|couper|coupé|plie|plient|plier)(?: les cheveux)? en )quatre(?![A-Za-zÀ-ž-]| [A-Za-zÀ-ž]{1,20}s(?![A-Za-zÀ-ž]))|(?<=(?<![A-Za-zÀ-ž])un de ces )quatre(?! [A-Za-zÀ-ž]{1,20}s(?![A-Za-zÀ-ž]))/y,
  ],
  [
    'trente',
    /[Tt]rente-six (?:chandelles|solutions|façons|manières|raisons|du mois)|(?<=(?<![A-Za-zÀ-ž])(?:mon|son|leur|notre|votre) )trente et un(?![A-Za-zÀ-ž-])/y,
  ],
  ['cent', /(?<=[Ll]es )cent pas(?![A-Za-zÀ-ž])/y],
  ['midi', /(?<=cherch[a-zé]{1,6} )midi à quatorze heures/y],
  ['sept', /[Ss]ept (?:vies|lieues)(?![A-Za-zÀ-ž])/y],
  ['trois', /[Tt]rois (?:pommes|fois rien)(?![A-Za-zÀ-ž])/y],
  [
    'deux',
    /[Dd]eux (?:temps,? trois mouvements|sans trois|doigts (?:de|d')|poids,?(?: et)? deux mesures)|(?<=[Ee]ntre )deux (?:âges|feux|eaux|chaises)(?![A-Za-zÀ-ž])|(?<=[Ee]n moins de )deux(?=[.,;!?)]|$)/y,
  ],
  ['cinq', /[Cc]inq sur cinq/y],
  ['treize', /[Tt]reize à la douzaine/y],
  ['six', /[Ss]ix à la douzaine/y],
]);

/** Rounds of a cup, which French names by the part of the final: `huitièmes de finale`. */
const cupRound =
  /(?<=(?<![A-Za-zÀ-ž])(?:last|[Rr]ound of) )(?:16|32|64|sixteen)(?![A-Za-zÀ-ž\d]|[.,:]\d| (?:[A-Za-zÀ-ž]{2,20} )?(?:years|months|weeks|days|hours|minutes|seasons|matches|games|meetings|races)(?![A-Za-zÀ-ž]))/y;

const english: Idioms = new Map([
  ['gas', ovenLevel],
  [
    'nine',
    /(?<=[Cc]loud )nine(?![A-Za-zÀ-ž])|[Nn]ine lives|(?<=whole )nine yards|[Nn]ine-to-five(?= (?:jobs?|work|grind|life|routine|office))/y,
  ],
  ['9', /(?:9-to-5|9-5)(?= (?:jobs?|work|grind|life|routine|office))/y],
  ['forty', /[Ff]orty winks/y],
  ['six', /[Ss]ix feet under|(?<=knocked? for )six(?![A-Za-zÀ-ž])/y],
  [
    'two',
    /(?<=[Ii]n )two minds|(?<=(?:[Mm]y|[Hh]is|[Hh]er|[Tt]heir|[Oo]ur|[Yy]our) )two cents(?! (?:an?|per|for|in) )|[Tt]wo a penny/y,
  ],
  ['ten', /[Tt]en a penny/y],
  ['dime', /[Dd]ime a dozen/y],
  ['20', /20[/-]20 (?:vision|hindsight)|(?<=hindsight is )20[/-]20/y],
  ['fourth', /[Ff]ourth wall/y],
  ...['16', '32', '64', 'sixteen'].map(first => [first, cupRound] as const),
]);
