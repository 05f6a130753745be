import { type Found, match, type Scan } from '../scan.ts';
import { numberAt } from './numbers.ts';

/**
 * Idioms in which a number counts nothing, or is not a number. Each language has its own: a number of one needs no match, but may be that of
 * a number in digits (`les quatre cents coups`, `The 400 Blows`).
 */
export function idiomAt(scan: Scan, at: number): Found | undefined {
  const { plain, language } = scan;
  const timeless = match(always, plain, at);
  if (timeless !== undefined) return { end: at + timeless[0].length };
  const own = language.startsWith('fr') ? french : language.startsWith('en') ? english : [];
  for (const pattern of own) {
    const idiom = match(pattern, plain, at);
    if (idiom === undefined) continue;
    const end = at + idiom[0].length;
    const value = numberAt(scan, at)?.value;
    return value === undefined
      ? { end }
      : { end, quantity: { certainty: 'name', readings: [{ kind: 'amount', value }] } };
  }
  return undefined;
}

/** `24/7`, `24 h/24`, `7 j/7`, `24 heures sur 24`. */
const always =
  /(?:24 ?(?:h|heures?)? ?(?:\/|sur) ?(?:24|7)(?: ?h)?|7 ?(?:j|jours?)? ?(?:\/|sur) ?7|24 hours a day|(?:7|seven) days a week)(?![\p{L}\d])/iuy;

const french: readonly RegExp[] = [
  // The adjective: `comme neuf`, `tout neuf`, `remis à neuf`, `quoi de neuf`.
  /(?<=(?:comme|tout|flambant|presque|quasi|quasiment|(?:quoi|rien) de|du|(?:remis|remise|remises|remettre|refait|refaite|refaites|refaire|mise|mises) à) )neuf(?![\p{L}-]| (?:heures?|au|fois|mois|ans|jours|sur)(?!\p{L}))/iuy,
  // The adjective behind its noun, before a sign or a preposition.
  /(?<=(?<!\p{L})(?:une?|du|le|ce|son|leur|mon|notre|votre|au) \p{Ll}{3,20} )neuf(?=[.,;:!?)»]| (?:et|à|pour|en|qui|de|avec|dans|sur|chez|est|coûte)(?!\p{L})|$)/uy,
  /quatre à quatre(?!\p{L})|(?<=(?<!\p{L})(?:met|mets|mettent|mettre|mis|mise|coupe|coupent|couper|coupé|plie|plient|plier)(?: les cheveux)? en )quatre(?![\p{L}-]| \p{L}{1,20}s(?!\p{L}))|(?<=(?<!\p{L})un de ces )quatre(?! \p{L}{1,20}s(?!\p{L}))/iuy,
  /quatre (?:vérités|épingles|jeudis|yeux|vents|matins|coins|volontés)(?!\p{L})|(?<=les )quatre cents coups(?!\p{L})/iuy,
  /trente-six (?:chandelles|solutions|façons|manières|raisons|du mois)|(?<=(?<!\p{L})(?:mon|son|leur|notre|votre) )trente et un(?![\p{L}-])/iuy,
  /(?<=les )cent pas(?!\p{L})|midi à quatorze heures|(?:sept|neuf) vies(?!\p{L})|sept lieues|trois pommes(?!\p{L})|deux temps,? trois mouvements|deux sans trois/iuy,
  /cinq sur cinq|(?:treize|six) à la douzaine|deux doigts (?:de|d')|trois fois rien|(?<=entre )deux (?:âges|feux|eaux|chaises)(?!\p{L})|deux poids,?(?: et)? deux mesures|(?<=en moins de )deux(?=[.,;!?)]|$)|quatre-quarts/iuy,
];

const english: readonly RegExp[] = [
  // Rounds of a cup, which French names by the part of the final: `huitièmes de finale`.
  /(?<=(?<!\p{L})(?:last|round of) )(?:16|32|64|sixteen)(?![\p{L}\d]|[.,:]\d| (?:\p{L}{2,20} )?(?:years|months|weeks|days|hours|minutes|seasons|matches|games|meetings|races)(?!\p{L}))/iuy,
  /(?<=cloud )nine(?!\p{L})|nine lives|(?<=whole )nine yards|forty winks|six feet under|(?<=in )two minds|(?<=(?:my|his|her|their|our|your) )two cents(?! (?:an?|per|for|in) )|(?<=knocked? for )six(?!\p{L})/iuy,
  /(?:nine-to-five|9-to-5|9-5)(?= (?:jobs?|work|grind|life|routine|office))|(?:ten|two) a penny|dime a dozen|20[/-]20 (?:vision|hindsight)|(?<=hindsight is )20[/-]20|fourth wall/iuy,
];
