import { loadLocales } from '../../edition/locale.ts';
import type { HtmlCache } from '../../email/html-cache.ts';
import { issuePath, listIssueFiles } from '../../issue/issue-files.ts';
import { loadIssue } from '../../issue/load.ts';
import { rules } from '../../issue/rules/index.ts';
import type { Issue } from '../../issue/schema.ts';
import { inPublication, loadPublication, publicationFile } from '../../publication/load.ts';
import type { Publication } from '../../publication/schema.ts';
import { sendTime } from '../../publication/send-time.ts';
import { suggestion } from '../../source/nearest.ts';
import { type Problem, problemIn } from '../../source/problem.ts';
import { t } from '../../wording/wording.ts';
import { compileAndJudge } from '../compile/compile-editions.ts';
import { publicationFaults } from './publication-faults.ts';

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
  cache?: HtmlCache,
): Promise<CheckResult> {
  const loaded = await loadPublication(folder);
  const publication = loaded.value ?? loaded.salvaged;
  if (publication === undefined) return { files: [publicationFile], problems: loaded.problems, sizes: [] };
  const [{ loadTemplate }, { compileConfirmationEmails, hasOwnConfirmationTemplate }, { measureImages }] =
    await Promise.all([
      import('../../email/template.ts'),
      import('../../email/confirmation-email.ts'),
      import('../../email/images/image-sizes.ts'),
    ]);
  const paths = named.length > 0 ? named.map(issuePath) : await listIssueFiles(folder);
  const [locales, template, ...issues] = await Promise.all([
    loadLocales(folder, publication.languages),
    loadTemplate(folder, publication.template),
    ...paths.map(path => loadIssue(folder, path, publication, { online, now })),
  ]);
  const problems = [
    ...loaded.problems,
    ...publicationFaults(publication, now),
    ...(await unknownRules(publication)),
    ...locales.problems,
    ...template.problems,
  ];
  if (locales.value !== undefined && hasOwnConfirmationTemplate(folder)) {
    const { confirmationDays } = await import('../../subscribers/sign-up.ts');
    // All kinds have the same template: one shows its mistakes.
    const options = { lifetimeDays: confirmationDays, kinds: ['sign_up'] as const, cache };
    problems.push(...(await compileConfirmationEmails(folder, publication, locales.value, options)).problems);
  }
  const sizes: EditionSize[] = [];
  for (const issue of issues) {
    problems.push(...issue.problems);
    if (issue.value === undefined || locales.value === undefined || template.value === undefined) continue;
    if (named.length === 0 && isPast(issue.value, publication, now)) continue;
    const compileContext = { folder, publication, template: template.value, images: measureImages, cache };
    const mail = await compileAndJudge(compileContext, issue.value, locales.value);
    problems.push(...mail.problems);
    sizes.push(
      ...mail.editions.map(({ email: { week, language }, sentBytes }) => ({
        week,
        language,
        bytes: sentBytes,
      })),
    );
  }
  return { files: [publicationFile, ...paths], problems: inPublication(problems, loaded.source), sizes };
}

/** Whether an issue's time is over: it will not be sent any more, so its mail is not judged. */
function isPast(issue: Issue, { time_zone, schedule }: Publication, now: Date): boolean {
  const at = sendTime(issue, time_zone)?.in(time_zone);
  return at !== undefined && at.epochMilliseconds + schedule.max_lateness * 1000 < now.getTime();
}

/** Severities in hebdo.yaml for rules that do not exist. */
export async function unknownRules({ rules: wanted }: Publication): Promise<Problem[]> {
  if (Object.keys(wanted).length === 0) return [];
  const { mailRules } = await import('../../email/rules/index.ts');
  const known = [...rules, ...mailRules]
    .map(({ id }) => id)
    .concat(['raw-html', 'unsafe-link', 'markdown-unsupported']);
  return Object.keys(wanted)
    .filter(id => !known.includes(id))
    .map(id =>
      problemIn(publicationFile, {
        rule: 'unknown-rule',
        severity: 'error',
        valuePath: ['rules', id],
        message: t('`rules` names `%{id}`, which is no rule.', { id }),
        hint: suggestion(id, known),
      }),
    );
}
