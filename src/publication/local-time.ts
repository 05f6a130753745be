import { loadPublication } from './load.ts';

/** A moment in a time zone, to the second. @example localTime('2026-11-27T07:00:03Z', 'Europe/Paris') // '2026-11-27 08:00:03' */
export const localTime = (at: string | Date, timeZone: string): string =>
  // The Swedish form is that of ISO 8601 with a space.
  new Intl.DateTimeFormat('sv', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(new Date(at));

/** A moment with its time zone. @example localMoment('2026-11-27T07:00:03Z', 'Europe/Paris') // '2026-11-27 08:00:03 (Europe/Paris)' */
export const localMoment = (at: string | Date, timeZone: string): string => `${localTime(at, timeZone)} (${timeZone})`;

/** The time of day of a moment in a time zone. @example localClock(new Date('2026-11-27T07:00:03Z'), 'Europe/Paris') // '08:00:03' */
export const localClock = (at: Date, timeZone: string): string => localTime(at, timeZone).slice(-8);

/** The time zone of a newsletter. It is UTC where hebdo.yaml cannot be read: a report must not fail for it. */
export async function timeZoneOf(folder: string): Promise<string> {
  const { value, salvaged } = await loadPublication(folder);
  return (value ?? salvaged)?.time_zone ?? 'UTC';
}
