import { onlyNear, suggestion } from '../../../source/nearest.ts';
import { said } from '../../../wording/wording.ts';
import type { Rule } from '../rule.ts';

/** The category that was meant, if it is certain and not there already. */
function fixOf(category: string, keys: readonly string[], present: readonly string[]): { fix?: string } {
  const near = onlyNear(category, keys);
  return near === undefined || present.includes(near) ? {} : { fix: near };
}

/** Reports categories that `hebdo.yaml` does not define. */
export const unknownCategory: Rule = {
  id: 'unknown-category',
  severity: 'error',
  doc: {
    finds: 'a category that hebdo.yaml does not define',
    why: 'Readers would see its key instead of its name.',
    wrong: 'categories: [hardwar]',
    right: 'categories: [hardware]',
  },
  find({ issue, publication }) {
    const keys = Object.keys(publication.categories);
    return issue.articles.flatMap((article, i) =>
      article.categories.flatMap((category, j) =>
        keys.includes(category)
          ? []
          : [
              {
                path: ['articles', i, 'categories', j],
                ...said('`%{category}` is not a category of hebdo.yaml.', { category }),
                hint: suggestion(category, keys),
                words: category,
                ...fixOf(category, keys, article.categories),
              },
            ],
      ),
    );
  },
};
