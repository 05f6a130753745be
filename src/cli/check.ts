import { editionLanguages, makeEdition } from '../edition/edition.ts';
import { type Locale, loadLocales } from '../edition/locale.ts';
import type { Template } from '../email/template.ts';
import { issuePath, listIssueFiles, loadIssue } from '../issue/load.ts';
import { rules } from '../issue/rules/index.ts';
import type { Issue } from '../issue/schema.ts';
import { loadPublication, publicationFile } from '../publication/load.ts';
import { instantOf } from '../publication/schedule.ts';
import type { Publication } from '../publication/schema.ts';
import { suggestion } from '../source/nearest.ts';
import { type Problem, problemIn } from '../source/problem.ts';

/** A compiled edition's figures, for the meters of `check` and the preview. */
export type EditionSize = { week: string; language: string; bytes: number };

/** What `check` knows when it is done. */
export type CheckResult = { files: string[]; problems: Problem[]; sizes: EditionSize[] };

/**
 * Everything that can be known before sending: the publication, its languages and template, and of each issue the
 * file and the mail it becomes.
 * @param named issues as a user types them; all there are if none is named
 * @param online follow links too
 * @param now issues that can no longer be due are not compiled, unless they are named
 */
export async function checkNewsletter(
  folder: string,
  named: readonly string[],
  online: boolean,
  now: Date,
): Promise<CheckResult> {
  const loaded = await loadPublication(folder);
  const publication = loaded.value ?? loaded.salvaged;
  if (publication === undefined) return { files: [publicationFile], problems: loaded.problems, sizes: [] };
  const { loadTemplate } = await import('../email/template.ts');
  const paths = named.length > 0 ? named.map(issuePath) : await listIssueFiles(folder);
  const [locales, template, ...issues] = await Promise.all([
    loadLocales(folder, publication.languages),
    loadTemplate(folder, publication.template),
    ...paths.map(path => loadIssue(folder, path, publication, { online })),
  ]);
  const problems = [
    ...loaded.problems,
    ...(await unknownRules(publication)),
    ...locales.problems,
    ...template.problems,
  ];
  const sizes: EditionSize[] = [];
  for (const issue of issues) {
    problems.push(...issue.problems);
    if (issue.value === undefined || locales.value === undefined || template.value === undefined) continue;
    if (named.length === 0 && isPast(issue.value, publication, now)) continue;
    const mail = await checkMail({ folder, publication, template: template.value }, issue.value, locales.value);
    problems.push(...mail.problems);
    sizes.push(...mail.sizes);
  }
  return { files: [publicationFile, ...paths], problems, sizes };
}

/** Whether an issue's time is over: nobody will be sent what is wrong with its mail. */
function isPast({ send_at }: Issue, { time_zone, schedule }: Publication, now: Date): boolean {
  const at = send_at === undefined ? undefined : instantOf(send_at, time_zone);
  return at !== undefined && at.epochMilliseconds + schedule.max_lateness * 1000 < now.getTime();
}

type Parts = { folder: string; publication: Publication; template: Template };

/** Compiles an issue's editions, images unread, and has the mail rules judge them. */
export async function checkMail(
  parts: Parts,
  issue: Issue,
  locales: readonly Locale[],
): Promise<{ problems: Problem[]; sizes: EditionSize[] }> {
  const [{ compileEmail }, { measureImages }, { mailRules }, { mailProblems }] = await Promise.all([
    import('../email/compile.ts'),
    import('../email/images.ts'),
    import('../email/rules/index.ts'),
    import('../email/rules/rule.ts'),
  ]);
  const source = { publication: parts.publication, issue, locales };
  const problems: Problem[] = [];
  const editions = [];
  for (const language of editionLanguages(source)) {
    const locale = locales.find(one => one.language === language);
    if (locale === undefined) continue;
    const edition = makeEdition(source, language);
    const compiled = await compileEmail({ ...parts, images: measureImages }, edition, locale);
    if (compiled.value === undefined) return { problems: compiled.problems, sizes: [] };
    editions.push({ edition, email: compiled.value });
  }
  problems.push(...(await mailProblems(mailRules, { editions, template: parts.template }, parts.publication)));
  const sizes = editions.map(({ email }) => ({
    week: email.week,
    language: email.language,
    bytes: Buffer.byteLength(email.html),
  }));
  return { problems, sizes };
}

/** Severities in hebdo.yaml for rules that do not exist. */
async function unknownRules({ rules: wanted }: Publication): Promise<Problem[]> {
  if (Object.keys(wanted).length === 0) return [];
  const { mailRules } = await import('../email/rules/index.ts');
  const known = [...rules, ...mailRules]
    .map(({ id }) => id)
    .concat(['raw-html', 'unsafe-link', 'markdown-unsupported']);
  return Object.keys(wanted)
    .filter(id => !known.includes(id))
    .map(id =>
      problemIn(publicationFile, {
        rule: 'unknown-rule',
        severity: 'error',
        message: `\`rules\` names \`${id}\`, which is no rule.`,
        hint: suggestion(id, known),
      }),
    );
}
