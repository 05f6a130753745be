import { type Locale, loadLocales } from '../../edition/locale.ts';
import type { CompileContext } from '../../email/compile.ts';
import type { HtmlCache } from '../../email/html-cache.ts';
import { issuePath, listWeeks } from '../../issue/issue-files.ts';
import { type LoadedIssue, loadIssue } from '../../issue/load.ts';
import type { Issue } from '../../issue/schema.ts';
import { loadPublication } from '../../publication/load.ts';
import type { Publication } from '../../publication/schema.ts';
import { type Checked, hasErrors } from '../../source/problem.ts';
import { type CompiledEdition, compileAndJudge } from './compile-editions.ts';

/** A newsletter as it stands in its folder: the publication and its languages. */
export type Newsletter = { folder: string; publication: Publication; locales: readonly Locale[] };

/** Loads `hebdo.yaml` and the locales, or everything that is wrong with them. */
export async function loadNewsletter(folder: string): Promise<Checked<Newsletter>> {
  const publication = await loadPublication(folder);
  if (publication.value === undefined) return { problems: publication.problems };
  const locales = await loadLocales(folder, publication.value.languages);
  const problems = [...publication.problems, ...locales.problems];
  if (locales.value === undefined) return { problems };
  return { value: { folder, publication: publication.value, locales: locales.value }, problems };
}

/** An issue, ready to be sent: one compiled edition per language, the default one first. */
export type CompiledIssue = { issue: Issue; editions: CompiledEdition[]; compileContext: CompileContext };

/**
 * Loads an issue and compiles all its editions.
 * @param named as a user types it: `2026-W48`, `issues/2026-W48.yaml`
 */
export async function compileIssue(
  newsletter: Newsletter,
  named: string,
  cache?: HtmlCache,
  { allowsHoles = false }: { allowsHoles?: boolean } = {},
): Promise<Checked<CompiledIssue>> {
  const { folder, publication, locales } = newsletter;
  // What compiles mail is heavy, and most commands never need it.
  const [{ imageConverter }, { loadTemplate }] = await Promise.all([
    import('../../email/images/resize-images.ts'),
    import('../../email/template.ts'),
  ]);
  const issue = await loadIssue(folder, issuePath(named), publication);
  const template = await loadTemplate(folder, publication.template);
  const value = issue.value ?? (allowsHoles ? await issue.draft?.() : undefined);
  const known =
    value === undefined || !allowsHoles ? issue.problems : issue.problems.filter(p => p.severity === 'warning');
  const problems = [...known, ...template.problems];
  if (value === undefined || template.value === undefined) return { problems };
  const compileContext = {
    folder,
    publication,
    template: template.value,
    images: imageConverter(publication.list_id),
    cache,
  };
  const compiled = await compileAndJudge(compileContext, value, locales);
  const all = [...problems, ...compiled.problems];
  return hasErrors(all)
    ? { problems: all }
    : { value: { issue: value, editions: compiled.editions, compileContext }, problems: all };
}

/** Loads every issue without compiling it, newest first. */
export async function loadIssues({ folder, publication }: Newsletter): Promise<{ week: string; issue: LoadedIssue }[]> {
  const weeks = await listWeeks(folder);
  return Promise.all(weeks.map(async week => ({ week, issue: await loadIssue(folder, issuePath(week), publication) })));
}

/** The newest issue that is ready, else the newest draft; undefined if there is no issue. */
export async function newestIssue(newsletter: Newsletter): Promise<string | undefined> {
  return (await newestReady(newsletter)) ?? (await listWeeks(newsletter.folder))[0];
}

/** The newest issue that is ready, else the newest draft without errors; the newest draft if all have errors. */
export async function newestSendable(newsletter: Newsletter): Promise<string | undefined> {
  const ready = await newestReady(newsletter);
  if (ready !== undefined) return ready;
  const issues = await loadIssues(newsletter);
  return (issues.find(({ issue }) => !hasErrors(issue.problems)) ?? issues[0])?.week;
}

/** The newest issue that is ready, or nothing. */
async function newestReady(newsletter: Newsletter): Promise<string | undefined> {
  const issues = await loadIssues(newsletter);
  return issues.find(({ issue }) => issue.value?.status === 'ready')?.week;
}
