import { said, t } from '../../../wording/wording.ts';
import type { Rule } from '../rule.ts';

/** Reports articles with the same id. Anchors and links need unique ids. */
export const duplicateId: Rule = {
  id: 'duplicate-id',
  severity: 'error',
  doc: {
    finds: 'two articles with the same id',
    why: 'The table of contents would lead to the wrong article.',
    wrong: '- id: news\n- id: news',
    right: '- id: news\n- id: more-news',
  },
  find({ issue }) {
    const first = new Map<string, number>();
    return issue.articles.flatMap((article, i) => {
      const earlier = first.get(article.id);
      if (earlier === undefined) {
        first.set(article.id, i);
        return [];
      }
      return [
        {
          path: ['articles', i, 'id'],
          ...said('`%{id}` is already the id of article %{earlier}.', { id: article.id, earlier: earlier + 1 }),
          hint: t('Give each article a different id.'),
        },
      ];
    });
  },
};
