import type { Edition } from '../edition/edition.ts';
import type { Locale } from '../edition/locale.ts';
import { escapeHtml } from '../edition/rich-text.ts';
import { type ImageShape, imageShapes, portraitShape } from '../issue/images/image-shapes.ts';
import { issuePath } from '../issue/issue-files.ts';
import { localFile } from '../issue/local-file.ts';
import { valuesFor } from '../issue/reader-fields.ts';
import { publicationFile } from '../publication/load.ts';
import type { Publication } from '../publication/schema.ts';
import { type Checked, type Problem, problemIn } from '../source/problem.ts';
import { t } from '../wording/wording.ts';
import type { Email, EmailImage, WebVersion } from './email.ts';
import { withEvenLinks } from './even-links.ts';
import type { HtmlCache } from './html-cache.ts';
import type { ImageConverter, ImageWish, ReadyImage } from './images/image-sizes.ts';
import { wrapText } from './plain-text.ts';
import { renderHtml } from './render.ts';
import { type TemplateImage, templateScope } from './scope.ts';
import { fillSlots } from './slots.ts';
import type { Template } from './template.ts';
import { templateTheme } from './theme/theme.ts';

/** The data for compiling emails; the same for all editions of an issue. */
export type CompileContext = {
  folder: string;
  publication: Publication;
  template: Template;
  images: ImageConverter;
  /** A cache of compiled HTML. */
  cache?: HtmlCache;
};

/** The folder of the images, relative to a web version. */
const webImagesPath = '../images/';

/**
 * Compiles an edition with a template, into HTML and plain text.
 * @param locale of the edition's language
 * @returns the email, or the problems of the template or the images
 */
export async function compileEmail(
  compileContext: CompileContext,
  edition: Edition,
  locale: Locale,
): Promise<Checked<Email>> {
  const pictures = await readyImages(compileContext, edition);
  if (pictures.problems.length > 0) return { problems: pictures.problems };
  const hosted = compileContext.publication.images === 'hosted';
  const scope = scopeOf(compileContext, edition, pictures, {
    web: false,
    files: `${compileContext.publication.url}/${edition.week}/images/`,
    srcOf: ({ file }) =>
      hosted ? `${compileContext.publication.url}/${edition.week}/images/${file.filename}` : `cid:${file.cid}`,
  });
  const html = await renderHtml(compileContext, locale, scope);
  const text = compileContext.template.render('text', locale, scope);
  const problems = [...html.problems, ...text.problems];
  if (html.value === undefined || text.value === undefined) return { problems };
  const email = {
    week: edition.week,
    language: edition.language,
    subject: fillSlots(edition.subject.text, { fields: valuesFor(edition.fields) }),
    ...(edition.fields.length === 0 ? {} : { personal: { fields: edition.fields, subject: edition.subject.text } }),
    html: html.value,
    text: wrapText(withEvenLinks(text.value, html.value, edition.url, locale), edition.fields),
    // A template may leave pictures out.
    images: hosted ? [] : uniqueFiles(pictures).filter(({ cid }) => html.value?.includes(`cid:${cid}`)),
  };
  return { value: email, problems };
}

/** Compiles the web version of an edition: the same HTML template, without personal content. */
export async function compileWebVersion(
  compileContext: CompileContext,
  edition: Edition,
  locale: Locale,
): Promise<Checked<WebVersion>> {
  const pictures = await readyImages(compileContext, edition);
  if (pictures.problems.length > 0) return { problems: pictures.problems };
  const scope = scopeOf(compileContext, edition, pictures, {
    web: true,
    files: webImagesPath,
    srcOf: ({ file }) => webImagesPath + file.filename,
  });
  const html = await renderHtml(compileContext, locale, scope);
  if (html.value === undefined) return { problems: html.problems };
  const page = fillSlots(html.value, { fields: valuesFor(edition.fields) }, escapeHtml);
  return {
    value: { html: page, images: [...uniqueFiles(pictures), ...calendarFiles(edition)] },
    problems: html.problems,
  };
}

const calendarFiles = ({ event }: Edition): EmailImage[] =>
  event === undefined
    ? []
    : [
        {
          cid: event.calendar.filename,
          filename: event.calendar.filename,
          contentType: 'text/calendar',
          bytes: Buffer.from(event.calendar.content),
        },
      ];

type Pictures = { images: Picture[]; logo: Picture; portrait: Picture };

const scopeOf = (
  { publication }: CompileContext,
  edition: Edition,
  { images, logo, portrait }: Pictures,
  { web, files, srcOf }: { web: boolean; files: string; srcOf: (image: ReadyImage) => string },
) =>
  templateScope(edition, {
    theme: templateTheme(publication),
    images: images.map(image => templateImage(image, srcOf)),
    logo: templateImage(logo, srcOf),
    portrait: templateImage(portrait, srcOf),
    calendarUrl: edition.event && files + edition.event.calendar.filename,
    web,
  });

/** Converts the images of an edition and its logo. */
async function readyImages({ folder, images: converter }: CompileContext, edition: Edition) {
  const problems: Problem[] = [];
  const file = issuePath(edition.week);
  const ready = async (
    src: string | undefined,
    from: string,
    shape: ImageShape,
    wish?: ImageWish,
  ): Promise<Picture> => {
    if (src === undefined) return undefined;
    if (/^https?:/.test(src)) return { src, width: shape.width, transparent: false, backing: false };
    const source = await localFile(folder, from, src);
    const image =
      source.path === undefined ? { unreadable: source.message } : await converter(source.path, shape, wish);
    if (!('unreadable' in image)) return image;
    const hint = t('Save it again as JPEG or PNG, or name another file.');
    problems.push(problemIn(from, { rule: 'image-file', severity: 'error', message: `${image.unreadable}.`, hint }));
    return undefined;
  };
  const images = await Promise.all(
    edition.articles.map(({ image, layout }) => ready(image?.src, file, imageShapes[layout], image)),
  );
  const logo = await ready(edition.logo?.src, publicationFile, { width: edition.logo?.width ?? 0 });
  const portrait = await ready(edition.signature?.portrait, file, portraitShape);
  return { images, logo, portrait, problems };
}

/** An image file of the newsletter, an image on the web, or none. */
type Picture = ReadyImage | TemplateImage | undefined;

const templateImage = (picture: Picture, srcOf: (image: ReadyImage) => string): TemplateImage | undefined =>
  picture !== undefined && 'file' in picture
    ? {
        src: srcOf(picture),
        width: picture.width,
        height: picture.height,
        transparent: picture.transparent,
        backing: picture.backing,
      }
    : picture;

const uniqueFiles = ({ images, logo, portrait }: Pictures): EmailImage[] => {
  const files = [...images, logo, portrait].flatMap(picture =>
    picture !== undefined && 'file' in picture ? [picture.file] : [],
  );
  return [...new Map(files.map(file => [file.filename, file])).values()];
};
