import type { ValueForm } from '../issue/value-form.ts';
import type { Publication } from '../publication/schema.ts';
import { ownValue } from '../source/own.ts';
import { textIn } from '../source/values.ts';
import type { Locale } from './locale.ts';
import { typesetLine } from './typography.ts';

/** How a locale writes the values of a field of readers. @returns undefined if there is no such field */
export function valueFormOf(
  field: string,
  { fields }: Pick<Publication, 'fields'>,
  { language, t, typeset }: Locale,
): ValueForm | undefined {
  const declared = ownValue(fields, field);
  if (field === 'name' || declared?.kind === 'text') return { language, kind: 'text' };
  if (declared === undefined) return undefined;
  if (declared.kind === 'number') return { language, kind: 'number' };
  if (declared.choices === undefined) {
    const days = Array.from({ length: 31 }, (_, i) => t('date.day', { count: i + 1, ordinal: true }));
    return { language, kind: 'date', days };
  }
  const labels = Object.entries(declared.choices).map(([choice, label]) => [
    choice,
    typesetLine(typeset, textIn(label, language) ?? choice),
  ]);
  return { language, kind: 'choice', labels: Object.fromEntries(labels) };
}
