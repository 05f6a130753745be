/** Words that stand in nearly every sentence of one language and are no words, or rare ones, of the other. */
const words: Readonly<Record<string, ReadonlySet<string>>> = {
  fr: new Set(
    'le la les des une du aux est sont dans sur pour avec qui que quoi dont ce cette ces son sa ses leur leurs nous vous ils elles et ou où mais pas ne plus très sans sous entre chez par être été fait faire comme aussi tout tous toute toutes deux un une elle il aucun aucune cela ceci était étaient depuis lors après avant'.split(
      ' ',
    ),
  ),
  en: new Set(
    'the of and is are was were for with that this these those from by his her its their they we you he she it in at to as an be been has have had not but or which who what when where how will would can could more very without between into about than then there all two over under after before than no one does did'.split(
      ' ',
    ),
  ),
};

/** Characters of a text that are counted. */
const maxCountedChars = 4_000;

/** How many words of a text are function words of a language. @returns undefined for a language that is not known here */
export function functionWordsIn(text: string, language: string): number | undefined {
  const known = words[language.slice(0, 2).toLowerCase()];
  if (known === undefined) return undefined;
  const start = text.slice(0, maxCountedChars);
  // UN and IT are no words of a sentence.
  const found = start.match(/\p{L}{1,20}/gu) ?? [];
  const count = found.filter(word => known.has(word.toLowerCase()) && !/^\p{Lu}{2}$/u.test(word)).length;
  return count + (known === words.fr ? frenchSignsIn(start) : 0);
}

/** Elided words (`d'un`, `n'était`), and at most one word with an accent, which English may have borrowed. Names are left out. */
const frenchSignsIn = (text: string): number =>
  (text.match(/(?<![\p{L}'’])(?:[dljcnsm]|qu)['’](?=[aeiouyhâàéèêîôœ])/gu) ?? []).length +
  (/(?<!\p{L})\p{Ll}{0,20}[éèêàùçœîôû]/u.test(text) ? 1 : 0);

/** The words of a text. */
export const wordCount = (text: string): number =>
  (text.slice(0, maxCountedChars).match(/[\p{L}\p{N}]{1,60}/gu) ?? []).length;
