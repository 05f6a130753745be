import { distance } from 'fastest-levenshtein';
import { said, t } from '../../../wording/wording.ts';
import { hasFrenchDiaeresis, isCognate, isTransliteration } from '../../language/cognates.ts';
import { lostHyphens } from '../../language/hyphenated-names.ts';
import { type Translation, translationsOf } from '../../texts.ts';
import type { Finding, Rule } from '../rule.ts';

/** Letters of a name from which on a near one is no other name. */
const minNameLetters = 5;
/** The same of a name behind a name. */
const minSurnameLetters = 4;
/** Names of a text that are compared; a text with more is a list. */
const maxNames = 200;

/** Reports a name that is spelt otherwise in the other language. */
export const nameMismatch: Rule = {
  id: 'name-mismatch',
  severity: 'warning',
  doc: {
    finds: 'a name that differs by a letter or an accent between the languages',
    why: 'One of the two spellings is wrong.',
    wrong: 'fr: « Un roman de Giulia Marchetti »\nen: “A novel by Giulia Marchetty”',
    right: 'fr: « Un roman de Giulia Marchetti »\nen: “A novel by Giulia Marchetti”',
  },
  find({ issue, publication }) {
    const seen = new Set<string>();
    const translations = translationsOf(issue, publication.languages, 'line', 'markdown', 'name');
    const wordsOf = Map.groupBy(translations, translation => placeOf(translation));
    return translations.flatMap(translation =>
      // One mistake in an article is told at its first place.
      mismatches(translation, wordsIn(wordsOf.get(placeOf(translation)) ?? []))
        .filter(({ key }) => !seen.has(key) && seen.add(key))
        .map(({ finding }) => finding),
    );
  },
};

/** The article, or the part of the issue, that a text belongs to, and its language. */
const placeOf = ({ path, to }: Translation): string => `${to} ${String(path[0] === 'articles' ? path[1] : path[0])}`;

