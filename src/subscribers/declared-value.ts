import { checkValue, type DeclaredField } from '../publication/declared-fields.ts';
import { plainWords } from '../publication/plain-words.ts';
import { type DateOrder, readDate } from '../source/read-date.ts';

/**
 * Reads what a person or a list gives for a declared field: also a choice by its label, and a date in another form.
 * @param order that of day and month in dates of digits, if the user gave it
 * @returns the value as it is stored, empty for an empty text; or why there is none
 */
export function readDeclaredValue(
  field: DeclaredField,
  text: string,
  order?: DateOrder,
): { value: string; why?: undefined } | { value?: undefined; why: string } {
  if (text.trim() === '') return { value: '' };
  const checked = checkValue(field, text);
  if (checked.value !== undefined) return checked;
  const meant = field.choices !== undefined ? choiceNamed(field.choices, text) : dateIn(field, text, order);
  return meant === undefined ? checked : { value: meant };
}

function choiceNamed(choices: NonNullable<DeclaredField['choices']>, text: string): string | undefined {
  const words = plainWords(text);
  if (words === '') return undefined;
  return Object.entries(choices).find(([key, label]) =>
    [key, ...(typeof label === 'string' ? [label] : Object.values(label))].some(name => plainWords(name) === words),
  )?.[0];
}

const dateIn = ({ kind }: DeclaredField, text: string, order: DateOrder | undefined): string | undefined =>
  kind === 'date' ? readDate(text, order)?.toISOString().slice(0, 10) : undefined;
