import { wordingsOf } from '../../texts.ts';
import type { Finding, Rule } from '../rule.ts';

/** What was typed is fit to be typeset. */
export const typography: Rule = {
  id: 'typography',
  severity: 'warning',
  doc: {
    finds:
      'what the typesetter cannot know: double spaces, a space before a comma, French spaces and guillemets in English',
    why: 'It was typed so, and would be printed so.',
    wrong: 'en: "A word , another  one !"',
    right: 'en: "A word, another one!"',
  },
  find({ issue }) {
    return wordingsOf(issue, 'line', 'markdown').flatMap(({ path, language, text }) =>
      slips
        .filter(({ only }) => only === undefined || language?.split('-')[0] === only)
        .flatMap(({ pattern, message, mend }) =>
          [...text.replace(/https?:\/\/\S+|`[^`]*`/g, hidden => '\u0000'.repeat(hidden.length)).matchAll(pattern)].map(
            (match): Finding => ({
              path,
              words: match[0],
              nth: text.slice(0, match.index).split(match[0]).length - 1,
              message,
              hint: 'Correct it; --fix does.',
              fix: match[0].replace(pattern, mend),
            }),
          ),
        ),
    );
  },
};

/** Each pattern takes the letters around the slip with it, so that it is found again in the file. */
const slips: { pattern: RegExp; message: string; mend: string; only?: string }[] = [
  { pattern: /([\p{L}\p{N},;:])( {2,})([\p{L}\p{N}])/gu, message: 'Two spaces stand here.', mend: '$1 $3' },
  { pattern: /(\p{L}) +([,.])(?=\s|$)/gu, message: 'A space stands before the sign.', mend: '$1$2' },
  { pattern: /(\p{L}),(\p{L})/gu, message: 'A space is missing after the comma.', mend: '$1, $2' },
  {
    pattern: /([\p{L}\p{N}])[ \u00a0\u202f]+([;:!?])(?=[\s”’"')*_]|$)/gu,
    message: 'English has no space before the sign.',
    mend: '$1$2',
    only: 'en',
  },
  {
    pattern: /«[ \u00a0\u202f]*([^«»]*?)[ \u00a0\u202f]*»/gu,
    message: 'English quotes are “ and ”.',
    mend: '“$1”',
    only: 'en',
  },
  { pattern: /“([^“”]*)”(?![^«]*»)/gu, message: 'French quotes are « and ».', mend: '« $1 »', only: 'fr' },
];
