import { Temporal } from 'temporal-polyfill';

const instantPattern = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}(?::\d{2})?) ?(Z|[+-]\d{2}:\d{2})?$/;
const localTimePattern = /^(?:(\d{4}-\d{2}-\d{2})[ T])?(\d{2}:\d{2}(?::\d{2})?) local$/;

/** When an issue is sent. */
export type SendTime = {
  /** Whether the issue is sent at the same clock time in each reader's time zone, in one wave per time zone. */
  isLocal: boolean;
  /** The instant for readers in a time zone; the same for all time zones if the time is not local. */
  in(timeZone: string): Temporal.Instant;
};

/**
 * Reads an issue's `send_at`. `2026-11-27 08:00` is in `timeZone` unless it has an offset (`+01:00`, `Z`).
 * `2026-11-27 08:00 local` is that time in each reader's time zone; `08:00 local` is on the Monday of the week.
 * @param timeZone the publication's, an IANA name
 * @returns undefined if `send_at` is absent or no such time exists: a wrong format, a wrong date, or an hour that daylight
 *   saving skips. If a time occurs twice (in autumn), the first one counts. If a time zone skips a `local` time, its
 *   readers get the issue that much later (the "compatible" rule of RFC 5545 section 3.3.5), since they must not miss it.
 */
export function sendTime(
  { send_at = '', week }: { send_at?: string; week: string },
  timeZone: string,
): SendTime | undefined {
  const [, day, clock] = localTimePattern.exec(send_at) ?? [];
  if (clock !== undefined) {
    const time = plainDateTime(`${day ?? mondayOf(week)}T${clock}`);
    return time && { isLocal: true, in: zone => time.toZonedDateTime(zone).toInstant() };
  }
  const at = instantOf(send_at, timeZone);
  return at && { isLocal: false, in: () => at };
}

/** The instant of `2026-11-27 08:00`, with or without an offset. */
function instantOf(text: string, timeZone: string): Temporal.Instant | undefined {
  const [, date, time, offset] = instantPattern.exec(text) ?? [];
  const dateTime = date === undefined ? undefined : plainDateTime(`${date}T${time}`);
  if (dateTime === undefined) return undefined;
  if (offset !== undefined) return Temporal.Instant.from(`${dateTime}${offset}`);
  const zoned = dateTime.toZonedDateTime(timeZone, { disambiguation: 'earlier' });
  return zoned.toPlainDateTime().equals(dateTime) ? zoned.toInstant() : undefined;
}

function plainDateTime(text: string): Temporal.PlainDateTime | undefined {
  try {
    return Temporal.PlainDateTime.from(text, { overflow: 'reject' });
  } catch {
    return undefined;
  }
}

/** Whether a text is a date and time that exist, such as `2026-12-04 18:30`. */
export const isDateTime = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}$/.test(text) && plainDateTime(text.replace(' ', 'T')) !== undefined;

/** The instant of a date and time in a time zone, as calendars read it: one that is skipped is that much later. @throws if it does not exist */
export const instantIn = (text: string, timeZone: string): Temporal.Instant =>
  Temporal.PlainDateTime.from(text.replace(' ', 'T')).toZonedDateTime(timeZone).toInstant();

/** The calendar day of an instant in a time zone. */
export const dayOf = (instant: Temporal.Instant, timeZone: string): Temporal.PlainDate =>
  instant.toZonedDateTimeISO(timeZone).toPlainDate();

/** The Monday of an ISO 8601 week such as `2026-W48`; undefined if the year has no such week. */
export function mondayOf(week: string): Temporal.PlainDate | undefined {
  const [, year, number] = /^(\d{4})-W(\d{2})$/.exec(week) ?? [];
  if (year === undefined || number === undefined) return undefined;
  // 4 January is always in week 1 (ISO 8601).
  const fourth = Temporal.PlainDate.from({ year: Number(year), month: 1, day: 4 });
  const monday = fourth.subtract({ days: fourth.dayOfWeek - 1 }).add({ weeks: Number(number) - 1 });
  return monday.weekOfYear === Number(number) && monday.yearOfWeek === Number(year) ? monday : undefined;
}
