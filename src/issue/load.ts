import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Publication } from '../publication/schema.ts';
import { mondayOf } from '../publication/send-time.ts';
import { type Checked, hasErrors, type Span } from '../source/problem.ts';
import { readSource } from '../source/read-source.ts';
import { validate } from '../source/validate.ts';
import { type Path, parseYaml } from '../source/yaml/parse-yaml.ts';
import { rules } from './rules/index.ts';
import { severityOf, toProblem } from './rules/rule.ts';
import { type Issue, issueSchema } from './schema.ts';

/** The folder of the issues, relative to the newsletter's folder. */
export const issuesFolder = 'issues';

/** The paths of all issue files, newest first. A file's name may be an invalid week. */
export async function listIssueFiles(folder: string): Promise<string[]> {
  const names = await readdir(join(folder, issuesFolder)).catch(() => []);
  return names
    .filter(name => /\.ya?ml$/.test(name))
    .sort()
    .reverse()
    .map(name => `${issuesFolder}/${name}`);
}

/** The weeks that have an issue file, newest first. */
export async function listWeeks(folder: string): Promise<string[]> {
  const files = await listIssueFiles(folder);
  return files.map(file => basename(file, '.yaml')).filter(week => mondayOf(week) !== undefined);
}

/** The week of an issue from what a user may type: `2026-W48`, `2026-W48.yaml`, `issues/2026-W48.yaml`. */
export const namedWeek = (named: string): string => named.replace(/^.*\//, '').replace(/\.ya?ml$/, '');

/** The path of an issue's file from what a user may type: `2026-W48`, `2026-W48.yaml`, `issues/2026-W48.yaml`. */
export function issuePath(named: string): string {
  const name = named.replace(/^(\.\/)?issues\//, '').replace(/\.ya?ml$/, '');
  return `${issuesFolder}/${name}.yaml`;
}

/** An issue that was read; `salvaged` is the valid part of an issue that has errors. */
export type LoadedIssue = Checked<Issue> & { salvaged?: Issue };

/**
 * Reads an issue and runs all rules of `check` that look at the issue file.
 * @param folder the newsletter's folder
 * @param path the issue file, relative to the folder
 * @param options `online`: also check that links can be reached
 */
export async function loadIssue(
  folder: string,
  path: string,
  publication: Publication,
  { online = false }: { online?: boolean } = {},
): Promise<LoadedIssue> {
  const text = await readSource(folder, path);
  if (text.value === undefined) return { problems: text.problems };
  const source = parseYaml(text.value);
  if (source.value === undefined) return { problems: source.problems };
  const { value, salvaged, problems } = validate(issueSchema, source.value, standIns(path));
  const issue = value ?? salvaged;
  if (issue === undefined) return { problems: [...source.problems, ...problems] };
  const yaml = source.value;
  const ruleProblems = await Promise.all(
    rules.map(async rule => {
      if (severityOf(rule.id, rule.severity, publication) === 'off') return [];
      const findings = await rule.find({ folder, publication, issue, source: yaml, online });
      return findings.flatMap(finding => toProblem(finding, rule, publication, yaml));
    }),
  );
  // A text that was removed because it is invalid is not reported as missing too.
  const reported = ruleProblems
    .flat()
    .filter(p => p.rule !== 'missing-translation' || !problems.some(q => encloses(p.span, q.span)));
  const all = [...source.problems, ...problems, ...reported].filter(
    p => p.span === undefined || !yaml.isIgnored(p.rule, p.span),
  );
  return hasErrors(all) ? { problems: all, salvaged: issue } : { value: issue, problems: all };
}

/** Whether `outer` contains `inner`. */
const encloses = (outer: Span | undefined, inner: Span | undefined): boolean =>
  outer !== undefined &&
  inner !== undefined &&
  (outer.line < inner.line || (outer.line === inner.line && outer.column <= inner.column)) &&
  (outer.endLine > inner.endLine || (outer.endLine === inner.endLine && outer.endColumn >= inner.endColumn));

/** Values that replace required keys which are missing or wrong, so that the rules can check the rest. */
const standIns = (path: string) => ({
  week: () => basename(path, '.yaml'),
  subject: () => '…',
  title: () => '…',
  id: (at: Path) => `article-${String(at[1])}`,
  url: () => 'https://example.invalid/',
});
