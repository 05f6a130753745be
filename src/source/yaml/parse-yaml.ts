import { type Document, isAlias, isCollection, isMap, isNode, isScalar, isSeq, type Node, Scalar, visit } from 'yaml';
import { errorText } from '../error-text.ts';
import { type Checked, type Problem, positionsIn, type Span } from '../problem.ts';
import type { SourceText } from '../read-source.ts';
import { documentOf } from './document.ts';
import { type Explanation, explain } from './explanations.ts';
import { ignoreComments } from './ignore-comments.ts';
import { lostWords } from './lost-words.ts';
import { scalarOffsets } from './scalar-offsets.ts';
import { mistakesOf } from './syntax-errors.ts';
import { asText, mapsAsKeys, protoKeys, type ReplacedNode } from './unusable-keys.ts';

export type Path = readonly PropertyKey[];

/** Offsets of a part of a file. */
type Range = { start: number; end: number };

/** A parsed YAML file with the place of each key and value. */
export type YamlSource = {
  path: string;
  /** The file, as it is. */
  text: string;
  value: unknown;
  /** The place of the value at `path`; of the nearest enclosing value if it is missing. */
  spanOf(path: Path): Span;
  /** The place of the last key of `path`. */
  spanOfKey(path: Path): Span;
  /** The offsets of an unquoted value, and of an unquoted key; undefined for others. */
  rangeOf(path: Path): Range | undefined;
  rangeOfKey(path: Path): Range | undefined;
  /** The comment on the line of an unquoted text, or of a group or list in brackets, right after it: `#MeToo` of `title: A novel #MeToo`. */
  commentAfter(path: Path): string | undefined;
  /**
   * The place of the n-th occurrence (from 0) of `words` inside the value at `path`. Words may contain escapes and line breaks in
   * the file. `range` is absent if they are on several lines; if they are not in the value, `span` is the whole value.
   */
  rangeOfWords(path: Path, words: string, nth?: number): { span: Span; range?: Range };
  /** Whether a comment `# hebdo-ignore RULE [FINGERPRINT]` covers this part of the file (see ignore-comments.ts). */
  isIgnored(rule: string, span: Span, fingerprint?: string): boolean;
};

/** More aliases in one file are treated as an attack ("billion laughs"). */
const maxAliases = 100;

/**
 * Parses YAML 1.2 text.
 * @returns the value with positions; or all syntax errors, explained for an editor
 */
export function parseYaml(source: SourceText): Checked<YamlSource> {
  const { doc, tooDeepAt } = documentOf(source.text);
  const positionOf = positionsIn(source.text);
  const span = (from: number, to: number): Span => {
    const [start, end] = [positionOf(from), positionOf(Math.max(to, from))];
    return { line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
  };
  const problem = (position: Span, [rule, message, hint]: Explanation): Problem => ({
    rule,
    severity: 'error',
    message,
    hint,
    file: source.path,
    span: position,
  });
  if (doc === undefined) return { problems: [problem(span(tooDeepAt, tooDeepAt), explain('DEPTH', ''))] };
  if (doc.errors.length > 0)
    return {
      problems: mistakesOf(doc.errors, source.text).map(one => problem(span(one.from, one.to), one.explanation)),
    };

  const whole = span(0, 0);
  const problems = [
    ...lostWords(doc, source.text).map(lost => problem(span(lost.from, lost.to), explain('LOST_WORD', lost.words))),
    ...mapsAsKeys(doc, source.text).map(map => problem(span(map.from, map.to), explain('MAP_AS_KEY', map.words))),
    ...protoKeys(doc).map(key => problem(span(key.from, key.to), explain('PROTO_KEY', ''))),
    ...unresolvedAliases(doc, source.text).map(alias =>
      problem(span(alias.from, alias.to), explain('ALIASES', alias.words)),
    ),
  ];
  let value: unknown;
  try {
    value = doc.toJS({ maxAliasCount: maxAliases });
  } catch (cause) {
    const text = errorText(cause);
    return { problems: [...problems, problem(whole, explain('ALIASES', text))] };
  }

  const rangeOf = (node: unknown): Span =>
    isNode(node) && node.range != null ? span(node.range[0], node.range[1]) : whole;

  /** The place of words that the file contains with escapes or line breaks; `range` only if they are on one line. */
  const rangeInValue = (node: unknown, words: string, nth: number) => {
    if (!isScalar(node) || typeof node.value !== 'string' || words === '') return undefined;
    let at = -1;
    for (let i = 0; i <= nth; i++) at = node.value.indexOf(words, at + 1);
    const offsets = at === -1 ? [] : scalarOffsets(node, source.text);
    const [start, end] = [offsets[at], offsets[at + words.length]];
    if (start === undefined || end === undefined) return undefined;
    const place = { span: span(start, end) };
    return source.text.slice(start, end).includes('\n') ? place : { ...place, range: { start, end } };
  };

  return {
    value: {
      path: source.path,
      text: source.text,
      value,
      spanOf: path => rangeOf(walk(doc, path).node),
      spanOfKey: path => {
        const { node, key, complete } = walk(doc, path);
        return rangeOf(complete && key !== undefined ? key : node);
      },
      rangeOf: path => plainRange(walk(doc, path)),
      rangeOfKey: path => {
        const { key, complete } = walk(doc, path);
        return plainRange({ node: key, complete });
      },
      commentAfter: path => {
        const { node, complete } = walk(doc, path);
        const isFlow = complete && isCollection(node) && node.flow === true;
        const end = isFlow ? node.range?.[1] : plainRange({ node, complete })?.end;
        const rest = end === undefined ? '' : (source.text.slice(end, end + 200).split('\n', 1)[0] ?? '');
        return /^[ \t]+#/.test(rest) ? rest.trim() : undefined;
      },
      rangeOfWords: (path, words, nth = 0) => {
        const { node } = walk(doc, path);
        if (!isNode(node) || node.range == null) return { span: whole };
        const written = source.text.slice(node.range[0], node.range[1]);
        let at = -1;
        for (let i = 0; i <= nth; i++) at = written.indexOf(words, at + 1);
        if (at === -1 || words === '') return rangeInValue(node, words, nth) ?? { span: rangeOf(node) };
        const range = { start: node.range[0] + at, end: node.range[0] + at + words.length };
        return { span: span(range.start, range.end), range };
      },
      isIgnored: ignoreComments(doc, source.text, offset => positionOf(offset).line),
    },
    problems,
  };
}

/** The offsets of an unquoted scalar. */
function plainRange({ node, complete }: { node: unknown; complete: boolean }): Range | undefined {
  if (!complete || !isScalar(node) || node.type !== Scalar.PLAIN || node.range == null) return undefined;
  const [start, end] = node.range;
  return { start, end };
}

/**
 * Finds aliases of anchors that do not exist: nearly always unquoted Markdown (`*important*`). Each is replaced by its
 * text in `doc`, so that the rest of the file can be checked.
 */
function unresolvedAliases(doc: Document, text: string): ReplacedNode[] {
  const aliases: ReplacedNode[] = [];
  visit(doc, { Alias: (_, alias) => (alias.resolve(doc) === undefined ? asText(alias, text, aliases) : undefined) });
  return aliases;
}

/** Follows `path` as far as the document has it, and resolves aliases. */
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
