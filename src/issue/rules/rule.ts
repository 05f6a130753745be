import type { Publication } from '../../publication/schema.ts';
import { docsUrl } from '../../source/metadata.ts';
import type { Mark, Problem, Severity } from '../../source/problem.ts';
import type { Path, YamlSource } from '../../source/yaml/parse-yaml.ts';
import type { PlainWording } from '../../wording/wording.ts';
import type { Issue } from '../schema.ts';

/** The data that a rule can use. */
type RuleContext = {
  /** The newsletter's folder. */
  folder: string;
  publication: Publication;
  issue: Issue;
  source: YamlSource;
  /** Whether the rule may use the network, to check that links can be reached. */
  online: boolean;
  /** The time at which the issue is checked. */
  now: Date;
};

/** One mistake that a rule found: its place, a message, and how to correct it. */
export type Finding = {
  /** The value's path in the issue, such as `['articles', 0, 'title', 'en']`. */
  path: Path;
  /** Whether to point at the key instead of the value. */
  key?: boolean;
  /** Point at these words inside the value; `nth` is which occurrence (from 0). */
  words?: string;
  nth?: number;
  /** What stands in the other language: the words that differ, or the whole text if it has no such words. */
  other?: Pick<Mark, 'path'> & Partial<Mark>;
  message: string;
  /** The values in the message, for programs. */
  values?: Readonly<Record<string, string | number>>;
  hint: string;
  severity?: Severity;
  /** An id other than the rule's own, for a rule that finds several kinds of mistake. */
  id?: string;
  /** The text with which `--fix` replaces `words`. It must not change the meaning. */
  fix?: string;
  /** Texts of which a person may pick one to replace `words`: `--fix` asks. */
  candidates?: readonly string[];
  /** A fingerprint of the text that was compared: a comment that names it ignores the finding until that text changes. */
  fingerprint?: string;
};

/** The section of docs/rules.md about a rule. */
export type RuleDoc = {
  /** What the rule finds; the sentence begins with "Finds". */
  finds: PlainWording;
  /** Why the mistake matters to readers. */
  why: PlainWording;
  wrong: string;
  right: string;
};

/**
 * A rule of `check`: one file each, listed in `index.ts`.
 * @example
 * export const noTabs: Rule = {
 *   id: 'no-tabs',
 *   severity: 'warning',
 *   doc: { finds: 'a tab in a title', why: 'Mail programs show it in different widths.', wrong: 'title: a⇥b', right: 'title: a b' },
 *   find: ({ issue }) =>
 *     wordingsOf(issue, 'line')
 *       .filter(({ text }) => text.includes('\t'))
 *       .map(({ path }) => ({ path, words: '\t', message: 'The text has a tab.', hint: 'Write a space.', fix: ' ' })),
 * };
 */
export type Rule = {
  id: string;
  /** The default severity; `rules` in hebdo.yaml can change it. A rule that is `off` runs only if hebdo.yaml enables it. */
  severity: Severity | 'off';
  doc: RuleDoc;
  find(context: RuleContext): Finding[] | Promise<Finding[]>;
};

/** The severity of a rule in a newsletter. @param defaultSeverity used if hebdo.yaml does not set one */
export const severityOf = (id: string, defaultSeverity: Severity | 'off', { rules }: Publication): Severity | 'off' =>
  rules[id] ?? defaultSeverity;

/** The page that explains a rule. */
export const pageOf = (id: string): string => docsUrl(`rules.md#${id}`);

/** Makes a problem of a finding, with its place in the file. @returns no problem if hebdo.yaml switches the rule off */
export function toProblem(finding: Finding, rule: Rule, publication: Publication, source: YamlSource): Problem[] {
  const { path, key, words, nth, other, fix, candidates = [], message, values, hint, fingerprint } = finding;
  const id = finding.id ?? rule.id;
  const severity = severityOf(id, finding.severity ?? rule.severity, publication);
  if (severity === 'off') return [];
  const place = words === undefined ? undefined : source.rangeOfWords(path, words, nth);
  const span = place?.span ?? (key === true ? source.spanOfKey(path) : source.spanOf(path));
  const replacement = fix === undefined || place?.range === undefined ? {} : { fix: { ...place.range, text: fix } };
  const picks =
    candidates.length === 0 || place?.range === undefined ? {} : { picks: { ...place.range, texts: candidates } };
  const own = words === undefined ? [] : [{ path, words, nth }];
  const isMark = (mark: Partial<Mark>): mark is Mark => mark.words !== undefined;
  const marks = other !== undefined && isMark(other) ? [...own, other] : own;
  const otherSpan =
    other === undefined
      ? undefined
      : other.words === undefined
        ? source.spanOf(other.path)
        : source.rangeOfWords(other.path, other.words, other.nth).span;
  const file = source.path;
  const page = pageOf(rule.id);
  return [
    {
      rule: id,
      severity,
      message,
      values,
      hint,
      file,
      span,
      other: otherSpan,
      marks,
      page,
      fingerprint,
      ...replacement,
      ...picks,
    },
  ];
}
