import { z } from 'zod';
import { parseJson } from '../../source/json.ts';
import { fieldKeyShape, isFieldValue } from '../../source/values.ts';

/** The values of a subscriber's declared fields, by key: `fields` of hebdo.yaml says what they mean. */
export type DeclaredValues = Readonly<Record<string, string>>;

/** What a database or a journal holds: values that cannot be stored are left out. */
export const declaredValues = z
  .record(z.string(), z.unknown())
  .transform((values): DeclaredValues => Object.fromEntries(Object.entries(values).flatMap(storable)));

const storable = ([key, value]: [string, unknown]): [string, string][] =>
  fieldKeyShape.test(key) && typeof value === 'string' && isFieldValue(value) ? [[key, value]] : [];

/** The values that the column `fields` holds as JSON. */
export const readDeclared = (column: string | null): DeclaredValues | undefined =>
  column === null ? undefined : declaredValues.safeParse(parseJson(column)).data;

/**
 * The column with other values: an empty value deletes the one that is there, others stay.
 * @returns the column as it is if nothing differs; null if no value is left
 */
export function withDeclared(column: string | null, values: DeclaredValues = {}): string | null {
  const before = readDeclared(column) ?? {};
  const given = declaredValues.parse(values);
  if (Object.entries(given).every(([key, value]) => (before[key] ?? '') === value)) return column;
  const left = Object.entries({ ...before, ...given }).filter(([, value]) => value !== '');
  return left.length === 0 ? null : JSON.stringify(Object.fromEntries(left));
}
