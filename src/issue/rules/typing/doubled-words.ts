/** Words that may follow themselves, by language: for emphasis, as sounds, or because grammar allows it. English texts quote French ones. */
const repeatable: Readonly<Record<string, ReadonlySet<string>>> = {
  fr: new Set(
    `nous vous bla blah très si non oui tout toute tous bien vite fort loin trop peu petit petite faire fait pas plus
    ha hé ho hi hou bouh toc tic tac pan boum miam glou ron cui coin ouaf meuh atchoum tchin bip clic cocorico na tss chut
    allez allons attention encore jamais toujours jour marche porte ferme garde moi toi lui eux elle elles en été
    joue donc même presque vraiment longtemps doucement bon bonne est sont ça là voilà dodo tam cha bonjour merci pitié
    cou foot pop oh ah eh hop chou beau belle grand grande long longue point critique juge politique livre`.split(
      /\s+/,
    ),
  ),
  en: new Set(
    `had that very so no yes bye ha ho hee hey oh ah uh um mm many really long far there now well please wait
    tut knock hear night win chop aye tick tick-tock choo woof yada blah bla boo go never much more big little old
    her you one do can will who what this us too up out down again over ever half tsk hush cha pom tom pop
    good great hip fine okay ok right new please only nous vous`.split(/\s+/),
  ),
};

/** Whether two equal words in a row are correct in a language. @param pair the words with what stands around them */
export function isLegitimatePair(
  language: string,
  { word, second, before, after }: { word: string; second: string; before: string; after: string },
): boolean {
  const small = word.toLowerCase();
  // Names: Duran Duran, New York New York. Letters: A a, x x.
  const isLetter = [...word].length < 2 && !(language === 'fr' ? /^[aà]$/ : /^a$/).test(small);
  if (/^\p{Lu}/u.test(second) || isLetter) return true;
  // The word a third time is a song or a joke.
  const around = [
    before.split(/[\s,]+/).findLast(one => one !== ''),
    after.split(/[^\p{L}]+/u).find(one => one !== ''),
  ];
  if (around.some(one => one?.toLowerCase() === small)) return true;
  if (repeatable[language]?.has(small) === true) return true;
  if (language === 'fr') {
    // « à la une une photo », « une à une une fois », « le numéro un un jour »
    if (/^une?$/.test(small))
      return /(?<!\p{L})(?:la|une? (?:à|par)|numéro|chapitre|tome|acte|page|rang) $/iu.test(before);
    // « il y a a priori », « le groupe A a gagné », « la lettre a a disparu »
    if (small === 'a')
      return (
        /^\p{Lu}/u.test(word) ||
        /^ (?:priori|fortiori|posteriori|contrario|minima|maxima|cap+el+a|giorno|tempera)(?!\p{L})/iu.test(after) ||
        /(?<!\p{L})(?:lettre|voyelle|note|catégorie|groupe|plan|point|l[ea]|un) $/iu.test(before)
      );
    // The particle of a name: « les mémoires de de Gaulle ».
    if (small === 'de' && particleNames.test(after)) return true;
    return small === 'la' && /(?:tra|tsoin|oh)[ -]?$/i.test(before);
  }
  // “What it is is a bank.”
  if (/^(?:is|was)$/.test(small)) return /\b(?:what|who|where|how|why|all|that|it|problem|thing|point)\b/i.test(before);
  // “It came in in 2020”, “log in in the app”: the particle of a verb before a preposition.
  return (
    /^(?:in|on|by|off|through)$/.test(small) && (/^ (?:\d|\p{Lu})/u.test(after) || particleVerbs.test(before.trimEnd()))
  );
}

/** Names that begin with a particle of their own: « les mémoires de de Gaulle ». */
const particleNames =
  /^ (?:Gaulle|Villiers|Funès|Staël|Sade|Beauvoir|Villepin|Niro|Palma|Vinci|Kooning|Montand|Blasio|Rugy|Closets|Lattre|Vigny|Broglie)(?!\p{L})/u;

/** English verbs with a particle, at the end of a text. */
const particleVerbs =
  /\b(?:log|sign|check|come|came|move|go|went|gone|get|got|plug|fill|step|drop|turn|switch|carr|bring|brought|put|tune|kick|hand|dial|break|broke|cash|chip|set|be|is|are|was|were|been|stand|stood|drive|drove|driven|drop|pass|see|saw|seen|give|gave|given|look|opt|live|hold|held)(?:s|es|ed|ing|ged|ging|ped|ping|ies|ied|ying|y)?(?: \w{2,12})?$/i;
