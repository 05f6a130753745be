import type { Publication } from '../../publication/schema.ts';
import type { Problem, Severity } from '../../source/problem.ts';
import type { Path, YamlSource } from '../../source/yaml.ts';
import type { Issue } from '../schema.ts';

/** What a rule may look at. */
export type RuleContext = {
  /** The newsletter's folder. */
  folder: string;
  publication: Publication;
  issue: Issue;
  source: YamlSource;
  /** Follow links, for rules that need the network. */
  online: boolean;
};

/** One thing a reader of the file finds: where, what, and what to do. */
export type Finding = {
  path: Path;
  /** Point at the key instead of the value. */
  key?: boolean;
  /** Point at these words inside the value; at the n-th time they stand there (from 0). */
  words?: string;
  nth?: number;
  message: string;
  hint: string;
  severity?: Severity;
  /** Another id than the rule's own, where one look finds several kinds of mistake. */
  id?: string;
  /** What `--fix` writes in the place of `words`: only what changes no meaning. */
  fix?: string;
};

/** What docs/rules.md says of a rule. */
export type RuleDoc = {
  /** What it finds, as a sentence. */
  finds: string;
  /** Why that matters to a reader. */
  why: string;
  wrong: string;
  right: string;
};

/** A rule of `check`: one file each, listed in `index.ts`. */
export type Rule = {
  id: string;
  /** How bad it is, unless `rules` in hebdo.yaml says otherwise; `off` rules run only where it says so. */
  severity: Severity | 'off';
  doc: RuleDoc;
  find(context: RuleContext): Finding[] | Promise<Finding[]>;
};

/** What the newsletter wants of a rule. */
export const severityOf = (id: string, usual: Severity | 'off', { rules }: Publication): Severity | 'off' =>
  rules[id] ?? usual;

/** Where a rule is explained. */
export const pageOf = (id: string): string => `docs/rules.md#${id}`;

/** A rule's finding with its place in the file; nothing where the newsletter has switched it off. */
export function toProblem(finding: Finding, rule: Rule, publication: Publication, source: YamlSource): Problem[] {
  const { path, key, words, nth, fix, message, hint } = finding;
  const id = finding.id ?? rule.id;
  const severity = severityOf(id, finding.severity ?? rule.severity, publication);
  if (severity === 'off') return [];
  const place = words === undefined ? undefined : source.rangeOfWords(path, words, nth);
  const span = place?.span ?? (key === true ? source.spanOfKey(path) : source.spanOf(path));
  const mend = fix === undefined || place?.range === undefined ? {} : { fix: { ...place.range, text: fix } };
  return [{ rule: id, severity, message, hint, file: source.path, span, page: pageOf(rule.id), ...mend }];
}
