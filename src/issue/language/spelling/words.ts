/** A word of a text as it stands there. */
export type Word = {
  text: string;
  /** Its offset in the text. */
  at: number;
  /** Whether a capital at its beginning marks a name: it follows another word of its sentence. */
  isInsideSentence: boolean;
  /** Whether a word with a capital follows it, as a surname follows a first name. */
  isBeforeName: boolean;
  /** Whether it is emphasised or in quotes, as words of other languages are. */
  isMarked: boolean;
};

/** What is no prose: tags, handles, paths, names of files and sites, and words joined by signs. Chunks are bounded. */
const technical = [
  /(?<![\p{L}\p{N}])[@#][\p{L}\p{N}_.-]{1,100}/gu,
  /(?<![\p{L}\p{N}/])~?(?:\/[\p{L}\p{N}_.-]{1,60}){1,20}\/?/gu,
  /(?<![\p{L}\p{N}-])[\p{L}\p{N}-]{1,60}(?:[._\\=@:&+][\p{L}\p{N}-]{1,60}){1,20}/gu,
];

/** A word with its apostrophes, hyphens, middle dots and endings in brackets: `lecteur·rices`, `lecteur(trice)s`. */
const wordPattern =
  /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:(?:['’·•‑-]|(?<=\p{Ll})\((?=\p{Ll}{1,6}\))|(?<=\(\p{Ll}{1,6})\))[\p{L}\p{N}][\p{L}\p{M}\p{N}]*)*/gu;

/** Words in quotes or with emphasis, on one line. */
const marked =
  /«[^«»\n]{1,80}»|“[^“”\n]{1,80}”|"[^"\n]{1,80}"|(?<![\p{L}*_])[*_]{1,2}[^*_\n]{1,80}[*_]{1,2}(?![\p{L}*_])/gu;

/** The words of a text without its code, addresses, names of files and the like. @param prose the text, what is no prose blanked */
export function wordsOf(prose: string): Word[] {
  const text = technical.reduce((rest, pattern) => rest.replace(pattern, chunk => ' '.repeat(chunk.length)), prose);
  const ranges = [...prose.matchAll(marked)].map(({ index, 0: words }) => [index, index + words.length] as const);
  return [...text.matchAll(wordPattern)].map(({ 0: word, index }) => ({
    text: word,
    at: index,
    isInsideSentence: /[\p{L}\p{N},;’'%€$)][*_]{0,3}[ \u00a0\u202f\n]{1,20}[*_(]{0,3}$/u.test(
      prose.slice(Math.max(0, index - 30), index),
    ),
    isBeforeName: /^[ \u00a0\u202f]\p{Lu}/u.test(prose.slice(index + word.length, index + word.length + 3)),
    isMarked: ranges.some(([start, end]) => start < index && index < end),
  }));
}

/**
 * Whether the dictionary cannot judge a word: too short, without a vowel, with digits, capitals or a middle dot inside, a Roman
 * number, drawn out, or of another script.
 */
export const isNoDictionaryWord = (word: string): boolean =>
  word.length <= 2 ||
  /[\p{N}·•]|.\p{Lu}|^[IVX](?:er|ers|ère|re|e|d|nd)$|(\p{L})\1\1/u.test(word) ||
  !/[aeiouyœæ]/i.test(word.normalize('NFD')) ||
  !/^\p{Script=Latin}+$/u.test(word.replace(/['’()‑-]/g, ''));
