import type { Rule } from './rule.ts';

/** Article ids are unique: anchors and links depend on them. */
export const duplicateId: Rule = {
  id: 'duplicate-id',
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
          message: `\`${article.id}\` is already the id of article ${earlier + 1}.`,
          hint: 'Give each article an id of its own.',
        },
      ];
    });
  },
};
