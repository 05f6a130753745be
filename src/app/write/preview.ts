import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { escapeHtml } from '../../edition/rich-text.ts';
import { imageConverter } from '../../email/images/resize-images.ts';
import { fillSlots } from '../../email/slots.ts';
import { loadTemplate } from '../../email/template.ts';
import { issuePath } from '../../issue/issue-files.ts';
import { loadIssue } from '../../issue/load.ts';
import { type ReaderField, valuesFor } from '../../issue/reader-fields.ts';
import { wordsOf, wordsPerMinute } from '../../issue/rules/text/reading-time.ts';
import type { Issue } from '../../issue/schema.ts';
import type { DeclaredFields } from '../../publication/declared-fields.ts';
import type { Publication } from '../../publication/schema.ts';
import { codeFrame } from '../../source/code-frame.ts';
import { ownValue } from '../../source/own.ts';
import { hasErrors, inReadingOrder, type Mark, type Problem } from '../../source/problem.ts';
import { readSource } from '../../source/read-source.ts';
import { textIn } from '../../source/values.ts';
import { parseYaml, type YamlSource } from '../../source/yaml/parse-yaml.ts';
import { type CompiledEdition, compileAndJudge } from '../compile/compile-editions.ts';
import { loadNewsletter } from '../compile/newsletter.ts';
import { unknownRules } from './check.ts';
import { type EditorLink, vscodeLink } from './editor-link.ts';
import type { PreviewEdition, PreviewMark, PreviewProblem, PreviewState } from './preview-state.ts';

/**
 * Reads issues for the live preview, again and again: what was made of images is kept between readings.
 * @param folder the newsletter's folder
 * @param editor makes the links that open a place in the text editor
 */
export function readPreview(folder: string, editor: EditorLink = vscodeLink): (week: string) => Promise<PreviewState> {
  const images = imageConverter('preview.invalid');
  return async week => {
    const newsletter = await loadNewsletter(folder);
    const problems = [...newsletter.problems];
    const languages = newsletter.value?.publication.languages ?? [];
    const told = async (): Promise<PreviewState> => ({
      week,
      problems: await shownProblems({ folder, issueFile: issuePath(week), editor, languages }, problems),
    });
    if (newsletter.value === undefined) return told();
    const { publication, locales } = newsletter.value;
    const [issue, template] = await Promise.all([
      loadIssue(folder, issuePath(week), publication),
      loadTemplate(folder, publication.template),
    ]);
    problems.push(...(await unknownRules(publication)), ...issue.problems, ...template.problems);
    // A draft is shown although texts are still to be written; what is wrong is told beside it.
    const value = issue.value ?? (await issue.draft?.()) ?? issue.whole;
    if (value === undefined || template.value === undefined) return told();
    const compileContext = { folder, publication, template: template.value, images };
    const compiled = await compileAndJudge(compileContext, value, locales);
    problems.push(...compiled.problems);
    // What the rules find in its texts does not keep the issue from being shown.
    if (hasErrors(problems.filter(problem => !issue.problems.includes(problem)))) return told();
    const { editions } = compiled;
    return {
      ...(await told()),
      isDraft: value.status !== 'ready',
      editions: editions.map(edition => previewEdition(edition, week, value, publication)),
      images: editions.flatMap(({ email }) => email.images),
    };
  };
}

/** The reader whose copy the preview shows. */
const sampleReader = {
  name: 'Camille',
  address: 'reader@example.com',
  unsubscribe_url: '#',
  preferences_url: '#',
  language_url: '#',
};

function previewEdition(
  { edition, email, sentBytes }: CompiledEdition,
  week: string,
  issue: Issue,
  { from, fields }: Publication,
): PreviewEdition {
  const values = { ...sampleReader, fields: sampleValues(email.personal?.fields ?? [], fields) };
  const html = email.images.reduce(
    (text, { cid, filename }) => text.replaceAll(`cid:${cid}`, `/images/${week}/${filename}`),
    fillSlots(email.html, values, escapeHtml),
  );
  return {
    language: edition.language,
    dir: edition.dir,
    sender: ownValue(from, edition.language)?.name ?? edition.name,
    subject: fillSlots(email.personal?.subject ?? email.subject, values),
    preheader: fillSlots(edition.preheader?.text ?? '', values),
    html,
    text: fillSlots(email.text, values),
    bytes: sentBytes,
    minutes: wordsOf(issue, edition.language) / wordsPerMinute,
    articles: edition.articles.map(({ id }) => id),
    titles: Object.fromEntries(edition.articles.map(({ id, title }) => [id, fillSlots(title.text, values)])),
  };
}

