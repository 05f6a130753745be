import { type DeclaredValues, readDeclared, withDeclared } from './declared-values.ts';
import { checkLanguage, checkName, checkSince, checkStatus, checkTags, checkTimeZone } from './field-checks.ts';

/** A field of a subscriber, besides the address. */
type Field = {
  /** Its key in `Subscriber`, `RawEntry` and, for a column, `SubscriberEntry`. */
  name: string;
  /** Its column in the table `subscribers`, if an import may change it there. Its migration makes it a nullable text. */
  column?: string;
  /** Its column in exported CSV and its key in exported JSON Lines. */
  label: string;
  /** Other columns of CSV that are read as this field, in lower case. */
  headers: readonly string[];
  /** Other keys of JSON Lines that are read as this field. */
  keys: readonly string[];
  /** Whether it has several values: an array in JSON, with semicolons between in CSV. */
  isList?: true;
  /** Reads the text that a file or a person gives. */
  check(text: string): { part: object; why?: undefined } | { part?: undefined; why: string };
};

/**
 * The fields of a subscriber, in the order of exported columns. Import, export, `subscribers add`, the journal of imports and the
 * table `subscribers` follow from these lines. A new column needs a line here, a migration, an option in
 * src/cli/commands/list/definitions.ts and, where readers see it, texts in `locales/`.
 */
export const fields = [
  {
    name: 'name',
    column: 'name',
    label: 'name',
    headers: ['full name', 'nom', 'nom complet'],
    keys: ['nom'],
    check: checkName,
  },
  {
    name: 'language',
    column: 'language',
    label: 'language',
    headers: ['lang', 'langue', 'locale'],
    keys: ['langue'],
    check: checkLanguage,
  },
  { name: 'status', label: 'status', headers: ['statut'], keys: [], check: checkStatus },
  { name: 'since', label: 'since', headers: ['depuis'], keys: [], check: checkSince },
  { name: 'tags', label: 'tags', headers: ['labels', 'étiquettes'], keys: [], isList: true, check: checkTags },
  {
    name: 'timeZone',
    column: 'time_zone',
    label: 'time_zone',
    headers: ['time zone', 'timezone', 'fuseau horaire'],
    keys: [],
    check: checkTimeZone,
  },
] as const satisfies readonly Field[];

/** The columns of CSV that hold the address, in lower case; the first is exported. */
export const addressHeaders: readonly string[] = [
  'email',
  'e-mail',
  'mail',
  'address',
  'adresse',
  'courriel',
  'adresse e-mail',
  'email address',
];

type AnyField = (typeof fields)[number];
export type FieldName = AnyField['name'];

/** The fields that are columns of `subscribers`. */
export const columnFields = fields.filter(field => 'column' in field);
type ColumnField = (typeof columnFields)[number];
/** `fields` holds the fields that hebdo.yaml declares, as JSON. */
type FieldColumn = ColumnField['column'] | 'fields';

/** The names of the columns of `subscribers` that an import may change. */
export const fieldColumns: readonly FieldColumn[] = [...columnFields.map(({ column }) => column), 'fields'];

/** The columns as a row holds them. Only the language is never null. */
export type FieldColumns = { [Column in Exclude<FieldColumn, 'language'>]: string | null } & { language: string };

/** The same values under the names of the fields; an unknown one is absent. */
export type ColumnValues = { [Name in Exclude<ColumnField['name'], 'language'>]?: string } & {
  language: string;
  /** Those that hebdo.yaml declares. */
  fields?: DeclaredValues;
};

/** The columns of a row as values of a subscriber. */
export const valuesOf = (row: FieldColumns): ColumnValues => ({
  ...recordOf(columnFields, ({ name, column }) => [name, row[column] ?? undefined]),
  fields: readDeclared(row.fields),
  language: row.language,
});

/** The values of a new entry as columns of a row. */
export const columnsOf = (values: ColumnValues): FieldColumns => ({
  ...recordOf(columnFields, ({ name, column }) => [column, values[name] ?? null]),
  fields: withDeclared(null, values.fields),
  language: values.language,
});

/**
 * An object with one property for each item.
 * @example recordOf(columnFields, ({ column }) => [column, 'text']) // { name: 'text', language: 'text', … }
 */
export function recordOf<Item, Key extends string, Value>(
  items: readonly Item[],
  propertyOf: (item: Item) => readonly [Key, Value],
): Record<Key, Value>;
export function recordOf(
  items: readonly unknown[],
  propertyOf: (item: unknown) => readonly [string, unknown],
): Record<string, unknown> {
  return Object.fromEntries(items.map(propertyOf));
}
