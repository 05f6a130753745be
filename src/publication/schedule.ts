import { Temporal } from 'temporal-polyfill';

const written = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}(?::\d{2})?) ?(Z|[+-]\d{2}:\d{2})?$/;
const local = /^(?:(\d{4}-\d{2}-\d{2})[ T])?(\d{2}:\d{2}(?::\d{2})?) local$/;

/** When an issue is to go. */
export type SendTime = {
  /** Whether it goes when its clock time comes where each reader lives, in a wave for each time zone. */
  isLocal: boolean;
  /** The moment for the readers of a time zone; the same for all where the time is not local. */
  in(timeZone: string): Temporal.Instant;
};

/**
 * When an issue is to go by its `send_at`: `2026-11-27 08:00` is in `timeZone` unless it bears an offset (`+01:00`, `Z`);
 * `2026-11-27 08:00 local` is that time by each reader's clock, and `08:00 local` on the Monday of its week.
 * @returns nothing where none is said, or no such time exists: a wrong form, a wrong date, a gap of summer time. A time that
 *   exists twice (the autumn overlap) is the earlier one. A local time that a zone skips comes as much later as it skips
 *   (the "compatible" way of RFC 5545 section 3.3.5): its readers must not go without.
 */
export function sendTime(
  { send_at = '', week }: { send_at?: string; week: string },
  timeZone: string,
): SendTime | undefined {
  const [, day, clock] = local.exec(send_at) ?? [];
  if (clock !== undefined) {
    const time = plainDateTime(`${day ?? mondayOf(week)}T${clock}`);
    return time && { isLocal: true, in: zone => time.toZonedDateTime(zone).toInstant() };
  }
  const at = instantOf(send_at, timeZone);
  return at && { isLocal: false, in: () => at };
}

/** The instant of `2026-11-27 08:00`, with or without an offset. */
function instantOf(text: string, timeZone: string): Temporal.Instant | undefined {
  const [, date, time, offset] = written.exec(text) ?? [];
  const plain = date === undefined ? undefined : plainDateTime(`${date}T${time}`);
  if (plain === undefined) return undefined;
  if (offset !== undefined) return Temporal.Instant.from(`${plain}${offset}`);
  const zoned = plain.toZonedDateTime(timeZone, { disambiguation: 'earlier' });
  return zoned.toPlainDateTime().equals(plain) ? zoned.toInstant() : undefined;
}

function plainDateTime(text: string): Temporal.PlainDateTime | undefined {
  try {
    return Temporal.PlainDateTime.from(text, { overflow: 'reject' });
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
