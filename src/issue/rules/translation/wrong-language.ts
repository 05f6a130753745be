import { languageName, said, t } from '../../../wording/wording.ts';
import { functionWordsIn } from '../../language/function-words.ts';
import { wordingsOf } from '../../texts.ts';
import type { Finding, Rule } from '../rule.ts';

/** Characters; the language of a shorter text cannot be detected reliably. */
const minDetectableChars = 80;
/** Characters of a text that are read; more do not improve the detection. */
const maxDetectedChars = 4_000;
/** The accuracy that the detector must report, of 1. */
const minAccuracy = 0.6;

/** Reports long texts that are in another language than the one they are under. */
export const wrongLanguage: Rule = {
  id: 'wrong-language',
  severity: 'warning',
  doc: {
    finds: 'a text that is not in the language it is listed under (long texts only)',
    why: 'A text was pasted in the wrong place, or not translated yet.',
    wrong: 'fr: The whole paragraph is still in English, and quite a long one it is.',
    right: 'fr: Tout le paragraphe est en français, et il est assez long.',
  },
  async find({ issue, publication }) {
    const long = wordingsOf(issue, 'line', 'markdown').filter(({ text }) => text.length >= minDetectableChars);
    if (long.length === 0) return [];
    const languages = new Set(publication.languages.map(base));
    const suspects = long.filter(({ language, text }) => isSuspect(detectable(text), base(language ?? ''), languages));
    if (suspects.length === 0) return [];
    // The model takes long to load. It is used only for texts that their function words do not clear.
    const { detectAll } = await import('tinyld');
    return suspects.flatMap(({ path, language = '', text }): Finding[] => {
      const [first] = detectAll(detectable(text));
      if (first === undefined || first.lang === base(language)) return [];
      if (first.accuracy < minAccuracy || !languages.has(first.lang)) return [];
      const [detected, expected] = [languageName(first.lang), languageName(language)];
      return [
        {
          path,
          ...said('This text is in %{detected}, not in %{expected}.', {
            detected,
            expected,
          }),
          hint: t('Write it in %{expected}, or put it under `%{lang}`.', {
            expected,
            lang: first.lang,
          }),
        },
      ];
    });
  },
};

const base = (tag: string): string => tag.split('-')[0]?.toLowerCase() ?? tag;

/** Whether a text has more function words of another of the languages than of its own, or too few to know. */
function isSuspect(text: string, own: string, languages: ReadonlySet<string>): boolean {
  const ownWords = functionWordsIn(text, own) ?? 0;
  return [...languages].some(other => other !== own && (functionWordsIn(text, other) ?? ownWords) >= ownWords);
}

/** The beginning of a text without links. */
const detectable = (text: string): string => text.slice(0, maxDetectedChars).replace(/https?:\/\/\S+/g, '');
