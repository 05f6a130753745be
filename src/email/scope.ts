import type { Edition, EditionArticle } from '../edition/edition.ts';
import type { Transparency } from './images/transparency.ts';
import { issueSlots } from './slots.ts';
import type { TemplateTheme } from './theme/theme.ts';

/** An image in a template. Of an image on the web, `height` is unknown, and it is taken for an opaque one. */
export type TemplateImage = Transparency & { src: string; width: number; height?: number };

/** How an edition looks. */
type Look = {
  theme: TemplateTheme;
  /** The images of the articles, in their order. */
  images: readonly (TemplateImage | undefined)[];
  logo?: TemplateImage;
  portrait?: TemplateImage;
  /** Where the event's file for calendars is. */
  calendarUrl?: string;
  /** Whether this is the web version, which has no personal content. */
  web: boolean;
};

/**
 * Makes the variables of a template for an edition, as documented in docs/templates.md. Names are in snake_case, as usual in Liquid.
 */
export function templateScope(edition: Edition, look: Look) {
  const { articles, disclosureUrl, subscribeUrl, logo, signature, question, event, alternates, dir, ...same } = edition;
  return {
    edition: {
      ...same,
      dir,
      start: dir === 'rtl' ? 'right' : 'left',
      end: dir === 'rtl' ? 'left' : 'right',
      disclosure_url: disclosureUrl,
      subscribe_url: subscribeUrl,
      logo: logo && { ...logo, ...look.logo },
      signature: signature && { name: signature.name, portrait: look.portrait },
      event: event && {
        title: event.title,
        when: event.when,
        place: event.place,
        url: event.url,
        calendar_url: look.calendarUrl,
      },
      question: question && { text: question.text, answer_url: question.answerUrl },
      alternates,
      has_transparent_pictures: [...look.images, look.logo, look.portrait].some(image => image?.transparent === true),
      articles: articles.map((article, i) => articleScope(article, look.images[i])),
    },
    slots: issueSlots,
    theme: look.theme,
    web: look.web,
  };
}

function articleScope(
  { pullQuote, repeatsQuote, writtenBy, image, ...same }: EditionArticle,
  templateImage: TemplateImage | undefined,
) {
  const { author, authorUrl, source, sourceUrl } = image?.credit ?? {};
  const credited = author !== undefined || source !== undefined;
  return {
    ...same,
    pull_quote: pullQuote,
    repeats_quote: repeatsQuote,
    written_by: writtenBy,
    image: image &&
      templateImage && {
        ...templateImage,
        alt: image.alt,
        generated_by: image.generatedBy,
        credit: credited ? { author, author_url: authorUrl, source, source_url: sourceUrl } : undefined,
      },
  };
}
