import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { type Draft, ImportProblem } from '../../import/draft.ts';
import { decodePage, fetchPage } from '../../import/fetch-page.ts';
import { imageEnding } from '../../import/newsletter/images.ts';
import { issueText } from '../../import/newsletter/issue-text.ts';
import { mergeEdition } from '../../import/newsletter/merge-edition.ts';
import type { Newsletter } from '../../import/newsletter/newsletter.ts';
import { looksLikeMail, looksLikeNewsletter } from '../../import/newsletter/signs.ts';
import { parseApart } from '../../import/parse-apart.ts';
import { imageFault } from '../../issue/images/decode-image.ts';
import { issuePath, issuesFolder, listWeeks, namedWeek } from '../../issue/issue-files.ts';
import { weekOf } from '../../issue/new-issue-text.ts';
import { dayOf, mondayOf } from '../../publication/send-time.ts';
import { type Checked, problemIn } from '../../source/problem.ts';
import { readSource } from '../../source/read-source.ts';
import { parseYaml } from '../../source/yaml/parse-yaml.ts';
import { t } from '../../wording/wording.ts';
import { loadNewsletter } from '../compile/newsletter.ts';
import type { ImportedArticles } from './import-articles.ts';
import { inALanguage } from './import-source.ts';
import { reportOf } from './newsletter-report.ts';

export type NewsletterOptions = {
  /** The issue to write; by default that of the week in which the newsletter was sent. */
  issue?: string;
  /** The newsletter on the web. */
  url?: string;
  /** Whether the file or address is a newsletter; by default a file is one if it looks like one. */
  newsletter?: boolean;
};

/** Bytes of a mail, at most: with its images. */
const maxMailBytes = 25 * 1024 * 1024;
const maxHtmlBytes = 8 * 1024 * 1024;

/**
 * Writes a newsletter that another program sent (a mail, or its HTML) as an issue draft with its articles; into the issue of that week if
 * there is one.
 * @param from a file; or a web address, if the options say that it is a newsletter
 * @returns undefined if it is no newsletter
 */
export async function importNewsletter(
  folder: string,
  from: string,
  options: NewsletterOptions,
): Promise<Checked<ImportedArticles> | undefined> {
  try {
    const read = await newsletterFrom(from, options);
    return read === undefined ? undefined : await writeIssue(folder, read, options);
  } catch (cause) {
    if (!(cause instanceof ImportProblem)) throw cause;
    return {
      problems: [problemIn(from, { rule: 'import', severity: 'error', message: cause.message, hint: cause.hint })],
    };
  }
}

async function newsletterFrom(from: string, { newsletter, url }: NewsletterOptions): Promise<Newsletter | undefined> {
  if (newsletter === false) return undefined;
  if (/^https?:\/\//i.test(from)) {
    if (newsletter !== true) return undefined;
    const page = await fetchPage(from, 'typed');
    return parseApart('newsletter', [page.text, url ?? page.url]);
  }
  const bytes = await bytesOf(resolve(from));
  if (bytes === undefined) return undefined;
  if (looksLikeMail(bytes)) return parseApart('newsletter', [bytes, url]);
  if (bytes.length > maxHtmlBytes) return undefined;
  const text = decodePage(bytes, '');
  return newsletter === true || looksLikeNewsletter(text) ? parseApart('newsletter', [text, url]) : undefined;
}

/** The bytes of a file; undefined if it cannot be read, which the import of pages reports. */
async function bytesOf(file: string): Promise<Buffer | undefined> {
  const found = await stat(file).catch(() => undefined);
  if (found === undefined || !found.isFile()) return undefined;
  if (found.size > maxMailBytes)
    throw new ImportProblem(
      t('%{file} is larger than %{maxMailBytes} MB.', {
        file: basename(file),
        maxMailBytes: maxMailBytes / 1024 / 1024,
      }),
      t('Save the mail without its attachments.'),
    );
  const bytes = await readFile(file);
  // The signature of a compound file, which Outlook saves mails as ([MS-CFB] section 2.2).
  if (bytes.subarray(0, 4).toString('hex') === 'd0cf11e0')
    throw new ImportProblem(
      t('%{file} is a mail in the form of Outlook (.msg).', { file: basename(file) }),
      t('Save it as .eml or HTML, or forward it to another mail program and save it there.'),
    );
  return bytes;
}

