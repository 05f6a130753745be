import type { Edition } from '../edition/edition.ts';
import type { Locale } from '../edition/locale.ts';
import { issuePath } from '../issue/load.ts';
import { localFile } from '../issue/local-file.ts';
import { publicationFile } from '../publication/load.ts';
import type { Publication } from '../publication/schema.ts';
import { type Checked, type Problem, problemIn } from '../source/problem.ts';
import type { Email, EmailImage, WebVersion } from './email.ts';
import type { HtmlCache } from './html-cache.ts';
import { type ImageConverter, type ReadyImage, shownWidth } from './image-sizes.ts';
import { wrapText } from './plain-text.ts';
import { renderHtml } from './render.ts';
import { type ShownImage, templateScope } from './scope.ts';
import type { Template } from './template.ts';

/** What emails are compiled with: the same for all editions of an issue. */
export type CompileContext = {
  folder: string;
  publication: Publication;
  template: Template;
  images: ImageConverter;
  /** What was compiled before. */
  cache?: HtmlCache;
};

/** Where a web version finds the images that lie beside the editions' folders. */
const besideWebVersion = '../images/';

/**
 * Compiles an edition through its template: MJML for the HTML, a template of its own for the plain text.
 * @param locale the edition's language
 * @returns the email, or what is wrong with the template or an image
 */
export async function compileEmail(
  compileContext: CompileContext,
  edition: Edition,
  locale: Locale,
): Promise<Checked<Email>> {
  const pictures = await readyImages(compileContext, edition);
  if (pictures.problems.length > 0) return { problems: pictures.problems };
  const hosted = compileContext.publication.images === 'hosted';
  const scope = scopeOf(compileContext, edition, pictures, false, ({ file }) =>
    hosted ? `${compileContext.publication.url}/${edition.week}/images/${file.filename}` : `cid:${file.cid}`,
  );
  const html = await renderHtml(compileContext, locale, scope);
  const text = await compileContext.template.render('text', locale, scope);
  const problems = [...html.problems, ...text.problems];
  if (html.value === undefined || text.value === undefined) return { problems };
  const email = {
    week: edition.week,
    language: edition.language,
    subject: edition.subject.text,
    html: html.value,
    text: wrapText(text.value),
    images: hosted ? [] : uniqueFiles(pictures),
  };
  return { value: email, problems };
}

/** Compiles the web version of an edition: the same template, without anything personal. */
export async function compileWebVersion(
  compileContext: CompileContext,
  edition: Edition,
  locale: Locale,
): Promise<Checked<WebVersion>> {
  const pictures = await readyImages(compileContext, edition);
  if (pictures.problems.length > 0) return { problems: pictures.problems };
  const scope = scopeOf(compileContext, edition, pictures, true, ({ file }) => besideWebVersion + file.filename);
  const html = await renderHtml(compileContext, locale, scope);
  if (html.value === undefined) return { problems: html.problems };
  return { value: { html: html.value, images: uniqueFiles(pictures) }, problems: html.problems };
}

type Pictures = { images: Picture[]; logo: Picture };

const scopeOf = (
  { publication }: CompileContext,
  edition: Edition,
  { images, logo }: Pictures,
  web: boolean,
  srcOf: (image: ReadyImage) => string,
) =>
  templateScope(edition, {
    accent: publication.theme.accent,
    images: images.map(image => shown(image, srcOf)),
    logo: shown(logo, srcOf),
    web,
  });

async function readyImages({ folder, images: converter }: CompileContext, edition: Edition) {
  const problems: Problem[] = [];
  const file = issuePath(edition.week);
  const ready = async (src: string | undefined, from: string, width: number): Promise<Picture> => {
    if (src === undefined) return undefined;
    if (/^https?:/.test(src)) return { src, width };
    const found = await localFile(folder, from, src);
    const image = found.path === undefined ? { unreadable: found.message } : await converter(found.path, width);
    if (!('unreadable' in image)) return image;
    const hint = 'Save it again as JPEG or PNG, or name another file.';
    problems.push(problemIn(from, { rule: 'image-file', severity: 'error', message: `${image.unreadable}.`, hint }));
    return undefined;
  };
  const images = await Promise.all(
    edition.articles.map(({ image, layout }) => ready(image?.src, file, shownWidth[layout])),
  );
  const logo = await ready(edition.logo?.src, publicationFile, edition.logo?.width ?? 0);
  return { images, logo, problems };
}

/** An image of the newsletter, one elsewhere on the web, or none. */
type Picture = ReadyImage | ShownImage | undefined;

const shown = (picture: Picture, srcOf: (image: ReadyImage) => string): ShownImage | undefined =>
  picture !== undefined && 'file' in picture
    ? { src: srcOf(picture), width: picture.width, height: picture.height }
    : picture;

const uniqueFiles = ({ images, logo }: Pictures): EmailImage[] => {
  const files = [...images, logo].flatMap(picture =>
    picture !== undefined && 'file' in picture ? [picture.file] : [],
  );
  return [...new Map(files.map(file => [file.filename, file])).values()];
};
