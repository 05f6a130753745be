import { markdownFaults } from '../../markdown.ts';
import { wordingsOf } from '../../texts.ts';
import type { Rule } from '../rule.ts';

/** Long texts hold the small Markdown only: no raw HTML, no link a reader could not follow safely. */
export const markdown: Rule = {
  id: 'markdown',
  severity: 'error',
  doc: {
    finds: 'what the small Markdown of texts cannot hold: raw HTML, script links, headings, images, tables',
    why: 'It would break the layout of the mail, or harm readers.',
    wrong: 'intro: "<b>Hello</b>"',
    right: 'intro: "**Hello**"',
  },
  find({ issue }) {
    return wordingsOf(issue, 'markdown').flatMap(({ path, text }) =>
      markdownFaults(text).map(({ rule, words, what, hint }) => ({ id: rule, path, words, message: what, hint })),
    );
  },
};
