import { checkValue } from '../publication/declared-fields.ts';
import { ownValue } from '../source/own.ts';

/** How the stored values of a field are written in a language. `labels` and `days` are typeset: those of choices, and of the days 1 to 31. */
export type ValueForm = { language: string } & (
  | { kind: 'text' }
  | { kind: 'number' }
  | { kind: 'date'; days: readonly string[] }
  | { kind: 'choice'; labels: Readonly<Record<string, string>> }
);

/**
 * A stored value as texts show it.
 * @returns undefined if there is none, or if it does not fit: the type of the field may have changed since
 * @example formatted('2026-12-01', { language: 'fr', kind: 'date', days: ['1er', …] }) // '1er décembre 2026'
 */
export function formatted(value: string | undefined, form: ValueForm): string | undefined {
  if (value === undefined || form.kind === 'text') return value;
  if (form.kind === 'choice') return ownValue(form.labels, value);
  if (checkValue({ label: '', kind: form.kind }, value).value !== value) return undefined;
  return form.kind === 'number' ? numberFormat(form.language).format(Number(value)) : dateText(value, form);
}

function dateText(value: string, { language, days }: Extract<ValueForm, { kind: 'date' }>): string {
  return dateFormat(language)
    .formatToParts(Date.parse(`${value}T00:00:00Z`))
    .map(part => (part.type === 'day' ? (days[Number(part.value) - 1] ?? part.value) : part.value))
    .join('');
}

/** Formats take long to make, and a run makes millions of messages. */
const numberFormat = cached(language => new Intl.NumberFormat(language, { maximumFractionDigits: 6 }));
const dateFormat = cached(language => new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }));

function cached<T>(make: (language: string) => T): (language: string) => T {
  const made = new Map<string, T>();
  return language => {
    const one = made.get(language) ?? make(language);
    made.set(language, one);
    return one;
  };
}
