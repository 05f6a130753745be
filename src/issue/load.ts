import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Publication } from '../publication/schema.ts';
import { mondayOf } from '../publication/send-time.ts';
import { type Checked, hasErrors, type Span } from '../source/problem.ts';
import { readSource } from '../source/read-source.ts';
import { validate } from '../source/validate.ts';
import { type Path, parseYaml } from '../source/yaml.ts';
import { rules } from './rules/index.ts';
import { severityOf, toProblem } from './rules/rule.ts';
import { type Issue, issueSchema } from './schema.ts';

/** The issues' folder, inside the newsletter's. */
export const issuesFolder = 'issues';

/** Every issue file there is, newest first; some may have a name that is no week. */
export async function listIssueFiles(folder: string): Promise<string[]> {
  const names = await readdir(join(folder, issuesFolder)).catch(() => []);
  return names
    .filter(name => /\.ya?ml$/.test(name))
    .sort()
    .reverse()
    .map(name => `${issuesFolder}/${name}`);
}

/** The weeks that have a file, newest first. */
export async function listWeeks(folder: string): Promise<string[]> {
  const files = await listIssueFiles(folder);
  return files.map(file => basename(file, '.yaml')).filter(week => mondayOf(week) !== undefined);
}

/** The week of an issue that is named by it or by its file. */
export const namedWeek = (named: string): string => named.replace(/^.*\//, '').replace(/\.ya?ml$/, '');

/** An issue file's path from what a user may type: `2026-W48`, `2026-W48.yaml`, `issues/2026-W48.yaml`. */
export function issuePath(named: string): string {
  const name = named.replace(/^(\.\/)?issues\//, '').replace(/\.ya?ml$/, '');
  return `${issuesFolder}/${name}.yaml`;
}

/** An issue as far as it could be read; `salvaged` is what is right in one that has errors. */
export type LoadedIssue = Checked<Issue> & { salvaged?: Issue };

/**
 * Reads an issue and runs every rule of `check` over it.
 * @param folder the newsletter's folder
 * @param path the issue file, relative to it
 * @param options `online` follows links too
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
  const found = await Promise.all(
    rules.map(async rule => {
      if (severityOf(rule.id, rule.severity, publication) === 'off') return [];
      const findings = await rule.find({ folder, publication, issue, source: yaml, online });
      return findings.flatMap(finding => toProblem(finding, rule, publication, yaml));
    }),
  );
  // A text that was cut out for being wrong is not missing as well.
  const real = found
    .flat()
    .filter(p => p.rule !== 'missing-translation' || !problems.some(q => encloses(p.span, q.span)));
  const all = [...source.problems, ...problems, ...real].filter(
    p => p.span === undefined || !yaml.isIgnored(p.rule, p.span),
  );
  return hasErrors(all) ? { problems: all, salvaged: issue } : { value: issue, problems: all };
}

/** Whether a place in the file holds another. */
const encloses = (outer: Span | undefined, inner: Span | undefined): boolean =>
  outer !== undefined &&
  inner !== undefined &&
  (outer.line < inner.line || (outer.line === inner.line && outer.column <= inner.column)) &&
  (outer.endLine > inner.endLine || (outer.endLine === inner.endLine && outer.endColumn >= inner.endColumn));

/** What takes the place of a required key that is missing or wrong, so that the rules can judge the rest. */
const standIns = (path: string) => ({
  week: () => basename(path, '.yaml'),
  subject: () => '…',
  title: () => '…',
  id: (at: Path) => `article-${String(at[1])}`,
  url: () => 'https://example.invalid/',
});
