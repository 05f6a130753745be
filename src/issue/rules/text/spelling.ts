import { said, t } from '../../../wording/wording.ts';
import { nameOf, namesIn } from '../../language/spelling/names.ts';
import { spellersOf } from '../../language/spelling/spellers.ts';
import { type Word, wordsOf } from '../../language/spelling/words.ts';
import { type Wording, wordingsOf } from '../../texts.ts';
import { placeAt, proseOf } from '../prose.ts';
import type { Finding, Rule } from '../rule.ts';

/** Reports words that are not in the dictionary. */
export const spelling: Rule = {
  id: 'spelling',
  severity: 'warning',
  doc: {
    finds:
      "words of French and English that are not in the dictionary but near to one that is. Right are: British and American spelling, French before and after the reform of 1990, names (a capital inside a sentence), words that stand in both languages of an article, and the newsletter's `words.txt`",
    why: 'Readers notice spelling mistakes.',
    wrong: 'fr: Une phrase sans fotes',
    right: 'fr: Une phrase sans fautes',
  },
  async find({ issue, publication, folder }) {
    const spellers = await spellersOf(folder, publication.languages);
    const texts = wordingsOf(issue, 'line', 'markdown').flatMap(wording => {
      const speller = wording.language === undefined ? undefined : spellers.get(wording.language);
      return speller === undefined ? [] : [{ ...wording, speller, words: wordsOf(proseOf(wording.text)) }];
    });
    const names = namesIn(
      issue,
      texts.flatMap(({ words }) => words),
    );
    return texts.flatMap(({ path, language, text, speller, words }) => {
      const unknown = words.filter(({ text: word }) => !speller.knows(word));
      // If most words are unknown, the text is in another language, which the rule `wrong-language` reports.
      if (unknown.length > words.length / 2 || (unknown.length > 2 && unknown.length === words.length / 2)) return [];
      const others = texts.filter(other => other.language !== language && articleOf(other) === articleOf({ path }));
      const isRight = ({ text: word, isMarked }: Word): boolean =>
        names.has(nameOf(word)) ||
        others.some(other => other.words.some(({ text: same }) => same === word)) ||
        (isMarked && [...spellers.values()].some(other => other.knows(word)));
      const wrong = unknown.filter(
        word => !((word.isInsideSentence || word.isBeforeName) && isName(word.text)) && !isRight(word),
      );
      return firstOfEach(wrong).flatMap(({ text: word, at }): Finding[] => {
        const candidates = speller.suggest(word).filter(one => isLikely(word, one));
        const [near] = candidates;
        // English writes words from French with and without their accents: café, sauté.
        const isEnglish = /^en(?:-|$)/.test(language ?? '');
        if (near === undefined || (isEnglish && String(plainLetters(word)) === String(plainLetters(near)))) return [];
        return [
          {
            path,
            ...placeAt(text, at, word),
            ...said('“%{word}” is in no dictionary.', { word }),
            candidates,
            hint: t('Did you mean “%{near}”? Or add it to words.txt.', { near }),
          },
        ];
      });
    });
  },
};

const articleOf = ({ path }: Pick<Wording, 'path'>): PropertyKey | undefined =>
  path[0] === 'articles' ? path[1] : undefined;

const isName = (word: string): boolean => /^\p{Lu}/u.test(nameOf(word));

/** Longer words that begin with a capital are rarely names. */
const maxNameLength = 7;

/** Whether a word stands for another. One with a capital may be a name, unless it is long or has the other's letters. */
const isLikely = (word: string, near: string): boolean =>
  beginAlike(word, near) &&
  (!isName(word) || nameOf(word).length > maxNameLength || lettersOf(word) === lettersOf(near));

/** Few typing mistakes change the first letter: a word that differs there from its nearest is most often a rare one, as `patou` is. */
function beginAlike(word: string, near: string): boolean {
  const [[a, b], [x, y]] = [plainLetters(word), plainLetters(near)];
  return a === x || a === y || b === x;
}

/** The letters of a word without accents. */
const plainLetters = (word: string): string[] => [
  ...nameOf(word).normalize('NFD').replace(/\p{M}/gu, '').toLowerCase(),
];

/** The letters of a word in the order of the alphabet, without accents. */
const lettersOf = (word: string): string => plainLetters(word).sort().join('');

/** The first of the words that are written alike. */
const firstOfEach = (words: readonly Word[]): Word[] =>
  words.filter(({ text }, i) => words.findIndex(other => other.text === text) === i);