/** The values of the sample reader: the samples of hebdo.yaml; where there is none, the field's label in place of a value. */
const sampleValues = (fields: readonly ReaderField[], declared: DeclaredFields): string[] =>
  valuesFor(
    fields.map(one => {
      const { label } = ownValue(declared, one.field) ?? {};
      return label === undefined ? one : { ...one, otherwise: textIn(label, one.form.language) ?? one.otherwise };
    }),
    {
      ...sampleReader,
      fields: Object.fromEntries(
        Object.entries(declared).flatMap(([key, { sample }]) => (sample === undefined ? [] : [[key, sample]])),
      ),
    },
  );

/** Characters of a line that a problem's card has room for, and of the text around marked words. */
const maxLineChars = 58;
const aroundChars = 16;

type ShownIn = { folder: string; issueFile: string; editor: EditorLink; languages: readonly string[] };

async function shownProblems(
  { folder, issueFile, editor, languages }: ShownIn,
  problems: readonly Problem[],
): Promise<PreviewProblem[]> {
  const source = await readSource(folder, issueFile);
  const yaml = source.value === undefined ? undefined : parseYaml(source.value).value;
  return Promise.all(
    inReadingOrder(problems).map(async ({ severity, rule, message, hint, file, span, marks }) => {
      const text = span === undefined ? undefined : await readFile(join(folder, file), 'utf8').catch(() => undefined);
      return {
        severity,
        rule,
        message,
        hint,
        place: span === undefined ? file : `${file}:${span.line}:${span.column}`,
        link: editor(join(folder, file), span?.line ?? 1, span?.column ?? 1),
        frame: span === undefined || text === undefined ? undefined : codeFrame(text, span, 1, maxLineChars),
        article: file === issueFile && span !== undefined ? articleAt(yaml, span.line) : undefined,
        marks: file === issueFile ? (marks ?? []).flatMap(mark => marksOf(mark, yaml?.value, languages)) : [],
      };
    }),
  );
}

/** Where words of a text are in the editions that show it: in its language's, or in all where all have the same text. */
function marksOf({ path, words, nth = 0 }: Mark, issue: unknown, languages: readonly string[]): PreviewMark[] {
  const text = valueAt(issue, path);
  if (typeof text !== 'string' || words === '') return [];
  let at = -1;
  for (let i = 0; i <= nth; i++) at = text.indexOf(words, at + 1);
  const id = path[0] === 'articles' ? valueAt(issue, [...path.slice(0, 2), 'id']) : undefined;
  const mark = {
    ...(typeof id === 'string' ? { article: id } : {}),
    words,
    before: at < 0 ? '' : text.slice(Math.max(0, at - aroundChars), at),
    after: at < 0 ? '' : text.slice(at + words.length, at + words.length + aroundChars),
  };
  const own = languages.filter(language => language === path.at(-1));
  return (own.length > 0 ? own : languages).map(language => ({ ...mark, language }));
}

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (part, key) => (typeof part === 'object' && part !== null ? Reflect.get(part, key) : undefined),
    value,
  );

/** The id of the article at a line of the issue. */
function articleAt(yaml: YamlSource | undefined, line: number): string | undefined {
  const { value } = yaml ?? {};
  if (yaml === undefined || typeof value !== 'object' || value === null || !('articles' in value)) return undefined;
  if (!Array.isArray(value.articles)) return undefined;
  const at = value.articles.findIndex((_, i) => {
    const span = yaml.spanOf(['articles', i]);
    return span.line <= line && line <= (span.endColumn === 1 ? span.endLine - 1 : span.endLine);
  });
  const article: unknown = value.articles[at];
  return typeof article === 'object' && article !== null && 'id' in article ? String(article.id) : undefined;
}
