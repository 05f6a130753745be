import { wordingsOf } from '../../texts.ts';
import type { Rule } from '../rule.ts';

/** Alternative texts say what an image shows. */
export const imageAlt: Rule = {
  id: 'image-alt',
  severity: 'warning',
  doc: {
    finds: 'an alternative text that says nothing: a file name, “image”, or the title once more',
    why: 'A screen reader reads it aloud in the place of the image.',
    wrong: 'alt: { fr: IMG_2041.jpg }',
    right: 'alt: { fr: Une banque sous une pluie de pièces }',
  },
  find({ issue }) {
    return wordingsOf(issue, 'line')
      .filter(({ path }) => path[3] === 'alt')
      .flatMap(({ path, text }) => {
        const why = emptyWords(text);
        return why === undefined
          ? []
          : [
              {
                path,
                message: `The alternative text ${why}.`,
                hint: 'Say what the image shows, or write "" if it only decorates.',
              },
            ];
      });
  },
};

function emptyWords(text: string): string | undefined {
  if (/\.(jpe?g|png|gif|webp|avif|svg|heic)$/i.test(text) || /^(img|dsc|image|photo)[_-]?\d+$/i.test(text))
    return 'is a file name';
  if (/^(une? )?(image|photo|picture|illustration|logo|graphic|an? image)$/i.test(text.trim()))
    return 'says no more than that there is an image';
  return /^(image|photo|picture|photographie|illustration) (of|de|d'|d’|du|des)\b/i.test(text)
    ? 'begins with what a screen reader says anyway'
    : undefined;
}
