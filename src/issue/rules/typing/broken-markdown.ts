import type { Token } from 'markdown-it';
import { type PlainWording, said, t } from '../../../wording/wording.ts';
import { parseMarkdown } from '../../markdown.ts';
import { wordingsOf } from '../../texts.ts';
import { matchesIn, placeAt } from '../prose.ts';
import type { Finding, Rule } from '../rule.ts';

/** Reports Markdown that is not closed, so that readers see its signs. */
export const brokenMarkdown: Rule = {
  id: 'broken-markdown',
  severity: 'warning',
  doc: {
    finds:
      'Markdown that is not closed: `**strong`, `*emphasis`, `_emphasis`, a lone `` ` ``, `[link](https://…`; Markdown in a title',
    why: 'Readers see the signs instead of what they stand for.',
    wrong: 'intro: "Un mot **en gras, et [le rapport](https://example.com/a"',
    right: 'intro: "Un mot **en gras**, et [le rapport](https://example.com/a)"',
  },
  find({ issue }) {
    return [
      ...wordingsOf(issue, 'markdown').flatMap(({ path, text }) => faultsIn(text).map(found => ({ path, ...found }))),
      ...wordingsOf(issue, 'line').flatMap(({ path, text }) =>
        matchesIn(text, markdownOfLine).map(({ words, at }) => ({
          path,
          ...placeAt(text, at, words),
          ...said('`%{words}` is shown as it is: only long texts have Markdown.', { words: words.slice(0, 60) }),
          hint: t('Remove the signs.'),
        })),
      ),
    ];
  },
};

type Found = Omit<Finding, 'path'>;

/** Strong text and links, as a title may have them by mistake. Single stars may be footnotes or censored letters. */
const markdownOfLine = /\*\*[^\s*][^*\n]{0,200}\*\*|\[[^[\]\n]{1,200}\]\(https?:[^()\s]{1,500}\)/g;

const faults: { pattern: RegExp; message: PlainWording; hint: PlainWording }[] = [
  {
    pattern: /\[[^[\]]{0,200}\]\((?:https?:|mailto:|www\.)[^\s]{0,40}/g,
    message: 'The link is not closed.',
    hint: 'Close it: [words](https://…).',
  },
  {
    pattern: /\[[^[\]]{1,200}\][ ]\(https?:[^\s)]{1,40}/g,
    message: 'A space separates the words of the link from its target.',
    hint: 'Remove the space: [words](https://…).',
  },
  {
    pattern:
      /(?<![*\p{L}\p{N}])\*{2,3}(?=[\p{L}\p{N}\p{Sc}«“"])[^\s*]{1,30}|(?<![^\s*])[^\s*]{1,40}(?<=[\p{L}\p{N}\p{Sc}%»”".!?])\*{2}(?!\*)(?![\p{L}\p{N}])/gu,
    message: 'The strong text is not closed.',
    hint: 'Write two stars before and after it: **strong**.',
  },
  {
    pattern: /(?<![^\s«“("'’—–-])\*(?=\p{L})[^\s*]{1,30}/gu,
    message: 'The emphasis is not closed.',
    hint: 'Write a star before and after it: *emphasis*.',
  },
  {
    // Not `_name` of a program, `@_name` nor `a_b`.
    pattern:
      /(?<![^\s«“("'’—–])_{1,2}\p{L}[\p{L}'’-]{0,29}(?![\p{L}\p{N}_./(=@-])|(?<![^\s«“("'’—–-])\p{L}{2,30}_{1,2}(?![\p{L}\p{N}_./(=@-])/gu,
    message: 'The emphasis is not closed.',
    hint: 'Write the sign _ before and after it: _emphasis_.',
  },
  {
    // Between letters a grave accent stands for an apostrophe, which `wrong-apostrophe` reports.
    pattern: /(?<!\p{L})`[^\s`]{1,30}|(?<![^\s`])[^\s`]{1,40}`(?!\p{L})/gu,
    message: 'The code is not closed.',
    hint: 'Write the sign ` before and after it.',
  },
];

/** A star at the end of a word or number, to which a note `*…` belongs. */
const footnoteMark = /[\p{L}\p{N}%€$»”)]\*(?=[\s.,;:!?)]|$)/u;

function faultsIn(text: string): Found[] {
  // Escaped signs are meant as they are. They keep their length, so that offsets are those of the text.
  const escaped = text.replace(/\\[*_`[\]()]/g, '··');
  const found: Found[] = [];
  let from = 0;
  for (const content of shownTexts(parseMarkdown(escaped))) {
    const start = escaped.indexOf(content, from);
    if (start === -1) continue;
    from = start + content.length;
    if (!/[*_`]|\] ?\(/.test(content)) continue;
    for (const { pattern, message, hint } of faults) {
      if (pattern.source.includes('\\*') && message === 'The emphasis is not closed.' && footnoteMark.test(escaped))
        continue;
      const [first] = matchesIn(content, pattern);
      if (first === undefined) continue;
      found.push({ ...placeAt(text, start + first.at, first.words), message: t(message), hint: t(hint) });
      break;
    }
    if (found.length === maxFindings) break;
  }
  return found;
}

const maxFindings = 10;

/** The texts that are left when Markdown's signs are taken, in order; adjacent ones are joined. */
function shownTexts(tokens: readonly Token[]): string[] {
  const texts: string[] = [];
  for (const { children } of tokens) {
    let last = '';
    for (const token of children ?? []) {
      if (token.type === 'text') last += token.content;
      else {
        if (last !== '') texts.push(last);
        last = '';
      }
    }
    if (last !== '') texts.push(last);
  }
  return texts;
}
