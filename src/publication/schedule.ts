import { Temporal } from 'temporal-polyfill';

const written = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}(?::\d{2})?) ?(Z|[+-]\d{2}:\d{2})?$/;

/**
 * The instant of a local time such as `2026-11-27 08:00`.
 * @param text in `timeZone` unless it bears an offset (`+01:00`, `Z`)
 * @returns an instant, or undefined where no such time exists: a wrong form, a wrong date, a gap of summer time.
 *   A time that exists twice (the autumn overlap) is the earlier one.
 */
export function instantOf(text: string, timeZone: string): Temporal.Instant | undefined {
  const [, date, time, offset] = written.exec(text) ?? [];
  if (date === undefined || time === undefined) return undefined;
  try {
    if (offset !== undefined) return Temporal.Instant.from(`${date}T${time}${offset}`);
    const local = Temporal.PlainDateTime.from(`${date}T${time}`, { overflow: 'reject' });
    const zoned = local.toZonedDateTime(timeZone, { disambiguation: 'earlier' });
    return zoned.toPlainDateTime().equals(local) ? zoned.toInstant() : undefined;
  } catch {
    return undefined;
  }
}

/** The calendar day of an instant in a time zone. */
export const dayOf = (instant: Temporal.Instant, timeZone: string): Temporal.PlainDate =>
  instant.toZonedDateTimeISO(timeZone).toPlainDate();

/** The Monday of an ISO 8601 week such as `2026-W48`, or undefined if the year has no such week. */
export function mondayOf(week: string): Temporal.PlainDate | undefined {
  const [, year, number] = /^(\d{4})-W(\d{2})$/.exec(week) ?? [];
  if (year === undefined || number === undefined) return undefined;
  // 4 January always lies in week 1 (ISO 8601).
  const fourth = Temporal.PlainDate.from({ year: Number(year), month: 1, day: 4 });
  const monday = fourth.subtract({ days: fourth.dayOfWeek - 1 }).add({ weeks: Number(number) - 1 });
  return monday.weekOfYear === Number(number) && monday.yearOfWeek === Number(year) ? monday : undefined;
}
