import { html } from 'hono/html';
import { checkValue, type DeclaredField } from '../../publication/declared-fields.ts';
import { maxFieldCharacters } from '../../source/values.ts';
import type { DeclaredValues } from '../../store/subscribers/declared-values.ts';
import { type Html, inLanguage, type PageContext } from './layout.ts';

/** The name of the form field of a declared field. */
export const declaredName = (key: string): string => `field_${key}`;

/** A form field for each field that hebdo.yaml declares. @param values the subscriber's */
export const declaredChoices = (context: PageContext, values: DeclaredValues = {}): Html[] =>
  Object.entries(context.publication.fields).map(([key, field]) => {
    const name = declaredName(key);
    return html`<label for="${name}">${inLanguage(context, field.label)}</label>
${control(context, field, name, fitting(field, values[key]))}
`;
  });

/** A stored value that its field still allows; empty otherwise. */
const fitting = (field: DeclaredField, value = ''): string =>
  value === '' ? '' : (checkValue(field, value).value ?? '');

function control(context: PageContext, field: DeclaredField, name: string, value: string): Html {
  if (field.choices !== undefined) {
    const options = Object.entries(field.choices).map(
      ([choice, label]) =>
        html`<option value="${choice}" ${choice === value ? 'selected' : ''}>${inLanguage(context, label)}</option>`,
    );
    return html`<select id="${name}" name="${name}"><option value=""></option>${options}</select>`;
  }
  if (field.kind === 'number')
    return html`<input type="number" step="any" id="${name}" name="${name}" value="${value}">`;
  if (field.kind === 'date') return html`<input type="date" id="${name}" name="${name}" value="${value}">`;
  return html`<input type="text" id="${name}" name="${name}" value="${value}" maxlength="${maxFieldCharacters}">`;
}
