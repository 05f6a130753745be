import { Temporal } from 'temporal-polyfill';
import { dayOf } from '../publication/schedule.ts';
import type { Publication } from '../publication/schema.ts';

/** What may still be sent today, and when the next day begins. */
export type Budget = { left: number; until: Date };

/**
 * What the warm-up of a new sending domain (`sending.warm_up`) leaves for today, by the publication's clock.
 * @param triedSince how many messages were tried since a moment, in all runs
 * @returns nothing where there is no limit: no schedule, before its first day, after its last
 */
export async function warmUpBudget(
  { sending: { warm_up }, time_zone }: Publication,
  now: Date,
  triedSince: (since: Date) => Promise<number>,
): Promise<Budget | undefined> {
  if (warm_up === undefined) return undefined;
  const today = dayOf(Temporal.Instant.fromEpochMilliseconds(now.getTime()), time_zone);
  const day = Temporal.PlainDate.from(warm_up.start).until(today, { largestUnit: 'days' }).days;
  const allowed = warm_up.per_day[day];
  if (allowed === undefined) return undefined;
  const startOf = (date: Temporal.PlainDate): Date => new Date(date.toZonedDateTime(time_zone).epochMilliseconds);
  const tried = await triedSince(startOf(today));
  return { left: Math.max(0, allowed - tried), until: startOf(today.add({ days: 1 })) };
}
