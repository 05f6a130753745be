import { t } from '../../../wording/wording.ts';
import { wordingsOf } from '../../texts.ts';
import type { Finding, Rule } from '../rule.ts';

/** Reports typing mistakes that the typesetter cannot correct. */
export const typography: Rule = {
  id: 'typography',
  severity: 'warning',
  doc: {
    finds:
      'typing mistakes that the typesetter does not correct: double spaces, a space before a comma, French spaces and guillemets in English',
    why: 'The emails would show them.',
    wrong: 'en: "A word , another  one !"',
    right: 'en: "A word, another one!"',
  },
  find({ issue }) {
    return wordingsOf(issue, 'line', 'markdown').flatMap(({ path, language, text }) =>
      mistakes
        .filter(({ only }) => only === undefined || language?.split('-')[0] === only)
        .flatMap(({ pattern, message, replacement }) =>
          [...text.replace(/https?:\/\/\S+|`[^`]*`/g, hidden => '\u0000'.repeat(hidden.length)).matchAll(pattern)].map(
            (match): Finding => ({
              path,
              words: match[0],
              nth: text.slice(0, match.index).split(match[0]).length - 1,
              message,
              hint: t('Correct it; --fix does.'),
              fix: match[0].replace(pattern, replacement),
            }),
          ),
        ),
    );
  },
};

/** Each pattern includes the letters around the mistake, so that the words can be found in the file. */
const mistakes: { pattern: RegExp; message: string; replacement: string; only?: string }[] = [
  { pattern: /([\p{L}\p{N},;:])( {2,})([\p{L}\p{N}])/gu, message: t('Two spaces stand here.'), replacement: '$1 $3' },
  { pattern: /(\p{L}) +([,.])(?=\s|$)/gu, message: t('A space stands before the sign.'), replacement: '$1$2' },
  { pattern: /(\p{L}),(\p{L})/gu, message: t('A space is missing after the comma.'), replacement: '$1, $2' },
  {
    pattern: /([\p{L}\p{N}])[ \u00a0\u202f]+([;:!?])(?=[\s”’"')*_]|$)/gu,
    message: t('English has no space before the sign.'),
    replacement: '$1$2',
    only: 'en',
  },
  {
    pattern: /«[ \u00a0\u202f]?([^«»]*?)[ \u00a0\u202f]?»/gu,
    message: t('English quotes are “ and ”.'),
    replacement: '“$1”',
    only: 'en',
  },
  { pattern: /“([^“”]*)”(?![^«]*»)/gu, message: t('French quotes are « and ».'), replacement: '« $1 »', only: 'fr' },
];
