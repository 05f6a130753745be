import { markdownFaults } from '../markdown.ts';
import { textsOf } from '../texts.ts';
import type { Rule } from './rule.ts';

/** Long texts hold the small Markdown only: no raw HTML, no link a reader could not follow safely. */
export const markdown: Rule = {
  id: 'markdown',
  find({ issue }) {
    return textsOf(issue)
      .filter(text => text.markdown)
      .flatMap(({ path, value }) =>
        (typeof value === 'string' ? [{ at: path, text: value }] : places(path, value)).flatMap(({ at, text }) =>
          markdownFaults(text).map(fault => ({
            id: fault.rule,
            path: at,
            words: fault.words,
            message: fault.what,
            hint: fault.hint,
          })),
        ),
      );
  },
};

const places = (path: readonly PropertyKey[], value: Record<string, string>) =>
  Object.entries(value).map(([language, text]) => ({ at: [...path, language], text }));