/** All words of some texts in their language. */
const wordsIn = (translations: readonly Translation[]): Set<string> =>
  new Set(translations.flatMap(({ text }) => text.match(/\p{Lu}[\p{L}’'-]{1,40}/gu) ?? []));

/** @param known the words with a capital that the article has in the language of the text */
function mismatches(translation: Translation, known: ReadonlySet<string>): { key: string; finding: Finding }[] {
  const { from, source, to, text } = translation;
  const [theirs, ours] = [namesIn(source), namesIn(text)];
  const near = [...ours.values()].flatMap((name): [string, string][] => {
    if (theirs.has(name.word)) return [];
    const found = [...theirs.values()].find(
      other =>
        isNear(name, other) &&
        !(isRuler(name.word, text) && isRuler(other.word, source)) &&
        !hasFrenchDiaeresis(
          ...(from.startsWith('fr') ? ([other.word, name.word] as const) : ([name.word, other.word] as const)),
        ) &&
        (isSurelyName(name, other, known) || (!ours.has(other.word) && isForeignWord(name, other, from, to))),
    );
    return found === undefined ? [] : [[name.word, found.word]];
  });
  const spaced = [
    ...lostHyphens(source, text).map(([there, here]): [string, string] => [here, there]),
    ...lostHyphens(text, source),
  ];
  return [...near, ...spaced].map(([here, there]) => ({
    key: `${here} ${there} ${String(translation.path[1] ?? translation.path[0])}`,
    finding: {
      path: translation.path,
      words: here,
      other: { path: [...translation.path.slice(0, -1), from], words: there },
      ...said('“%{here}” here, “%{there}” in `%{language}`: one name, two spellings.', { here, there, language: from }),
      hint: t('Make both say the same.'),
    },
  }));
}

/** A word with a capital letter, with such words beside it. The first word of a sentence may be an ordinary one. */
type Name = { word: string; isFirst: boolean; before?: string; after?: string };

const capitalised = /(?<![\p{L}\p{N}_./@-])\p{Lu}[\p{L}'’-]{1,40}/gu;

/** A title of a person before their surname: `M.`, `Mrs`. In another language it is another word. */
const titleBefore = /(?<!\p{L})(?:M|MM|Mme|Mmes|Mlle|Mr|Mrs|Ms|Miss|Dr|Pr|Prof|Me|Maître|Madame|Monsieur)\.? $/u;

/** The capitalised words of a text by their spelling, without links and code. */
function namesIn(text: string): Map<string, Name> {
  const plain = text.replace(/\]\([^()\s]{1,2000}\)|https?:\/\/\S{1,2000}|`[^`]{0,2000}`/g, match =>
    ' '.repeat(match.length),
  );
  const names = new Map<string, Name>();
  let last: { name: Name; end: number } | undefined;
  for (const { 0: found, index } of plain.matchAll(capitalised)) {
    const word = found.replace(/['’]s?$/, '').replace(/^(?:L|D|Qu|J|N|S|C|M|T)['’](?=\p{L})/u, '');
    if (!/^\p{Lu}/u.test(word)) continue;
    const previous = last !== undefined && plain.slice(last.end, index) === ' ' ? last.name : undefined;
    if (previous !== undefined) previous.after = word;
    const isFirst =
      previous === undefined &&
      /(?:^|[.!?…:«“"‘(\n•-])[\s\u00a0\u202f>*_-]{0,6}$/u.test(plain.slice(Math.max(0, index - 8), index));
    const isTitled = titleBefore.test(plain.slice(Math.max(0, index - 12), index));
    const name: Name = { word, isFirst: isFirst && !isTitled, before: isTitled ? 'title' : previous?.word };
    last = { name, end: index + found.length };
    const isBetter = name.before !== undefined || names.get(word)?.isFirst === true;
    const isLong = word.length >= (name.before === undefined ? minNameLetters : minSurnameLetters);
    if (isLong && names.size < maxNames && (!names.has(word) || isBetter)) names.set(word, name);
  }
  return names;
}

const plainForm = (word: string): string => word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Whether two words have the same letters, but for how often each stands there: Aurillac and Aurrilac. */
const areLettersMoved = (x: string, y: string): boolean =>
  x.length === y.length && x.length >= 7 && String([...new Set(x)].sort()) === String([...new Set(y)].sort());

/** Whether two names end otherwise for one sound: Gaudry and Gaudrie, Renaudot and Renaudeau. */
const soundAlike = (x: string, y: string): boolean => x !== y && soundOf(x) === soundOf(y);
const soundOf = (word: string): string =>
  word
    .replace(/(?:ie|ye|i|y)$/, 'i')
    .replace(/(?:e?aux?|e?aud|e?ault|ot|o)$/, 'o')
    .replace(/ph/g, 'f')
    .replace(/c?k|qu/g, 'k');

/** Whether two words differ by a letter or an accent, or sound alike. */
function isNear({ word: a, before }: Name, { word: b, before: otherBefore }: Name): boolean {
  const [x, y] = [plainForm(a), plainForm(b)];
  // Short ones are of the same first name.
  if (Math.min(a.length, b.length) < minNameLetters && (before === undefined || before !== otherBefore)) return false;
  const most = Math.min(a.length, b.length) >= 9 || areLettersMoved(x, y) ? 2 : 1;
  if (x[0] !== y[0] || (distance(x, y) > most && !soundAlike(x, y))) return false;
  // A plural or a possessive, unless a first name stands before both; or a name from another alphabet.
  const isPlural = (`${a}s` === b || `${b}s` === a) && (before === undefined || before !== otherBefore);
  return !isPlural && !isTransliteration(a, b);
}

/** Whether two near words are one name for sure: a surname behind the same first name, or a first name before the same surname. */
function isSurelyName(name: Name, other: Name, known: ReadonlySet<string>): boolean {
  if (name.before !== undefined && name.before === other.before) return true;
  // The article has the other spelling, too.
  if (!name.isFirst && soundAlike(plainForm(name.word), plainForm(other.word)) && known.has(other.word)) return true;
  const isFirstName = name.after !== undefined && name.after === other.after;
  // No English word lost a cedilla, but for façade and the like, which are no names.
  const hasCedilla = !name.isFirst && !other.isFirst && /ç/i.test(name.word + other.word);
  if (isCognate(name.word, other.word)) return false;
  return isFirstName || (isSameButAccents(name, other) && (hasCedilla || known.has(other.word)));
}

/**
 * Whether one of two near words is wrong, though no name beside it tells: no words of each language, such as `Chine` and `China`,
 * and no name that English writes without its accents, such as `Taiwan` or `Wikipedia`.
 */
const isForeignWord = (name: Name, other: Name, from: string, to: string): boolean =>
  from !== to &&
  !name.isFirst &&
  !other.isFirst &&
  !isSameButAccents(name, other) &&
  !isCognate(name.word, other.word) &&
  !isCognate(plainForm(name.word), plainForm(other.word));

/** Whether a text has a king, queen or pope of this name: each language has its own, as Henri II and Henry II. */
const isRuler = (word: string, text: string): boolean =>
  new RegExp(`(?<!\\p{L})${RegExp.escape(word)} (?:[IVX]{1,5}|1er|Ier)(?![\\p{L}\\d])`, 'u').test(text);

const isSameButAccents = ({ word: a }: Name, { word: b }: Name): boolean => plainForm(a) === plainForm(b);
