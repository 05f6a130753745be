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
};

/** One thing a reader of the file finds: where, what, and what to do. */
export type Finding = {
  path: Path;
  /** Point at the key instead of the value. */
  key?: boolean;
  /** Point at these words inside the value. */
  words?: string;
  message: string;
  hint: string;
  severity?: Severity;
  /** Another id than the rule's own, where one look finds several kinds of mistake. */
  id?: string;
};

/** A rule of `check`: one file each, listed in `index.ts`. */
export type Rule = {
  id: string;
  find(context: RuleContext): Finding[] | Promise<Finding[]>;
};

/** A rule's finding with its place in the file. */
export function toProblem(rule: Rule, finding: Finding, source: YamlSource): Problem {
  const { path, key, words } = finding;
  return {
    rule: finding.id ?? rule.id,
    severity: finding.severity ?? 'error',
    message: finding.message,
    hint: finding.hint,
    file: source.path,
    span:
      words !== undefined
        ? source.spanOfWords(path, words)
        : key === true
          ? source.spanOfKey(path)
          : source.spanOf(path),
  };
}
