import { z } from 'zod';
import { number, type PlainWording, t } from '../wording/wording.ts';
import { docsUrl } from './metadata.ts';
import { onlyNear, suggestion } from './nearest.ts';
import type { Problem } from './problem.ts';
import type { Path, YamlSource } from './yaml/parse-yaml.ts';

/**
 * The message of a schema's error: what is wrong, how to correct it, and the word with which `--fix` replaces the wrong one.
 * `validate` splits it into its parts.
 */
export const schemaError = (message: string, hint: string, fix?: string): string =>
  [message, hint, ...(fix === undefined ? [] : [fix])].join(' → ');

/** A schema of an object that rejects unknown keys and suggests the most similar known key for each. */
export function strictObject<T extends z.core.$ZodLooseShape>(shape: T) {
  const keys = Object.keys(shape);
  return z.strictObject(shape, {
    error: issue =>
      issue.code === 'unrecognized_keys'
        ? issue.keys
            .map(key =>
              schemaError(
                t('`%{key}` is not a key that belongs here.', { key }),
                suggestion(key, keys),
                onlyNear(key, keys),
              ),
            )
            .join('\n')
        : undefined,
  });
}

/**
 * Checks a parsed file against its schema.
 * @param standIns values by key that replace required values which are missing or wrong, so that rules can check the rest
 * @returns the typed value; or all violations with their places in the file, and the valid part as `salvaged`
 */
export function validate<S extends z.ZodType>(
  schema: S,
  source: YamlSource,
  standIns: Record<string, (path: Path) => unknown> = {},
): { value?: z.output<S>; salvaged?: z.output<S>; problems: Problem[] } {
  const result = schema.safeParse(source.value);
  if (result.success) return { value: result.data, problems: [] };
  const problems = result.error.issues.flatMap(issue => problemsOf(issue, [], source));
  return { problems, salvaged: salvage(schema, source.value, standIns) };
}

/** Rounds of removing invalid values; more than the depth of any schema. */
const maxSalvageRounds = 8;

/** Removes the values that violate the schema until the rest is valid. */
function salvage<S extends z.ZodType>(schema: S, value: unknown, standIns: Record<string, (path: Path) => unknown>) {
  const copy: unknown = structuredClone(value);
  for (let round = 0; round < maxSalvageRounds; round++) {
    const result = schema.safeParse(copy);
    if (result.success) return result.data;
    for (const issue of result.error.issues) {
      const parent = valueAt(copy, issue.path.slice(0, -1));
      const key = issue.path.at(-1);
      if (issue.code === 'unrecognized_keys') {
        const target = valueAt(copy, issue.path);
        for (const unknown of issue.keys) if (isRecord(target)) delete target[unknown];
      } else if (key === undefined || !isRecord(parent)) return undefined;
      else if (Object.hasOwn(standIns, String(key))) parent[key] = standIns[String(key)]?.(issue.path);
      else if (Object.hasOwn(parent, key) && !Array.isArray(parent)) delete parent[key];
      else {
        // A required key is missing: remove the group that requires it.
        const group = valueAt(copy, issue.path.slice(0, -2));
        const name = issue.path.at(-2);
        if (name === undefined || !isRecord(group) || Array.isArray(group)) return undefined;
        delete group[name];
      }
    }
  }
  return undefined;
}

const isRecord = (value: unknown): value is Record<PropertyKey, unknown> => typeof value === 'object' && value !== null;

/** The JSON Schema (draft 2020-12) of a file's input, which text editors use for completion and checks. */
export function jsonSchemaOf(schema: z.ZodType, title: string): Record<string, unknown> {
  return { title, ...z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) };
}

