import type { Finding, Rule } from '../rule.ts';

/** Nothing hangs on an image alone. */
export const imageOnly: Rule = {
  id: 'image-only',
  severity: 'warning',
  doc: {
    finds: 'an article with an image and no words but its title',
    why: 'With images off, as many mail programs show a mail at first, nothing of it is left.',
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
              message: 'The article has an image and no text but its title.',
              hint: 'Say in a standfirst what there is to see.',
            },
          ]
        : [],
    );
  },
};
