/** A list of words and what French writes for them: in small letters, and with a capital at the beginning. */
const bothCases = (pairs: readonly (readonly [string, string])[]): Map<string, string> =>
  new Map(
    pairs.flatMap(([wrong, right]) => [[wrong, right] as const, [capitalized(wrong), capitalized(right)] as const]),
  );

const capitalized = (word: string): string => `${word.charAt(0).toUpperCase()}${word.slice(1)}`;

const withPlural = (words: string): string[] => words.split(/\s+/).flatMap(word => [word, `${word}s`]);

/** Words that French writes with œ or æ only; `moelle`, `coexister` and `poêle` are no such words. */
export const ligatures: ReadonlyMap<string, string> = bothCases([
  ...withPlural(
    `coeur noeud oeil oeillet oeillade oeillère oeuf oeuvre soeur boeuf manoeuvre choeur rancoeur oesophage oedème foetus oestrogène
    oenologue oenologie oecuménique désoeuvré désoeuvrée désoeuvrement oeuvrer oeuvré coelacanthe
    écoeurant écoeurante écoeuré écoeurée écoeurement écoeurer consoeur manoeuvrer manoeuvrable
    oedipien oeillard coeliaque foetale foetal oenotourisme oenothèque`,
  ).map(word => [word, word.replace(/oe/g, 'œ')] as const),
  ...'voeu voeux noeuds moeurs oeufs boeufs oeuvrent oeuvrait oeuvraient oeuvrant foetaux manoeuvrent manoeuvrait manoeuvraient manoeuvrant écoeure écoeurent'
    .split(' ')
    .map(word => [word, word.replace(/oe/g, 'œ')] as const),
  ['caecum', 'cæcum'],
  ['ex aequo', 'ex æquo'],
]);

/** Frequent words whose first capital keeps its accent. Words that are also written without one, or names, are left out. */
export const accented: ReadonlyMap<string, string> = new Map(
  (
    'Etat:État Etats:États Ecole:École Ecoles:Écoles Eglise:Église Eglises:Églises Evénement:Événement ' +
    'Evénements:Événements Evènement:Évènement Evènements:Évènements Egalité:Égalité Egalement:Également Egal:Égal Egypte:Égypte ' +
    'Egyptien:Égyptien Egyptiens:Égyptiens Egyptienne:Égyptienne Ecosse:Écosse Ecossais:Écossais Equateur:Équateur Ethiopie:Éthiopie ' +
    'Erythrée:Érythrée Emirats:Émirats Elysée:Élysée Elysées:Élysées Edouard:Édouard Etienne:Étienne Emilie:Émilie Etude:Étude Etudes:Études ' +
    'Etudiant:Étudiant Etudiants:Étudiants Etudiante:Étudiante Etudiantes:Étudiantes Economie:Économie Economies:Économies ' +
    'Economique:Économique Economiste:Économiste Ecologie:Écologie Ecologique:Écologique Ecologiste:Écologiste Ecologistes:Écologistes ' +
    'Ecrire:Écrire Ecrit:Écrit Ecrivain:Écrivain Ecrivains:Écrivains Ecran:Écran Ecrans:Écrans Ecoute:Écoute Ecouter:Écouter Ecoutez:Écoutez ' +
    'Edition:Édition Editions:Éditions Editeur:Éditeur Editeurs:Éditeurs Editorial:Éditorial Education:Éducation Energie:Énergie ' +
    'Energies:Énergies Enorme:Énorme Enormément:Énormément Epoque:Époque Epreuve:Épreuve Epreuves:Épreuves Equipe:Équipe Equipes:Équipes ' +
    'Equipement:Équipement Equipements:Équipements Etape:Étape Etapes:Étapes Etoile:Étoile Etoiles:Étoiles Etranger:Étranger ' +
    'Etrangers:Étrangers Etrange:Étrange Etrangement:Étrangement Etablissement:Établissement Etablissements:Établissements Eté:Été ' +
    'Etait:Était Etaient:Étaient Etant:Étant Etre:Être Evidemment:Évidemment Evident:Évident Eviter:Éviter Evitez:Évitez Evolution:Évolution ' +
    'Evolutions:Évolutions Evaluation:Évaluation Evaluer:Évaluer Electricité:Électricité Electrique:Électrique Electronique:Électronique ' +
    'Election:Élection Elections:Élections Electeur:Électeur Electeurs:Électeurs Elève:Élève Elèves:Élèves Elément:Élément Eléments:Éléments ' +
    'Emission:Émission Emissions:Émissions Emotion:Émotion Emotions:Émotions Echange:Échange Echanges:Échanges Echec:Échec Echecs:Échecs ' +
    'Echelle:Échelle Eclairage:Éclairage Eclair:Éclair Ecart:Écart Ecarts:Écarts Epargne:Épargne Epidémie:Épidémie Episode:Épisode ' +
    'Episodes:Épisodes Evasion:Évasion Eveil:Éveil Eventuellement:Éventuellement Etonnant:Étonnant Etonnamment:Étonnamment'
  )
    .split(' ')
    .map(pair => {
      const [wrong = '', right = ''] = pair.split(':');
      return [wrong, right];
    }),
);

