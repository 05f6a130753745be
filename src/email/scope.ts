import type { Edition, EditionArticle } from '../edition/edition.ts';
import { issueSlots } from './slots.ts';

/** An image as a template shows it. `height` is unknown for an image that lies elsewhere on the web. */
export type ShownImage = { src: string; width: number; height?: number };

/** What an edition looks like to a template: the contract of docs/templates.md. */
export type TemplateScope = ReturnType<typeof templateScope>;

/**
 * Everything a template can say of an edition. Names are Liquid's (snake_case).
 * @param images the images of the articles, in their order
 * @param web whether this is the version for the web, which holds nothing personal
 */
export function templateScope(
  edition: Edition,
  look: { accent: string; images: readonly (ShownImage | undefined)[]; logo?: ShownImage; web: boolean },
) {
  const { articles, disclosureUrl, subscribeUrl, logo, alternates, dir, ...same } = edition;
  return {
    edition: {
      ...same,
      dir,
      start: dir === 'rtl' ? 'right' : 'left',
      end: dir === 'rtl' ? 'left' : 'right',
      disclosure_url: disclosureUrl,
      subscribe_url: subscribeUrl,
      logo: logo && { ...logo, ...look.logo },
      alternates,
      articles: articles.map((article, i) => articleScope(article, look.images[i])),
    },
    slots: issueSlots,
    theme: { accent: look.accent },
    web: look.web,
  };
}

function articleScope({ pullQuote, writtenBy, image, ...same }: EditionArticle, shown: ShownImage | undefined) {
  const { author, authorUrl, source, sourceUrl } = image?.credit ?? {};
  const credited = author !== undefined || source !== undefined;
  return {
    ...same,
    pull_quote: pullQuote,
    written_by: writtenBy,
    image: image &&
      shown && {
        ...shown,
        alt: image.alt,
        credit: credited ? { author, author_url: authorUrl, source, source_url: sourceUrl } : undefined,
      },
  };
}
