import { markdownFaults } from '../../markdown.ts';
import { wordingsOf } from '../../texts.ts';
import type { Rule } from '../rule.ts';

/** Reports Markdown that texts do not support: raw HTML, unsafe links, headings, images, tables. */
export const markdown: Rule = {
  id: 'markdown',
  severity: 'error',
  doc: {
    finds: 'Markdown that texts do not support: raw HTML, script links, headings, images, tables',
    why: 'It would break the layout of the email, or harm readers.',
    wrong: 'intro: "<b>Hello</b>"',
    right: 'intro: "**Hello**"',
  },
  find({ issue }) {
    return wordingsOf(issue, 'markdown').flatMap(({ path, text }) =>
      markdownFaults(text).map(({ rule, words, what, hint }) => ({ id: rule, path, words, message: what, hint })),
    );
  },
};
