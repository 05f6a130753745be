import type { Temporal } from 'temporal-polyfill';
import type { Locale } from './locale.ts';

/** A date in full, in the locale's format: `mardi 1er décembre 2026`, `Tuesday, December 1, 2026`. */
export function fullDate(day: Temporal.PlainDate, { language, t }: Locale): string {
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeZone: 'UTC' });
  return format
    .formatToParts(Date.UTC(day.year, day.month - 1, day.day))
    .map(part =>
      part.type === 'day' && /^\d+$/.test(part.value) ? t('date.day', { count: day.day, ordinal: true }) : part.value,
    )
    .join('');
}

/** A date and the time of day, in the locale's format and a time zone: `vendredi 4 décembre 2026 à 18:30`. */
export const dateAndTime = (instant: Temporal.Instant, { language }: Locale, timeZone: string): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'short', timeZone }).format(
    instant.epochMilliseconds,
  );

/** A duration in the locale's words: `90 days`, `4 semaines`. */
export const durationText = ({ language }: Locale, count: number, unit: 'minute' | 'day' | 'week'): string =>
  new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(count);

/** The name of a language in that language: `français`, `English`. */
export const nameOfLanguage = (language: string): string =>
  new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language;

/** The number of an ISO week without a leading zero: `2026-W08` is `8`. */
export const numberOfWeek = (week: string): number => Number(week.slice(-2));
