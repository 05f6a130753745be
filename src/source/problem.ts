/** A place in a file an editor writes. Lines and columns count from 1; columns count UTF-16 units, as editors do. */
export type Span = { line: number; column: number; endLine: number; endColumn: number };

export type Severity = 'error' | 'warning';

/** The n-th occurrence (from 0) of some words in the text at a path of the file. */
export type Mark = { path: readonly PropertyKey[]; words: string; nth?: number };

/** A mistake that an editor can correct. Functions return problems; they do not throw them. */
export type Problem = {
  /** The rule that found it, e.g. `unknown-key`. */
  rule: string;
  severity: Severity;
  /** What is wrong, in one sentence. */
  message: string;
  /** The values in the message, for programs. */
  values?: Readonly<Record<string, string | number>>;
  /** How to correct it. */
  hint: string;
  /** The file, relative to the newsletter's folder; or the name of an environment variable. */
  file: string;
  /** Absent if the problem concerns the whole file. */
  span?: Span;
  /** The path of the value in hebdo.yaml, of a problem that was found without the file's text; `inPublication` gives it its span. */
  valuePath?: readonly PropertyKey[];
  /** The place of the text in the other language that differs, in the same file. */
  other?: Span;
  /** The words that the problem is about, in their texts: those at `span` first, then those of the other language. */
  marks?: readonly Mark[];
  /** The page that explains the rule. */
  page?: string;
  /** What a comment can name to ignore the problem until a text changes: `# hebdo-ignore stale-translation 1a2b3c`. */
  fingerprint?: string;
  /** The correction that `--fix` makes: `text` replaces the characters of the file from `start` to `end`. */
  fix?: { start: number; end: number; text: string };
  /** Corrections of which `--fix` lets a person pick one, where it can ask. */
  picks?: { start: number; end: number; texts: readonly string[] };
};

/** Makes a problem of `file`. */
export const problemIn = (file: string, problem: Omit<Problem, 'file'>): Problem => ({ ...problem, file });

/** A value and the problems found while reading it. Without a value, `problems` holds at least one error. */
export type Checked<T> = { value?: T; problems: Problem[] };

/** The start of a file, for problems that concern the whole file. */
export const fileStart: Span = { line: 1, column: 1, endLine: 1, endColumn: 1 };

/** Whether any of `problems` is an error. */
export const hasErrors = (problems: readonly Problem[]): boolean => problems.some(p => p.severity === 'error');

/** Characters of a message that are shown: it may quote a value of the file. */
const maxMessageChars = 500;

/** A text without control characters and characters that change the direction: each becomes `␦`. */
const visible = (text: string): string =>
  (text.length > maxMessageChars ? `${text.slice(0, maxMessageChars)}…` : text).replace(
    /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu,
    '␦',
  );

/** Problems as a person reads them: by file, line and column, and without invisible characters. @returns a new array */
export function inReadingOrder(problems: readonly Problem[]): Problem[] {
  const shown = problems.map(one => ({ ...one, message: visible(one.message), hint: visible(one.hint) }));
  return shown.sort(
    (a, b) =>
      (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) ||
      (a.span?.line ?? 0) - (b.span?.line ?? 0) ||
      (a.span?.column ?? 0) - (b.span?.column ?? 0) ||
      (a.message < b.message ? -1 : 1),
  );
}

/**
 * Makes the function that finds the position of an offset. Lines end with a line feed, as in text editors; a YAML parser may
 * count otherwise after a syntax error. Offsets outside the text count as its start or end.
 */
export function positionsIn(text: string): (offset: number) => Pick<Span, 'line' | 'column'> {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return offset => {
    const at = Math.min(Math.max(0, offset), text.length);
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: at - (starts[low] ?? 0) + 1 };
  };
}
