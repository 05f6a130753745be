import { t } from '../../../wording/wording.ts';
import type { Finding, Rule } from '../rule.ts';

/** Reports articles that consist of a title and an image only. */
export const imageOnly: Rule = {
  id: 'image-only',
  severity: 'warning',
  doc: {
    finds: 'an article with an image and no text except its title',
    why: 'Many mail programs hide images at first: only the title is left then.',
    wrong: '- title: A chart\n  image: …',
    right: '- title: A chart\n  image: …\n  standfirst: What the chart shows.',
  },
  find({ issue }) {
    return issue.articles.flatMap(({ image, standfirst, body, layout }, i): Finding[] =>
      image !== undefined && standfirst === undefined && body === undefined && layout !== 'brief'
        ? [
            {
              path: ['articles', i, 'image'],
              key: true,
              message: t('The article has an image and no text except its title.'),
              hint: t('Describe in a standfirst what the image shows.'),
            },
          ]
        : [],
    );
  },
};