async function writeIssue(
  folder: string,
  read: Newsletter,
  options: NewsletterOptions,
): Promise<Checked<ImportedArticles>> {
  const newsletter = await loadNewsletter(folder);
  if (newsletter.value === undefined) return { problems: newsletter.problems };
  const { publication } = newsletter.value;
  const { languages, time_zone } = publication;
  const at = read.date && Temporal.Instant.fromEpochMilliseconds(read.date.getTime());
  const week = (options.issue && namedWeek(options.issue)) ?? (at && weekOf(dayOf(at, time_zone)));
  if (week === undefined)
    throw new ImportProblem(t('The newsletter does not say when it was sent.'), t('Name its week: --issue 2024-W12.'));
  if (mondayOf(week) === undefined)
    throw new ImportProblem(t('%{week} is no ISO week.', { week }), t('Write it like 2024-W12.'));

  const { language, told } = await languageOf(read, publication);
  const path = issuePath(week);
  const fallback = read.webVersion ?? publication.url;
  const unlinked = read.drafts.filter(({ url }) => url === undefined).length;
  const drafts: Draft[] = [];
  for (const draft of read.drafts) {
    const image = await savedImage(draft.image, read.images, folder, week);
    drafts.push({ ...draft, language, url: draft.url ?? fallback, image });
  }
  const texts = {
    subject: read.subject || (drafts[0]?.title ?? week),
    preheader: read.preheader,
    intro: read.intro,
  };
  const isNew = !(await listWeeks(folder)).includes(week);
  const sendAt = at
    ?.toZonedDateTimeISO(time_zone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' })
    .replace('T', ' ');
  const source = isNew
    ? { value: { path, text: issueText(texts, { week, sendAt, language, languages }) }, problems: [] }
    : await readSource(folder, path);
  const parsed = source.value === undefined ? source : parseYaml(source.value);
  if (source.value === undefined || parsed.value === undefined)
    return { problems: [...source.problems, ...parsed.problems] };
  const merged = mergeEdition(source.value.text, texts, drafts, language, publication);
  if (parseYaml({ path, text: merged.text }).value === undefined) throw new Error(`adding to ${path} would break it`);
  await mkdir(join(folder, issuesFolder), { recursive: true });
  // Beside it first: a file cut off in the middle of writing would be lost.
  await writeFile(join(folder, `${path}.hebdo-new`), merged.text);
  await rename(join(folder, `${path}.hebdo-new`), join(folder, path));
  const report = [...told, ...reportOf(read, merged, { drafts, unlinked, fallback, isNew })];
  return { value: { issue: week, added: merged.added, told: report }, problems: [] };
}

/** The publication's language of a newsletter, by all of its texts. */
async function languageOf(
  read: Newsletter,
  publication: Parameters<typeof inALanguage>[1],
): Promise<{ language: string; told: string[] }> {
  const body = [read.intro ?? '', ...read.drafts.flatMap(({ title, body = '' }) => [title, body])].join('\n');
  const draft = { language: read.language, title: read.subject, body, categories: [] };
  const { drafts, told } = await inALanguage(draft, publication);
  return { language: drafts[0]?.language ?? publication.languages[0] ?? 'en', told };
}

/**
 * The image of an article. One that the mail carries becomes a file beside the issue, named by its content, so that the same image of
 * two editions is one file; one that cannot be decoded is left out.
 */
async function savedImage(
  image: Draft['image'],
  carried: readonly Uint8Array[],
  folder: string,
  week: string,
): Promise<Draft['image']> {
  const [, index] = /^embedded:(\d{1,4})$/.exec(image?.src ?? '') ?? [];
  if (image === undefined || index === undefined) return image;
  const bytes = carried[Number(index)];
  const ending = bytes === undefined ? undefined : imageEnding(bytes);
  if (bytes === undefined || ending === undefined) return undefined;
  const name = `images/${week}/${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}.${ending}`;
  const file = join(folder, issuesFolder, name);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, bytes);
  if ((await imageFault(file)) === undefined) return { ...image, src: `./${name}` };
  await rm(file);
  return undefined;
}
