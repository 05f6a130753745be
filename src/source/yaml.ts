import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  Scalar,
  visit,
} from 'yaml';
import { errorText } from './error-text.ts';
import { ignoreComments } from './ignore.ts';
import type { Checked, Problem, Span } from './problem.ts';
import type { SourceText } from './read.ts';

export type Path = readonly PropertyKey[];

/** A parsed YAML file that still knows where everything stands. */
export type YamlSource = {
  path: string;
  value: unknown;
  /** Where the value at `path` stands, or the nearest enclosing value if it is missing. */
  spanOf(path: Path): Span;
  /** Where the last key of `path` itself stands. */
  spanOfKey(path: Path): Span;
  /**
   * Where `words` stand for the n-th time (from 0) inside the value at `path`. Without a `range` YAML writes them
   * otherwise than they read (an escape, a line break), and the span is the whole value.
   */
  rangeOfWords(path: Path, words: string, nth?: number): { span: Span; range?: { start: number; end: number } };
  /** Whether a comment `# hebdo-ignore RULE` on, or right above, the line where this part of the file begins covers it. */
  isIgnored(rule: string, span: Span): boolean;
};

/** Aliases in one file after which expanding them is taken for an attack ("billion laughs"). */
const maxAliases = 100;

/**
 * Parses YAML 1.2 text.
 * @returns the value with positions, and every syntax error told in an editor's words
 */
export function parseYaml(source: SourceText): Checked<YamlSource> {
  const lines = new LineCounter();
  const doc = parseDocument(source.text, { lineCounter: lines, prettyErrors: false, version: '1.2', merge: false });
  const span = (from: number, to: number): Span => {
    const start = lines.linePos(from);
    const end = lines.linePos(Math.max(to, from));
    return { line: start.line, column: start.col, endLine: end.line, endColumn: end.col };
  };
  const problem = (position: Span, [rule, message, hint]: Told): Problem => ({
    rule,
    severity: 'error',
    message,
    hint,
    file: source.path,
    span: position,
  });
  if (doc.errors.length > 0)
    return { problems: doc.errors.map(e => problem(span(e.pos[0], e.pos[1]), told(e.code, e.message))) };

  const whole = span(0, 0);
  const problems = unresolvedAliases(doc, source.text).map(alias =>
    problem(span(alias.from, alias.to), told('ALIASES', alias.words)),
  );
  let value: unknown;
  try {
    value = doc.toJS({ maxAliasCount: maxAliases });
  } catch (cause) {
    const text = errorText(cause);
    return { problems: [...problems, problem(whole, told('ALIASES', text))] };
  }

  const rangeOf = (node: unknown): Span =>
    isNode(node) && node.range != null ? span(node.range[0], node.range[1]) : whole;

  return {
    value: {
      path: source.path,
      value,
      spanOf: path => rangeOf(walk(doc, path).node),
      spanOfKey: path => {
        const { node, key, complete } = walk(doc, path);
        return rangeOf(complete && key !== undefined ? key : node);
      },
      rangeOfWords: (path, words, nth = 0) => {
        const { node } = walk(doc, path);
        if (!isNode(node) || node.range == null) return { span: whole };
        const written = source.text.slice(node.range[0], node.range[1]);
        let at = -1;
        for (let i = 0; i <= nth; i++) at = written.indexOf(words, at + 1);
        if (at === -1 || words === '') return { span: rangeOf(node) };
        const range = { start: node.range[0] + at, end: node.range[0] + at + words.length };
        return { span: span(range.start, range.end), range };
      },
      isIgnored: ignoreComments(doc, source.text, offset => lines.linePos(offset).line),
    },
    problems,
  };
}

type Told = [rule: string, message: string, hint: string];

/** The library's error as an editor would understand it. */
function told(code: string, original: string): Told {
  switch (code) {
    case 'DUPLICATE_KEY':
      return ['duplicate-key', 'This key stands twice in the same place.', 'Keep one of the two.'];
    case 'TAB_AS_INDENT':
      return ['yaml-tab', 'A tab is used for indentation.', 'YAML wants spaces: replace each tab with two spaces.'];
    case 'BLOCK_AS_IMPLICIT_KEY':
      return [
        'yaml-syntax',
        'This value holds a colon followed by a space, which YAML takes for a new key.',
        'Put the text in quotes: "…".',
      ];
    case 'BAD_ALIAS':
      return [
        'yaml-alias',
        'A value that begins with * or & means an alias in YAML.',
        'Put the text in quotes ("*important*"), or write the Markdown under a | line.',
      ];
    case 'ALIASES':
      return /excessive|resource/i.test(original)
        ? ['yaml-alias', 'Aliases (*name) multiply this file beyond reason.', 'Write the repeated parts out.']
        : [
            'yaml-alias',
            'A value begins with *, which names an anchor (&name) that does not exist.',
            'Put the text in quotes: "*important*".',
          ];
    case 'MULTIPLE_DOCS':
      return ['yaml-syntax', 'The file holds more than one document.', 'Remove the line with ---.'];
    case 'MISSING_CHAR':
      return ['yaml-syntax', `${original}.`, 'Close the quote or bracket, or put the whole text in quotes.'];
    case 'BAD_INDENT':
      return ['yaml-syntax', 'The indentation does not fit.', 'Line keys of the same level up under one another.'];
    default:
      return [
        'yaml-syntax',
        `${original.replace(/\.$/, '')}.`,
        'Check indentation and quotes; quote texts with : or #.',
      ];
  }
}

/**
 * Aliases of anchors that do not exist: nearly always Markdown (`*important*`) without quotes. Each is taken for the
 * text it was meant to be, so that the rest of the file can be judged.
 */
function unresolvedAliases(doc: Document, text: string): { from: number; to: number; words: string }[] {
  const found: { from: number; to: number; words: string }[] = [];
  visit(doc, {
    Alias(_, alias) {
      if (alias.resolve(doc) !== undefined || alias.range == null) return undefined;
      const [from, to] = alias.range;
      const words = text.slice(from, to);
      found.push({ from, to, words });
      const scalar = new Scalar(words);
      scalar.range = alias.range;
      return scalar;
    },
  });
  return found;
}

/** Follows `path` as far as it goes, through aliases. */
function walk(doc: Document, path: Path): { node: unknown; key: unknown; complete: boolean } {
  let node: unknown = doc.contents;
  let key: unknown;
  for (const step of path) {
    const target: Node | undefined | unknown = isAlias(node) ? node.resolve(doc) : node;
    if (isMap(target)) {
      const pair = target.items.find(item => isScalar(item.key) && String(item.key.value) === String(step));
      if (pair === undefined) return { node, key, complete: false };
      key = pair.key;
      node = pair.value ?? pair.key;
    } else if (isSeq(target) && typeof step === 'number') {
      const item = target.items[step];
      if (item === undefined) return { node, key, complete: false };
      key = undefined;
      node = item;
    } else return { node, key, complete: false };
  }
  return { node, key, complete: true };
}