function problemsOf(issue: z.core.$ZodIssue, base: Path, source: YamlSource): Problem[] {
  const path = [...base, ...issue.path];
  const problem = (rule: string, words: string, key?: string): Problem => {
    const [message = words, hint = t('See %{page} for what belongs here.', { page: docsUrl('files.md') }), right] =
      words.split(' → ');
    const span = key === undefined ? source.spanOf(path) : source.spanOfKey([...path, key]);
    const range =
      right === undefined ? undefined : key === undefined ? source.rangeOf(path) : source.rangeOfKey([...path, key]);
    // A key that is there already would stand twice.
    const isFree = key === undefined || valueAt(source.value, [...path, right ?? '']) === undefined;
    // The status of an issue decides whether it is sent: only a person makes it ready.
    const isStatus = right === 'status' || (key === undefined && path.at(-1) === 'status' && right !== 'draft');
    const isFixed = range !== undefined && right !== undefined && isFree && !isStatus;
    const fix = isFixed ? { fix: { ...range, text: right } } : {};
    const values = { key: nameOf(key === undefined ? path : [...path, key]) };
    return { rule, severity: 'error', message, values, hint, file: source.path, span, ...fix };
  };
  if (issue.code === 'unrecognized_keys') {
    const words = issue.message.split('\n');
    return issue.keys.slice(0, maxUnknownKeys).map((key, i) => problem('unknown-key', words[i] ?? issue.message, key));
  }
  const name = nameOf(path, source.value);
  const value = valueAt(source.value, path);
  if (value === undefined)
    return [
      problem(
        'missing-key',
        schemaError(
          t('`%{name}` is missing.', { name }),
          t('Add a line `%{path}: …` here.', { path: String(path.at(-1)) }),
        ),
      ),
    ];
  if (value === null)
    return [
      problem(
        'schema',
        schemaError(t('`%{name}` is empty.', { name }), t('Write a value after the colon, or remove the line.')),
      ),
    ];
  if (issue.code === 'invalid_union') {
    // Report the errors of the branch that matched the value's type: the editor most likely meant that one.
    const branch = issue.errors.find(errors => errors.every(e => e.path.length > 0 || e.code === 'unrecognized_keys'));
    if (branch !== undefined) return branch.flatMap(inner => problemsOf(inner, path, source));
    const custom = issue.errors.flat().find(e => e.message.includes(' → '));
    return [problem('schema', custom?.message ?? issue.message)];
  }
  if (issue.code === 'invalid_key') {
    const words = issue.issues[0]?.message ?? issue.message;
    return [{ ...problem('schema', words), span: source.spanOfKey(path) }];
  }
  const language = path.at(-1);
  if (value === '' && typeof language === 'string' && /^[a-z]{2,3}(-\w+)*$/i.test(language) && path.length > 1)
    return [
      problem(
        'empty-translation',
        schemaError(
          t('`%{name}` is not written yet.', { name }),
          t('Write it, or remove the line if this language goes without.'),
        ),
      ),
    ];
  if (issue.message.includes(' → ')) return [problem('schema', issue.message)];
  if (issue.code === 'invalid_type') {
    const { line, column } = source.spanOf(path);
    const sign = source.text.split('\n', line)[line - 1]?.charAt(column - 1) ?? '';
    const hint =
      issue.expected === 'string'
        ? /[[{]/.test(sign)
          ? t('In YAML, a text that begins with %{sign} is a list or a group: put it in quotes.', { sign })
          : t('Put the value in quotes.')
        : t('See %{page} for an example.', { page: docsUrl('files.md') });
    return [
      problem(
        'schema',
        schemaError(t('`%{name}` must be %{expected}.', { name, expected: typeName(issue.expected) }), hint),
      ),
    ];
  }
  if (issue.code === 'invalid_value')
    return [
      problem(
        'schema',
        schemaError(
          t('%{value} is not a value `%{name}` can have.', { value: shown(value), name }),
          suggestion(typeof value === 'string' ? value : '', issue.values.map(String)),
          typeof value === 'string' ? onlyNear(value, issue.values.map(String)) : undefined,
        ),
      ),
    ];
  const words =
    outOfRange(issue, name) ?? t('%{label}: %{words}', { label: `\`${name}\``, words: `${issue.message}.` });
  return [problem('schema', schemaError(words, t('See %{page} for an example.', { page: docsUrl('files.md') })))];
}

/** What is said of a number that is too small or too large. */
function outOfRange(issue: z.core.$ZodIssue, name: string): string | undefined {
  if (issue.code === 'too_big' && issue.origin === 'number')
    return t('`%{name}` must be at most %{limit}.', { name, limit: number(Number(issue.maximum)) });
  if (issue.code !== 'too_small' || issue.origin !== 'number') return undefined;
  const limit = number(Number(issue.minimum));
  return issue.inclusive === true
    ? t('`%{name}` must be at least %{limit}.', { name, limit })
    : t('`%{name}` must be greater than %{limit}.', { name, limit });
}

/** Unknown keys that are reported of one group: more are one mistake, such as a wrong indentation. */
const maxUnknownKeys = 50;

/** Characters of a value that a message shows. */
const maxShownChars = 80;

/** A value as messages show it: a long one is cut, and a group is not shown. */
function shown(value: unknown): string {
  if (typeof value === 'object') return Array.isArray(value) ? t('A list') : t('A group of keys');
  const text = String(value);
  return `\`${text.length > maxShownChars ? `${text.slice(0, maxShownChars)}…` : text}\``;
}

const typeNames: Record<string, PlainWording> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  object: 'a group of keys',
  record: 'a group of keys',
  array: 'a list (lines that begin with -)',
  boolean: 'true or false',
};
const typeName = (type: string): string => {
  const name = typeNames[type];
  return name === undefined ? type : t(name);
};

/**
 * A path for a message: in JavaScript's notation, an article by its id.
 * @param root what the path is in
 * @example nameOf(['articles', 2, 'image', 'alt'], issue) // 'bank-at-night.image.alt'; 'articles[2].image.alt' if it has no id
 */
export function nameOf(path: Path, root?: unknown): string {
  const id = path[0] === 'articles' && path.length > 2 ? valueAt(root, [...path.slice(0, 2), 'id']) : undefined;
  const named = typeof id === 'string' && path[2] !== 'id' ? [id, ...path.slice(2)] : path;
  return named
    .map((step, i) => (typeof step === 'number' ? `[${step}]` : `${i > 0 ? '.' : ''}${String(step)}`))
    .join('');
}

function valueAt(value: unknown, path: Path): unknown {
  let current = value;
  for (const step of path) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = Object.getOwnPropertyDescriptor(current, step)?.value;
  }
  return current;
}
