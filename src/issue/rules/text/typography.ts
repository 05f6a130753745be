import { t } from '../../../wording/wording.ts';
import { wordingsOf } from '../../texts.ts';
import { matchesIn, placeAt, proseOf } from '../prose.ts';
import type { Finding, Rule } from '../rule.ts';
import { mistakes } from './typing-mistakes.ts';

/** Reports typing mistakes that the typesetter cannot correct. */
export const typography: Rule = {
  id: 'typography',
  severity: 'warning',
  doc: {
    finds:
      'typing mistakes that the typesetter does not correct: double spaces, a space before a comma or none after it, `..`, `etc...` and `12€` in French, French spaces and guillemets in English',
    why: 'The emails would show them.',
    wrong: 'en: "A word , another  one !"',
    right: 'en: "A word, another one!"',
  },
  find({ issue }) {
    return wordingsOf(issue, 'line', 'markdown').flatMap(({ path, language, text }) => {
      const prose = proseOf(text);
      return mistakes
        .filter(({ only }) => only === undefined || language?.split('-')[0] === only)
        .flatMap(({ pattern, message, replacement }) =>
          matchesIn(prose, pattern).map(({ words, at, match }): Finding => {
            const fix = replacement === undefined ? {} : { fix: filled(replacement, match) };
            const hint = replacement === undefined ? t('Correct it.') : t('Correct it; --fix does.');
            return { path, ...placeAt(text, at, words), message: t(message), hint, ...fix };
          }),
        );
    });
  },
};

/** A replacement with the groups of a match: `$1`. The signs around the match that the pattern asks for are not in its words. */
const filled = (replacement: string, groups: readonly string[]): string =>
  replacement.replace(/\$(\d)/g, (_, index: string) => groups[Number(index)] ?? '');
