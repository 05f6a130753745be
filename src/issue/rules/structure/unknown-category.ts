import { suggestion } from '../../../source/nearest.ts';
import type { Rule } from '../rule.ts';

/** Categories are those of `hebdo.yaml`. */
export const unknownCategory: Rule = {
  id: 'unknown-category',
  severity: 'error',
  doc: {
    finds: 'a category that hebdo.yaml does not name',
    why: 'Readers would see its key instead of its name.',
    wrong: 'categories: [hardwar]',
    right: 'categories: [hardware]',
  },
  find({ issue, publication }) {
    const known = Object.keys(publication.categories);
    return issue.articles.flatMap((article, i) =>
      article.categories.flatMap((category, j) =>
        known.includes(category)
          ? []
          : [
              {
                path: ['articles', i, 'categories', j],
                message: `\`${category}\` is not a category of hebdo.yaml.`,
                hint: suggestion(category, known),
              },
            ],
      ),
    );
  },
};
