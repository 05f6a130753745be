import { wordingsOf } from '../texts.ts';
import type { Finding, Rule } from './rule.ts';

/** Texts are in the language they say. */
export const wrongLanguage: Rule = {
  id: 'wrong-language',
  severity: 'warning',
  doc: {
    finds: 'a text that is written in another language than it says (long texts only)',
    why: 'A text was pasted in the wrong place, or not translated yet.',
    wrong: 'fr: The whole paragraph is still in English, and quite a long one it is.',
    right: 'fr: Tout le paragraphe est en français, et il est assez long.',
  },
  async find({ issue, publication }) {
    const long = wordingsOf(issue, 'line', 'markdown').filter(({ text }) => text.length >= shortest);
    if (long.length === 0) return [];
    const { detectAll } = await import('tinyld/light');
    const base = (tag: string): string => tag.split('-')[0]?.toLowerCase() ?? tag;
    const known = new Set(publication.languages.map(base));
    return long.flatMap(({ path, language, text }): Finding[] => {
      if (language === undefined) return [];
      const [first] = detectAll(text.replace(/https?:\/\/\S+/g, ''));
      if (first === undefined || first.lang === base(language) || first.accuracy < sure || !known.has(first.lang))
        return [];
      const name = (tag: string): string => new Intl.DisplayNames(['en'], { type: 'language' }).of(tag) ?? tag;
      return [
        {
          path,
          message: `This text is in ${name(first.lang)}, not in ${name(language)}.`,
          hint: `Write it in ${name(language)}, or put it under \`${first.lang}\`.`,
        },
      ];
    });
  },
};

/** Characters below which a guess is no better than that; and how sure the detector must be, of 1. */
const shortest = 60;
const sure = 0.6;
