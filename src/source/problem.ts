/** A place in a file an editor writes. Lines and columns count from 1; columns count UTF-16 units, as editors do. */
export type Span = { line: number; column: number; endLine: number; endColumn: number };

export type Severity = 'error' | 'warning';

/** A mistake an editor can mend: a value, never an exception. */
export type Problem = {
  /** The rule that found it, e.g. `unknown-key`. */
  rule: string;
  severity: Severity;
  /** What is wrong, in one sentence. */
  message: string;
  /** What to do about it. */
  hint: string;
  /** The file, relative to the newsletter's folder; or the name of an environment variable. */
  file: string;
  /** Absent where the problem concerns the whole. */
  span?: Span;
  /** Where the rule is explained. */
  page?: string;
  /** How `--fix` mends it: the characters from `start` to `end` of the file become `text`. */
  fix?: { start: number; end: number; text: string };
};

/** A problem of a file. */
export const problemIn = (file: string, problem: Omit<Problem, 'file'>): Problem => ({ ...problem, file });

/** A value if there is one, and what was found on the way to it. No value means at least one error. */
export type Checked<T> = { value?: T; problems: Problem[] };

/** The start of a file, for problems that concern the whole of it. */
export const fileStart: Span = { line: 1, column: 1, endLine: 1, endColumn: 1 };

/** Whether any of `problems` stops the work. */
export const hasErrors = (problems: readonly Problem[]): boolean => problems.some(p => p.severity === 'error');

/** Problems in reading order: by file, line, column. Gives a new array. */
export function inReadingOrder(problems: readonly Problem[]): Problem[] {
  return [...problems].sort(
    (a, b) =>
      (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) ||
      (a.span?.line ?? 0) - (b.span?.line ?? 0) ||
      (a.span?.column ?? 0) - (b.span?.column ?? 0) ||
      (a.message < b.message ? -1 : 1),
  );
}
