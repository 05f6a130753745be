import type { Dictionary } from './dictionary.ts';

/** The letters of each language, frequent ones first. */
const alphabets: Readonly<Record<string, string>> = {
  fr: "esartinulodcpmévgfbhqàxèyêzjçîkâûwôïùœë'-",
  en: "esiarntolcdugpmhbyfvkwzxjq'-",
};

/** Letters that are taken for each other, accents first. */
const accents: Readonly<Record<string, string>> = {
  a: 'àâ',
  à: 'aâ',
  â: 'aà',
  c: 'ç',
  ç: 'c',
  e: 'éèêë',
  é: 'eèê',
  è: 'eéê',
  ê: 'eéè',
  ë: 'eé',
  i: 'îï',
  î: 'iï',
  ï: 'i',
  o: 'ôœ',
  ô: 'o',
  u: 'ùû',
  ù: 'u',
  û: 'u',
};

/** Letters that sound alike, and endings that are confused: the wrong ones, and the right ones. */
const confusions: readonly (readonly string[])[] =
  `o:au o:eau au:o eau:o als:aux ails:aux eaus:eaux eus:eux ous:oux ph:f f:ph k:c k:qu qu:c c:qu an:en en:an in:ain ai:é x:ct ct:x xion:ction ction:xion
  tion:sion sion:tion ssion:tion ance:ence ence:ance ant:ent ent:ant able:ible ible:able ie:ei ei:ie ise:ize er:or er:ar or:er
  ar:er cede:ceed ceed:cede sede:cede ough:uff ain:en ai:e y:ies ys:ies yed:ied eable:able able:eable ely:ly ly:ely aly:ally icly:ically
  full:ful fuly:fully ement:ment amment:emment emment:amment ment:mment euse:rice ieux:eux ght:gth gth:ght oi:oî ié:iée ui:uis
  sc:s s:sc sc:c c:sc ss:c c:ss s:c c:s`
    .split(/\s+/)
    .map(pair => pair.split(':'));

const maxSuggestions = 3;
/** Longer words are no words; shorter ones are near to too many. */
const maxLength = 30;

/**
 * Words of a dictionary that a typing mistake turns into `word`: one wrong, missing, doubled or transposed letter, or two mistakes of
 * accents and double letters. The likeliest first.
 */
export function suggestionsFor(word: string, dictionary: Dictionary, language: string): string[] {
  if (word.length > maxLength) return [];
  const small = word.toLowerCase();
  const isCapital = small !== word;
  const likely = [...softEdits(small), ...confused(small), ...withoutOne(small)];
  const candidates = [
    ...likely,
    ...withAnother(small, alphabets[language] ?? alphabets.fr ?? ''),
    ...(small.length < 5 ? [] : softEdits(small).flatMap(edit => [...softEdits(edit), ...confused(edit)])),
  ];
  const found: string[] = [];
  for (const candidate of new Set(candidates)) {
    if (candidate === small || !dictionary.has(candidate)) continue;
    found.push(isCapital ? candidate.charAt(0).toUpperCase() + candidate.slice(1) : candidate);
    if (found.length === maxSuggestions) break;
  }
  return found;
}

/** A wrong accent, a letter doubled or not, two letters transposed. */
function softEdits(word: string): string[] {
  const letters = splitsOf(word);
  return [
    ...letters.flatMap(({ before, letter, after }) => [...(accents[letter] ?? '')].map(one => before + one + after)),
    ...letters.map(({ before, letter, after }) => before + letter + letter + after),
    ...letters.filter(({ letter, after }) => after.startsWith(letter)).map(({ before, after }) => before + after),
    ...letters.map(({ before, letter, after }) => before + after.charAt(0) + letter + after.slice(1)),
  ];
}

/** Letters that sound alike, or another ending. */
const confused = (word: string): string[] =>
  confusions.flatMap(([wrong = '', right = '']) =>
    word.split(wrong).length === 1
      ? []
      : splitsOf(word)
          .filter(({ letter, after }) => (letter + after).startsWith(wrong))
          .map(({ before }) => before + right + word.slice(before.length + wrong.length)),
  );

const withoutOne = (word: string): string[] => splitsOf(word).map(({ before, after }) => before + after);

/** One letter more, or another. */
const withAnother = (word: string, alphabet: string): string[] =>
  [...alphabet].flatMap(one => [
    ...splitsOf(word).flatMap(({ before, letter, after }) => [before + one + letter + after, before + one + after]),
    word + one,
  ]);

const splitsOf = (word: string): { before: string; letter: string; after: string }[] =>
  [...word].map((letter, i) => ({ letter, before: word.slice(0, i), after: word.slice(i + 1) }));
