import { Temporal } from 'temporal-polyfill';
import type { PartialDate } from './quantity.ts';

/** A date whose weekday is wrong. Without `date`, no month near the week has this weekday on this day. */
export type WeekdayFault = {
  date?: Temporal.PlainDate;
  /** The year of the issue, if the weekday fits there: last year's date was meant for this year. */
  fittingYear?: number;
};

/** Days from the week within which a date without a year can only be the nearest one. */
const maxNearDays = 120;

/** Days from the beginning of the week within which a date is news. */
const maxNewsDays = 10;

/**
 * Whether the weekday of a date is wrong. In doubt it is right.
 * @param monday of the week
 * @param years that the text names elsewhere
 * @example weekdayFault({ weekday: 1, day: 27, month: 11 }, monday of 2026-W48, []) // { date: 2026-11-27 }, a Friday
 */
export function weekdayFault(
  { weekday, day, month, year }: PartialDate,
  monday: Temporal.PlainDate,
  years: readonly number[],
): WeekdayFault | undefined {
  if (weekday === undefined || day === undefined) return undefined;
  const fits = (date: Temporal.PlainDate | undefined): boolean => date?.dayOfWeek === weekday;
  if (month === undefined) {
    // Friday the 13th is an idiom.
    if (weekday === 5 && day === 13) return undefined;
    const near = [-1, 0, 1, 2].map(months => monday.add({ months })).map(at => dateOf(day, at.month, at.year));
    return near.some(fits) ? undefined : {};
  }
  if (year !== undefined) {
    const date = dateOf(day, month, year);
    if (date === undefined || fits(date)) return undefined;
    return { date, ...(fits(dateOf(day, month, monday.year)) ? { fittingYear: monday.year } : {}) };
  }
  const distance = (date: Temporal.PlainDate): number => Math.abs(monday.until(date).days);
  const [nearest, next] = [-1, 0, 1]
    .flatMap(offset => dateOf(day, month, monday.year + offset) ?? [])
    .sort((a, b) => distance(a) - distance(b));
  const isDoubtful = nearest === undefined || (distance(nearest) > maxNearDays && fits(next));
  // News of this week may name a year to come.
  const others = years.filter(other => other < monday.year || distance(nearest ?? monday) > maxNewsDays);
  const isOfOtherYear = others.some(other => fits(dateOf(day, month, other)));
  return isDoubtful || isOfOtherYear || fits(nearest) ? undefined : { date: nearest };
}

/** Whether a month has a day: 30 February does not exist, and 29 February only in some years. */
export const isDay = ({ day, month, year }: PartialDate): boolean =>
  day === undefined || month === undefined || dateOf(day, month, year ?? leapYear) !== undefined;

const leapYear = 2024;

function dateOf(day: number, month: number, year: number): Temporal.PlainDate | undefined {
  try {
    return Temporal.PlainDate.from({ day, month, year }, { overflow: 'reject' });
  } catch {
    return undefined;
  }
}
