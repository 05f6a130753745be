import type { YamlSource } from '../../../source/yaml/parse-yaml.ts';
import { said, t } from '../../../wording/wording.ts';
import type { Issue } from '../../schema.ts';
import { textsOf, wordingsOf } from '../../texts.ts';
import type { Finding, Rule } from '../rule.ts';

/** Reports texts that a # cuts. */
export const cutText: Rule = {
  id: 'cut-text',
  severity: 'warning',
  doc: {
    finds: 'a text without quotes, or a list in brackets, that a # cuts: YAML takes the rest of the line for a comment',
    why: 'Readers get only the beginning of the text.',
    wrong: 'title: A novel #MeToo',
    right: 'title: "A novel #MeToo"',
  },
  find({ issue, source }) {
    const cut = wordingsOf(issue, 'line', 'markdown', 'name').flatMap(({ path }): Finding[] => {
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
    return [...cut, ...cutLists(issue, source)];
  },
};

/** Lists and groups in brackets that end before a comment with a further bracket: `[tech] #, hardware]`. */
function cutLists(issue: Issue, source: YamlSource): Finding[] {
  const paths = [
    ...issue.articles.map((_, i) => ['articles', i, 'categories']),
    ...textsOf(issue).flatMap(({ path, value }) => (typeof value === 'string' ? [] : [path])),
  ];
  return paths.flatMap((path): Finding[] => {
    const comment = source.commentAfter(path);
    return comment === undefined || !/^#{1,9} ?[,;]|^[^[\](){}]{1,200}[\]}] {0,9}$/.test(comment)
      ? []
      : [
          {
            path,
            ...said('The brackets end before `%{comment}`: in YAML, a # after a space begins a comment.', {
              comment: comment.slice(0, 60),
            }),
            hint: t('Remove the #, or put the text that has it in quotes: "…".'),
          },
        ];
  });
}
