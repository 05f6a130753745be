import { said, t } from '../../../wording/wording.ts';
import { wordingsOf } from '../../texts.ts';
import type { Finding, Rule } from '../rule.ts';
import { loadSpellers } from './dictionaries.ts';

/** Reports words that are not in the dictionary; off by default. */
export const spelling: Rule = {
  id: 'spelling',
  severity: 'off',
  doc: {
    finds: "words that are neither in the dictionary nor in the newsletter's `words.txt`",
    why: 'Readers notice spelling mistakes.',
    wrong: 'fr: Une phrase sans fotes',
    right: 'fr: Une phrase sans fautes',
  },
  async find({ issue, publication, folder }) {
    const spellers = await loadSpellers(folder, publication.languages);
    return wordingsOf(issue, 'line', 'markdown').flatMap(({ path, language, text }) => {
      const speller = language === undefined ? undefined : spellers.get(language);
      if (speller === undefined) return [];
      const blank = (one: string): string => ' '.repeat(one.length);
      const hidden = text
        .replace(/https?:\/\/\S+|`[^`]*`|\]\([^()]*\)/g, blank)
        .replace(/\S+/g, word => (/\.(?:jpe?g|png)/.test(word) ? blank(word) : word));
      const words = [...hidden.matchAll(/\p{L}+(?:[’'-]\p{L}+)*/gu)];
      const unknown = words.filter(([word]) => !speller.isCorrect(word));
      // If most words are unknown, the text is in another language, which the rule `wrong-language` reports.
      if (unknown.length > words.length / 2) return [];
      const first = unknown.filter(({ 0: word }, i) => unknown.findIndex(other => other[0] === word) === i);
      return first.map(({ 0: word, index }): Finding => {
        const [near] = speller.suggest(word);
        return {
          path,
          words: word,
          nth: text.slice(0, index).split(word).length - 1,
          ...said('“%{word}” is in no dictionary.', { word }),
          hint:
            near === undefined
              ? t('Correct it, or add it to words.txt.')
              : t('Did you mean “%{near}”? Or add it to words.txt.', { near }),
        };
      });
    });
  },
};
