import { basename } from 'node:path';
import type { Publication } from '../publication/schema.ts';
import { type Checked, hasErrors, type Span } from '../source/problem.ts';
import { readSource } from '../source/read-source.ts';
import { validate } from '../source/validate.ts';
import { type Path, parseYaml } from '../source/yaml/parse-yaml.ts';
import { withHoles } from './fill-holes.ts';
import { rules } from './rules/index.ts';
import { severityOf, toProblem } from './rules/rule.ts';
import { type Issue, issueSchema } from './schema.ts';

/**
 * An issue that was read; `salvaged` is the valid part of an issue that has errors; `draft` gives a draft that has, with placeholders;
 * `whole` is an issue whose form is right, though a rule found errors in its texts.
 */
export type LoadedIssue = Checked<Issue> & { salvaged?: Issue; whole?: Issue; draft?(): Promise<Issue | undefined> };

/**
 * Reads an issue and runs all rules of `check` that look at the issue file.
 * @param folder the newsletter's folder
 * @param path the issue file, relative to the folder
 * @param options `online`: also check that links can be reached; `now`: for rules about the time of sending
 */
export async function loadIssue(
  folder: string,
  path: string,
  publication: Publication,
  { online = false, now = new Date() }: { online?: boolean; now?: Date } = {},
): Promise<LoadedIssue> {
  const text = await readSource(folder, path);
  if (text.value === undefined) return { problems: text.problems };
  const source = parseYaml(text.value);
  if (source.value === undefined) return { problems: source.problems };
  const { value, salvaged, problems } = validate(issueSchema, source.value, standIns(path));
  const issue = value ?? salvaged;
  const yaml = source.value;
  // An issue without a status is a draft.
  const isDraft = !/^status:\s{0,20}["']?ready/m.test(text.value.text);
  const draft = async () => (isDraft ? await withHoles(folder, yaml, publication, standIns(path)) : undefined);
  if (issue === undefined) return { problems: [...source.problems, ...problems], draft };
  const ruleProblems = await Promise.all(
    rules.map(async rule => {
      if (severityOf(rule.id, rule.severity, publication) === 'off') return [];
      const findings = await rule.find({ folder, publication, issue, source: yaml, online, now });
      return findings.flatMap(finding => toProblem(finding, rule, publication, yaml));
    }),
  );
  // A text that was removed because it is invalid is not reported as missing too.
  const reported = ruleProblems
    .flat()
    .filter(p => p.rule !== 'missing-translation' || !problems.some(q => encloses(p.span, q.span)));
  const all = [...source.problems, ...problems, ...reported].filter(
    p => p.span === undefined || !yaml.isIgnored(p.rule, p.span, p.fingerprint),
  );
  const whole = hasErrors([...source.problems, ...problems]) ? undefined : value;
  return hasErrors(all) ? { problems: all, salvaged: issue, whole, draft } : { value: issue, problems: all };
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
