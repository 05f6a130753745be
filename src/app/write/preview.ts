import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { imageConverter } from '../../email/resize-images.ts';
import { loadTemplate } from '../../email/template.ts';
import { issuePath } from '../../issue/issue-files.ts';
import { loadIssue } from '../../issue/load.ts';
import { wordsOf, wordsPerMinute } from '../../issue/rules/text/reading-time.ts';
import type { Issue } from '../../issue/schema.ts';
import type { Publication } from '../../publication/schema.ts';
import { codeFrame } from '../../source/code-frame.ts';
import { ownValue } from '../../source/own.ts';
import { hasErrors, inReadingOrder, type Problem } from '../../source/problem.ts';
import { readSource } from '../../source/read-source.ts';
import { parseYaml, type YamlSource } from '../../source/yaml/parse-yaml.ts';
import { type CompiledEdition, compileAndJudge } from '../compile/compile-editions.ts';
import { loadNewsletter } from '../compile/newsletter.ts';
import { unknownRules } from './check.ts';
import type { PreviewEdition, PreviewProblem, PreviewState } from './preview-state.ts';

/**
 * Reads an issue for the live preview, again and again: what was made of images is kept between readings.
 * @param folder the newsletter's folder
 */
export function readPreview(folder: string, week: string): () => Promise<PreviewState> {
  const images = imageConverter('preview.invalid');
  return async () => {
    const newsletter = await loadNewsletter(folder);
    const problems = [...newsletter.problems];
    const told = async (): Promise<PreviewState> => ({
      week,
      problems: await shownProblems(folder, issuePath(week), problems),
    });
    if (newsletter.value === undefined) return told();
    const { publication, locales } = newsletter.value;
    const [issue, template] = await Promise.all([
      loadIssue(folder, issuePath(week), publication),
      loadTemplate(folder, publication.template),
    ]);
    problems.push(...(await unknownRules(publication)), ...issue.problems, ...template.problems);
    // A draft is shown although texts are still to be written; what is wrong is told beside it.
    const value = issue.value ?? (await issue.draft?.());
    const isHoled = issue.value === undefined;
    if (value === undefined || template.value === undefined) return told();
    const compileContext = { folder, publication, template: template.value, images };
    const compiled = await compileAndJudge(compileContext, value, locales);
    const known = isHoled ? issue.problems : [];
    problems.push(...compiled.problems);
    if (hasErrors(problems.filter(problem => !known.includes(problem)))) return told();
    const { editions } = compiled;
    return {
      ...(await told()),
      editions: editions.map(edition => previewEdition(edition, value, publication)),
      images: editions.flatMap(({ email }) => email.images),
    };
  };
}

function previewEdition({ edition, email }: CompiledEdition, issue: Issue, { from }: Publication): PreviewEdition {
  const html = email.images.reduce(
    (text, { cid, filename }) => text.replaceAll(`cid:${cid}`, `/images/${filename}`),
    email.html.replace(/[\uE101-\uE103]/g, '#').replaceAll('\uE100', 'reader@example.com'),
  );
  return {
    language: edition.language,
    dir: edition.dir,
    sender: ownValue(from, edition.language)?.name ?? edition.name,
    subject: email.subject,
    preheader: edition.preheader?.text ?? '',
    html,
    text: email.text.replace(/[\uE100-\uE103]/g, '…'),
    bytes: Buffer.byteLength(email.html),
    minutes: wordsOf(issue, edition.language) / wordsPerMinute,
    articles: edition.articles.map(({ id }) => id),
    titles: Object.fromEntries(edition.articles.map(({ id, title }) => [id, title.text])),
  };
}

async function shownProblems(
  folder: string,
  issueFile: string,
  problems: readonly Problem[],
): Promise<PreviewProblem[]> {
  const source = await readSource(folder, issueFile);
  const yaml = source.value === undefined ? undefined : parseYaml(source.value).value;
  return Promise.all(
    inReadingOrder(problems).map(async ({ severity, rule, message, hint, file, span }) => {
      const text = span === undefined ? undefined : await readFile(join(folder, file), 'utf8').catch(() => undefined);
      return {
        severity,
        rule,
        message,
        hint,
        place: span === undefined ? file : `${file}:${span.line}:${span.column}`,
        // The scheme by which Visual Studio Code opens files (code.visualstudio.com/docs/configure/command-line).
        link: `vscode://file${pathToFileURL(join(folder, file)).pathname}:${span?.line ?? 1}:${span?.column ?? 1}`,
        frame: span === undefined || text === undefined ? undefined : codeFrame(text, span),
        article: file === issueFile && span !== undefined ? articleAt(yaml, span.line) : undefined,
      };
    }),
  );
}

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
