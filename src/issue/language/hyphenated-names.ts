/** A name of several parts with hyphens: Saint-Amour, Aix-en-Provence. */
const hyphenated =
  /(?<![\p{L}\p{N}_./@-])\p{Lu}\p{L}{1,20}(?:[-‑](?:(?:en|sur|sous|de|du|la|le|les|aux|lès)[-‑]){0,2}\p{Lu}\p{L}{1,20}){1,3}(?![\p{L}\p{N}_@-])/gu;

/** Saints whom English may write without the hyphen of the French feast or place: Saint Patrick, the island of Saint Martin. */
const saints = new Set(
  'Martin Vincent Patrick Thomas Bernard Denis Louis Joseph David Simon Hubert Albert Paul Julien Laurent Charles Nicolas Valentin Jean Pierre Luc Marc Matthieu Georges Michel'.split(
    ' ',
  ),
);

/** Names that French and English rightly write each in its way, by their first part: the tunnel du Mont-Blanc, Marie-Antoinette, Hong-Kong. */
const ownWay = new Set(
  'Mont Monte Buenos Abou Abu Ben Notre Hong Porto Costa Sri Val New San Los Côte Sciences Rio Grand Petit Marie Anne Louis Charles Victor François'.split(
    ' ',
  ),
);

/** Names with hyphens in one text that stand with spaces in the other. @returns pairs of both spellings: with, and without hyphens */
export function lostHyphens(text: string, other: string): [hyphened: string, spaced: string][] {
  const names = new Set([...text.matchAll(hyphenated)].map(([name]) => name).slice(0, maxNames));
  return [...names].flatMap((name): [string, string][] => {
    const [first = '', second = ''] = name.split(/[-‑]/);
    if (isNameOfPlace(name, text)) return [];
    if (ownWay.has(first) || (/^Sainte?$/.test(first) && saints.has(second))) return [];
    const spaced = name.replace(/[-‑]/g, ' ');
    const isThere = new RegExp(`(?<![\\p{L}-])${RegExp.escape(spaced)}(?![\\p{L}-])`, 'u').test(other);
    return isThere && !other.includes(name) ? [[name, spaced]] : [];
  });
}

/** French joins the names of a person after whom a place is named: l'école Simone-Veil, the Simone Veil school. */
const isNameOfPlace = (name: string, text: string): boolean =>
  placeBefore.test(text.slice(Math.max(0, text.indexOf(name) - 40), text.indexOf(name)));
const placeBefore =
  /(?<!\p{L})(?:écoles?|collèges?|lycées?|groupe scolaire|crèche|rues?|avenue|boulevard|place|square|allée|impasse|quai|pont|passerelle|cours|stade|gymnase|piscine|parc|jardin|station|gare|hôpital|clinique|CHU|université|fac|campus|institut|fondation|prix|musée|médiathèque|bibliothèque|théâtre|salle|espace|centre|maison|résidence|cité|quartier|aéroport|barrage|porte-avions)(?: \p{Ll}{3,20}){0,2}[\s\u00a0]{1,12}$/u;

/** Names of a text that are looked at; a text with more is a list. */
const maxNames = 60;
