import { z } from 'zod';
import { suggestion } from './nearest.ts';
import type { Problem } from './problem.ts';
import type { Path, YamlSource } from './yaml.ts';

/** Words for a schema's error: what is wrong, and what to do. Both parts reach the editor apart. */
export const say = (message: string, hint: string): string => `${message} → ${hint}`;

/** An object that refuses unknown keys, each named with its nearest known one. */
export function object<T extends z.core.$ZodLooseShape>(shape: T) {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: issue =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map(key => say(`\`${key}\` is not a key that belongs here.`, suggestion(key, known))).join('\n')
        : undefined,
  });
}

/**
 * Holds a parsed file against its schema.
 * @param standIns values for required keys that are missing or wrong, by key, so that the rest can still be judged
 * @returns the typed value; or every violation with its place in the file, and what could be salvaged
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

/** Cuts out what violates the schema until the rest fits. Rounds are bounded by the schema's depth. */
function salvage<S extends z.ZodType>(schema: S, value: unknown, standIns: Record<string, (path: Path) => unknown>) {
  const copy: unknown = structuredClone(value);
  for (let round = 0; round < 8; round++) {
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
        // A required key of a group that cannot stand without it: the group goes.
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

/** The JSON Schema (draft 2020-12) of what an editor may write, for completion in their editor. */
export function jsonSchemaOf(schema: z.ZodType, title: string): Record<string, unknown> {
  return { title, ...z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) };
}

function problemsOf(issue: z.core.$ZodIssue, base: Path, source: YamlSource): Problem[] {
  const path = [...base, ...issue.path];
  const problem = (rule: string, words: string, key?: string): Problem => {
    const [message = words, hint = 'See docs/files.md for what belongs here.'] = words.split(' → ');
    const span = key === undefined ? source.spanOf(path) : source.spanOfKey([...path, key]);
    return { rule, severity: 'error', message, hint, file: source.path, span };
  };
  if (issue.code === 'unrecognized_keys') {
    const words = issue.message.split('\n');
    return issue.keys.map((key, i) => problem('unknown-key', words[i] ?? issue.message, key));
  }
  const name = nameOf(path);
  const value = valueAt(source.value, path);
  if (value === undefined)
    return [problem('missing-key', say(`\`${name}\` is missing.`, `Add a line \`${String(path.at(-1))}: …\` here.`))];
  if (value === null)
    return [problem('schema', say(`\`${name}\` is empty.`, 'Write a value after the colon, or remove the line.'))];
  if (issue.code === 'invalid_union') {
    // The branch that got furthest is the one the editor meant.
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
        say(`\`${name}\` is not written yet.`, 'Write it, or remove the line if this language goes without.'),
      ),
    ];
  if (issue.message.includes(' → ')) return [problem('schema', issue.message)];
  if (issue.code === 'invalid_type') {
    const hint = issue.expected === 'string' ? 'Put the value in quotes.' : 'See docs/files.md for an example.';
    return [problem('schema', say(`\`${name}\` must be ${article(issue.expected)}.`, hint))];
  }
  if (issue.code === 'invalid_value')
    return [
      problem(
        'schema',
        say(
          `\`${String(value)}\` is not a value \`${name}\` can have.`,
          suggestion(String(value), issue.values.map(String)),
        ),
      ),
    ];
  return [problem('schema', say(`\`${name}\`: ${issue.message}.`, 'See docs/files.md for an example.'))];
}

const words: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  object: 'a group of keys',
  record: 'a group of keys',
  array: 'a list (lines that begin with -)',
  boolean: 'true or false',
};
const article = (type: string): string => words[type] ?? type;

/** `articles[2].image.alt`, as editors and JavaScript write a path. */
export function nameOf(path: Path): string {
  return path
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
