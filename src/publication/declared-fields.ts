import { z } from 'zod';
import { schemaError, strictObject } from '../source/validate.ts';
import {
  changesDirection,
  fieldKeyShape,
  isFieldValue,
  type Localized,
  line,
  localized,
  maxFieldCharacters,
} from '../source/values.ts';
import { t } from '../wording/wording.ts';
import { isKnownColumn } from './known-columns.ts';

/**
 * A field of subscribers that `hebdo.yaml` declares. Its values are stored as texts: a text itself, a number with a decimal point, a
 * date as 2026-11-30, the key of a choice.
 */
export type DeclaredField = { label: Localized; sample?: string } & (
  | { kind: 'text' | 'number' | 'date'; choices?: undefined }
  | { kind: 'choice'; choices: Readonly<Record<string, Localized>> }
);

/** The declared fields by key, in the order of `hebdo.yaml`. */
export type DeclaredFields = Readonly<Record<string, DeclaredField>>;

/** Fields of a publication, and values of a list, at most. */
const maxFields = 20;
const maxChoices = 300;

/** Words that mean something else of a subscriber in a text or in data that is exported, besides the columns of lists. */
const reservedKeys = new Set(['id', 'fields', 'constructor', 'updated_at', 'hash']);

const key = z
  .string()
  .regex(
    fieldKeyShape,
    schemaError(
      t('The key of a field has small letters, digits and underscores.'),
      t('Rename it: `city`, `member_since`.'),
    ),
  )
  .refine(
    text => !reservedKeys.has(text) && !isKnownColumn(text),
    schemaError(t('This key means something else of a subscriber.'), t('Rename the field.')),
  );

const choiceKey = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9_-]{0,40}$/,
    schemaError(t('The key of a value has small letters, digits and dashes.'), t('Rename it.')),
  );

/** A label, which names a column of lists too. */
const label = localized(line).refine(
  texts => !Object.values(typeof texts === 'string' ? [texts] : texts).some(text => isKnownColumn(text ?? '')),
  schemaError(t('A column of this name means something else in lists that are imported.'), t('Choose another label.')),
);

const declaredField = strictObject({
  label: label.describe('What the preferences page calls it'),
  type: z.enum(['text', 'number', 'date']).optional().describe('Of its values: text (the default), number or date'),
  values: z
    .record(choiceKey, localized(line))
    .refine(
      values => Object.keys(values).length > 0 && Object.keys(values).length <= maxChoices,
      schemaError(
        t('A list of values has 1 to %{limit}.', { limit: maxChoices }),
        t('Name them: `{ free: Free, paid: Paid }`.'),
      ),
    )
    .optional()
    .describe('Instead of a type: the only values, named per language'),
  sample: z.union([z.string(), z.number()]).optional().describe('What the preview shows'),
})
  .refine(
    ({ type, values }) => type === undefined || values === undefined,
    schemaError(t('A field with `values` has no `type`.'), t('Remove one of them.')),
  )
  .transform(({ label, type = 'text', values, sample }, context): DeclaredField => {
    const field: DeclaredField =
      values === undefined ? { label, kind: type } : { label, kind: 'choice', choices: values };
    if (sample === undefined) return field;
    const { value, why } = checkValue(field, String(sample));
    if (value !== undefined) return { ...field, sample: value };
    const message = schemaError(t('The sample does not fit: %{why}.', { why }), t('Write one that readers may have.'));
    context.addIssue({ code: 'custom', path: ['sample'], message });
    return field;
  });

/** `fields` of `hebdo.yaml`. */
export const declaredFieldsSchema = z
  .record(key, declaredField)
  .refine(
    fields => Object.keys(fields).length <= maxFields,
    schemaError(t('There are more than %{limit} fields.', { limit: maxFields }), t('Remove some.')),
  )
  .refine(
    fields => !shareLabel(Object.values(fields)),
    schemaError(t('Two fields have the same label.'), t('Rename one of them: lists have columns by these names.')),
  );

/** Whether two of the fields have a label in common, whatever its case. */
function shareLabel(fields: readonly DeclaredField[]): boolean {
  const labels = fields.flatMap(({ label }) => [
    ...new Set((typeof label === 'string' ? [label] : Object.values(label)).map(text => text.trim().toLowerCase())),
  ]);
  return new Set(labels).size < labels.length;
}

/**
 * Checks a value of a field, and gives it as it is stored.
 * @param text not empty
 * @example checkValue({ label: 'Age', kind: 'number' }, '1 200,50').value // '1200.5'
 */
export function checkValue(
  field: DeclaredField,
  text: string,
): { value: string; why?: undefined } | { value?: undefined; why: string } {
  // Normalizing makes a text shorter, by four times at most: a Greek letter with three marks becomes one character.
  const value = text
    .trim()
    .slice(0, maxFieldCharacters * 5)
    .normalize('NFC');
  if (value.length > maxFieldCharacters)
    return { why: t('the value is longer than %{limit} characters', { limit: maxFieldCharacters }) };
  if (changesDirection(value)) return { why: t('the value holds a character that changes the direction of the text') };
  if (!isFieldValue(value)) return { why: t('the value holds a line break or another control character') };
  if (field.kind === 'text') return { value };
  const quoted = { text: value.slice(0, maxQuotedCharacters) };
  if (field.kind === 'choice')
    return Object.hasOwn(field.choices, value)
      ? { value }
      : {
          why: t('`%{text}` is none of %{values}', {
            ...quoted,
            values: Object.keys(field.choices).slice(0, 10).join(', '),
          }),
        };
  if (field.kind === 'date')
    return isDate(value) ? { value } : { why: t('`%{text}` is not a date such as 2026-11-30', quoted) };
  const number = numberOf(value);
  return number === undefined
    ? { why: t('`%{text}` is not a number such as 1200 or 12.5', quoted) }
    : { value: number };
}

const maxQuotedCharacters = 60;

/** Whether a text is a date of the calendar from the year 1000 on. */
function isDate(text: string): boolean {
  const date = /^[1-9]\d{3}-\d\d-\d\d$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  return date !== undefined && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** A number with a decimal point: `1 200,5` is `1200.5`. One comma before three digits may be either mark: it is no number. */
function numberOf(text: string): string | undefined {
  const plain = text.replace(/(?<=\d)[ \u00a0\u202f](?=\d{3}(?!\d))/g, '').replace('\u2212', '-');
  const [, whole = '', mark, decimals = ''] = /^(-?\d{1,12})(?:([.,])(\d{1,6}))?$/.exec(plain) ?? [];
  if (whole === '' || (mark === ',' && decimals.length === 3 && /^-?[1-9]/.test(whole))) return undefined;
  return String(Number(`${whole}.${decimals}`) || 0);
}
