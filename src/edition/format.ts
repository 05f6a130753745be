import type { Temporal } from 'temporal-polyfill';
import type { Locale } from './locale.ts';

/** A day in full, as the language writes it: `mardi 1er décembre 2026`, `Tuesday, December 1, 2026`. */
export function fullDate(day: Temporal.PlainDate, { language, t }: Locale): string {
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeZone: 'UTC' });
  return format
    .formatToParts(Date.UTC(day.year, day.month - 1, day.day))
    .map(part =>
      part.type === 'day' && /^\d+$/.test(part.value) ? t('date.day', { count: day.day, ordinal: true }) : part.value,
    )
    .join('');
}

/** A language's name in itself, as readers look for it: `français`, `English`. */
export const nameOfLanguage = (language: string): string =>
  new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language;

/** An ISO week's number without its zero: `2026-W08` is `8`. */
export const numberOfWeek = (week: string): number => Number(week.slice(-2));