/** The beginning of a text, a paragraph, a quotation or a sentence. */
const beginning = String.raw`(^|\n[ \t]{0,8}(?:[-*>] |\d{1,3}\. )?|[.!?…:] {1,2}|[«“(—–][ \u00a0\u202f]?|\*{1,2})`;

/** `A` at a beginning, with the word after it, and the word or the comma after that. */
export const prepositionPattern = new RegExp(
  String.raw`${beginning}A (\p{L}[\p{L}’'-]{0,30})(?: (\p{L}[\p{L}’'-]{0,20})|(,))?`,
  'gu',
);

/** `A` at a beginning before a number with its unit (`A 20 h`, `A −5 °C`); `A 320` is a name. */
const unit = String.raw`(?:[%€$°]|(?:h|heures?|minutes?|secondes?|jours?|semaines?|mois|ans?|euros?|dollars?|centimes?|mètres?|km|kilomètres?|degrés?|millions?|milliards?|voix|points?|contre|pour|sur)(?!\p{L}))`;
export const numberPattern = new RegExp(
  String.raw`${beginning}A ([-−]?\d{1,4}(?:[.,]\d{1,3})?)(?=[ \u00a0\u202f]?${unit})`,
  'gu',
);

/** `Ca` at a beginning before a verb; `Ca’ Foscari` is a name. */
export const pronounPattern = new RegExp(String.raw`${beginning}Ca(?= \p{Ll})`, 'gu');

/** Words before which a sentence's first `A` is the preposition à. */
const afterPreposition = new Set(
  `partir cause côté travers propos la l l' l’ quoi qui quel quelle quels quelles chaque ce cet cette ces mon ton son ma ta sa mes tes ses
  notre votre leur nos vos leurs lire voir écouter suivre savoir noter retenir vérifier venir découvrir commencer condition défaut
  force terme peine tort raison peu près moins droite gauche bord midi minuit nouveau plusieurs tous toutes toute tout chacun
  l'inverse l'origine l'époque l'heure long court moyen ceux celle celui celles mesure titre première suite vrai bientôt
  demain jamais lui elle eux elles moi toi nous vous ceci cela quelques seulement vélo pied cheval table froid chaud perte quinze vingt trente défaut une un deux trois quatre cinq dix cent mille présent domicile distance distance l'image`.split(
    /\s+/,
  ),
);

/** Cities and countries that follow `A` at the beginning of a sentence in the news. */
const places = new Set(
  `Paris Lyon Marseille Toulouse Nice Nantes Montpellier Strasbourg Bordeaux Lille Rennes Reims Toulon Grenoble Dijon Angers Nîmes Brest Tours
  Limoges Amiens Metz Besançon Orléans Rouen Mulhouse Caen Nancy Avignon Poitiers Versailles Cannes Pau Bayonne Perpignan Annecy Chambéry
  Saint-Étienne Saint-Denis Saint-Malo Clermont-Ferrand Aix-en-Provence Bruxelles Liège Namur Gand Anvers Genève Lausanne Zurich Berne Luxembourg
  Monaco Londres Berlin Munich Hambourg Francfort Rome Milan Turin Venise Naples Madrid Barcelone Lisbonne Porto Vienne Prague Budapest Varsovie
  Athènes Dublin Édimbourg Amsterdam Rotterdam Copenhague Stockholm Oslo Helsinki Moscou Kiev Kyiv Istanbul Ankara Tunis Alger Rabat Casablanca
  Dakar Abidjan Montréal Québec Ottawa Toronto Washington Boston Chicago Seattle Miami Hollywood Bangalore Pékin Shanghai Shenzhen Tokyo
  Kyoto Osaka Séoul Taipei Singapour Sydney Melbourne Cuba Chypre Malte Taïwan Jérusalem Gaza Beyrouth Téhéran Bagdad Dubaï Doha Davos Kinshasa Bamako`.split(
    /\s+/,
  ),
);

/** Whether `A` before these words is the preposition. The grade, the letter (`A et B`) and the verb (`A dit`) are not. */
export function isPreposition(word: string, next: string, comma?: string): boolean {
  if (places.has(word)) return true;
  // « A Saint-Cirq, on… »: any place.
  if (comma !== undefined && /^\p{Lu}[\p{L}-]*\p{Ll}{2}$/u.test(word)) return true;
  const elided = word.replace('’', "'").toLowerCase();
  if (/^\p{Lu}/u.test(word)) return false;
  // « A l'un, A la carte » are rare; « A un » may be the verb in a headline without a subject.
  if (/^l'\p{L}/u.test(elided)) return true;
  if (/^(?:plus|moins)$/.test(elided)) return /^d[e’']/.test(next);
  if (/^(?:un|une|tout|tous|peu)$/.test(elided))
    return next !== '' && !/^(?:été|eu|pu|dû)$/.test(next) && elided !== 'tout';
  return afterPreposition.has(elided);
}
