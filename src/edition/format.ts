import type { Temporal } from 'temporal-polyfill';
import type { Locale } from './locale.ts';
import { typesetLine } from './typography.ts';

/** A date in full, in the locale's format: `mardi 1er décembre 2026`, `Tuesday, December 1, 2026`. */
export const fullDate = (day: Temporal.PlainDate, locale: Locale): string =>
  withOrdinalDay(
    new Intl.DateTimeFormat(locale.language, { dateStyle: 'full', timeZone: 'UTC' }),
    Date.UTC(day.year, day.month - 1, day.day),
    locale,
  );

/** A date and the time of day, in the locale's format and a time zone: `mardi 1er décembre 2026 à 18:30`. */
export const dateAndTime = (instant: Temporal.Instant, locale: Locale, timeZone: string): string =>
  withOrdinalDay(
    new Intl.DateTimeFormat(locale.language, { dateStyle: 'full', timeStyle: 'short', timeZone }),
    instant.epochMilliseconds,
    locale,
  );

/** A formatted time whose day of the month is in the locale's words: `1er` in French. It is typeset. */
function withOrdinalDay(format: Intl.DateTimeFormat, milliseconds: number, { t, typeset }: Locale): string {
  const text = format
    .formatToParts(milliseconds)
    .map(({ type, value }) =>
      type === 'day' && /^\d+$/.test(value) ? t('date.day', { count: Number(value), ordinal: true }) : value,
    )
    .join('');
  return typesetLine(typeset, text);
}

/** A duration in the locale's words: `90 days`, `4 semaines`. */
export const durationText = ({ language }: Locale, count: number, unit: 'minute' | 'day' | 'week'): string =>
  new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(count);

/** The name of a language in that language: `français`, `English`. */
export const nameOfLanguage = (language: string): string =>
  new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language;

/** The number of an ISO week without a leading zero: `2026-W08` is `8`. */
export const numberOfWeek = (week: string): number => Number(week.slice(-2));
