import { said, t } from '../../../wording/wording.ts';
import { wordingsOf } from '../../texts.ts';
import type { Finding, Rule } from '../rule.ts';

/** Reports texts that a # cuts. */
export const cutText: Rule = {
  id: 'cut-text',
  severity: 'warning',
  doc: {
    finds: 'a text without quotes that a # cuts: YAML takes the rest of the line for a comment',
    why: 'Readers get only the beginning of the text.',
    wrong: 'title: A novel #MeToo',
    right: 'title: "A novel #MeToo"',
  },
  find({ issue, source }) {
    return wordingsOf(issue, 'line', 'markdown', 'name').flatMap(({ path }): Finding[] => {
      const comment = source.commentAfter(path);
      // A comment has a space after its sign, or is a known note.
      return comment === undefined || !/^#[\p{L}\p{N}](?!ODO\b|IXME\b|ebdo-ignore\b)/u.test(comment)
        ? []
        : [
            {
              path,
              ...said('The text ends before `%{comment}`: in YAML, a # after a space begins a comment.', {
                comment: comment.slice(0, 60),
              }),
              hint: t('Put the whole text in quotes: "…".'),
            },
          ];
    });
  },
};
