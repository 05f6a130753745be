import { type PlainWording, t } from '../../../wording/wording.ts';
import { wordingsOf } from '../../texts.ts';
import type { Rule } from '../rule.ts';

/** Reports alternative texts that do not describe the image. */
export const imageAlt: Rule = {
  id: 'image-alt',
  severity: 'warning',
  doc: {
    finds: 'an alternative text that does not describe the image: a file name, or only “image”',
    why: 'A screen reader reads it aloud instead of the image.',
    wrong: 'alt: { fr: IMG_2041.jpg }',
    right: 'alt: { fr: Une banque sous une pluie de pièces }',
  },
  find({ issue }) {
    return wordingsOf(issue, 'line')
      .filter(({ path }) => path[3] === 'alt')
      .flatMap(({ path, text }) => {
        const fault = faultOf(text);
        return fault === undefined
          ? []
          : [
              {
                path,
                message: t(fault),
                hint: t('Describe what the image shows, or write "" if it is only decorative.'),
              },
            ];
      });
  },
};

/** What is wrong with an alternative text, or undefined. */
function faultOf(text: string): PlainWording | undefined {
  if (/\.(jpe?g|png|gif|webp|avif|svg|heic)$/i.test(text) || /^(img|dsc|image|photo)[_-]?\d+$/i.test(text))
    return 'The alternative text is a file name.';
  if (/^(une? )?(image|photo|picture|illustration|logo|graphic|an? image)$/i.test(text.trim()))
    return 'The alternative text says only that there is an image.';
  return /^(image|photo|picture|photographie|illustration) (of|de|d'|d’|du|des)\b/i.test(text)
    ? 'The alternative text begins with a word that a screen reader adds itself.'
    : undefined;
}
