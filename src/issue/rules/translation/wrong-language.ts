import { wordingsOf } from '../../texts.ts';
import type { Finding, Rule } from '../rule.ts';

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
    const small = await import('tinyld/light');
    const base = (tag: string): string => tag.split('-')[0]?.toLowerCase() ?? tag;
    const known = new Set(publication.languages.map(base));
    const suspects = long.filter(({ language, text }) => {
      const guesses = small.detectAll(prose(text));
      const own = guesses.find(({ lang }) => lang === base(language ?? ''))?.accuracy ?? 0;
      return language !== undefined && guesses.some(({ lang, accuracy }) => known.has(lang) && accuracy > 2 * own);
    });
    if (suspects.length === 0) return [];
    // The small model only raises a suspicion; the full one, slower to load, is asked about those.
    const { detectAll } = await import('tinyld');
    return suspects.flatMap(({ path, language = '', text }): Finding[] => {
      const [first] = detectAll(prose(text));
      if (first === undefined || first.lang === base(language) || first.accuracy < sure || !known.has(first.lang))
        return [];
      const [is, should] = [first.lang, language].map(
        tag => new Intl.DisplayNames(['en'], { type: 'language' }).of(tag) ?? tag,
      );
      return [
        {
          path,
          message: `This text is in ${is}, not in ${should}.`,
          hint: `Write it in ${should}, or put it under \`${first.lang}\`.`,
        },
      ];
    });
  },
};

/** What the detector reads: a few thousand characters tell as much as a hundred thousand. */
const prose = (text: string): string => text.slice(0, 4_000).replace(/https?:\/\/\S+/g, '');

/** Characters below which a guess is no better than that; and how sure the detector must be, of 1. */
const shortest = 80;
const sure = 0.6;
