import { spellers } from '../spelling.ts';
import { wordingsOf } from '../texts.ts';
import type { Finding, Rule } from './rule.ts';

/** Words are spelt as the dictionary has them. */
export const spelling: Rule = {
  id: 'spelling',
  severity: 'off',
  doc: {
    finds: "words that neither the dictionary nor the newsletter's `words.txt` knows",
    why: 'Readers notice.',
    wrong: 'fr: Une phrase sans fotes',
    right: 'fr: Une phrase sans fautes',
  },
  async find({ issue, publication, folder }) {
    const bySpeller = await spellers(folder, publication.languages);
    return wordingsOf(issue, 'line', 'markdown').flatMap(({ path, language, text }) => {
      const speller = language === undefined ? undefined : bySpeller.get(language);
      if (speller === undefined) return [];
      const words = new Set(text.replace(/https?:\/\/\S+|`[^`]*`|\]\([^)]*\)/g, ' ').match(/\p{L}+(?:[’'-]\p{L}+)*/gu));
      return [...words]
        .filter(word => !speller.knows(word))
        .map((word): Finding => {
          const [near] = speller.suggest(word);
          return {
            path,
            words: word,
            message: `“${word}” is in no dictionary.`,
            hint:
              near === undefined
                ? 'Correct it, or add it to words.txt.'
                : `Did you mean “${near}”? Or add it to words.txt.`,
          };
        });
    });
  },
};
