import { Temporal } from 'temporal-polyfill';
import type { Publication } from '../../publication/schema.ts';
import { dayOf } from '../../publication/send-time.ts';

/** How many messages may still be sent today, and when the next day begins. */
export type Budget = { left: number; until: Date };

/** A day of a warm-up in the publication's time zone: how many messages are allowed, from when to when. */
type WarmUpDay = { allowed: number; since: Date; until: Date };

/**
 * What the warm-up of a new sending domain (`sending.warm_up`) allows today.
 * @returns undefined where there is no limit: no schedule, before its first day, after its last
 */
export function warmUpDay({ sending: { warm_up }, time_zone }: Publication, now: Date): WarmUpDay | undefined {
  if (warm_up === undefined) return undefined;
  const today = dayOf(Temporal.Instant.fromEpochMilliseconds(now.getTime()), time_zone);
  const day = Temporal.PlainDate.from(warm_up.start).until(today, { largestUnit: 'days' }).days;
  const allowed = warm_up.per_day[day];
  if (allowed === undefined) return undefined;
  const startOf = (date: Temporal.PlainDate): Date => new Date(date.toZonedDateTime(time_zone).epochMilliseconds);
  return { allowed, since: startOf(today), until: startOf(today.add({ days: 1 })) };
}

/**
 * What is left of today's warm-up; undefined where there is no limit.
 * @param triedSince how many messages were tried since a moment, in all runs
 */
export async function warmUpBudget(
  publication: Publication,
  now: Date,
  triedSince: (since: Date) => Promise<number>,
): Promise<Budget | undefined> {
  const day = warmUpDay(publication, now);
  if (day === undefined) return undefined;
  return { left: Math.max(0, day.allowed - (await triedSince(day.since))), until: day.until };
}
