import { Temporal } from 'temporal-polyfill';
import type { Issue } from '../../issue/schema.ts';
import type { Publication } from '../../publication/schema.ts';
import { type SendTime, sendTime } from '../../publication/send-time.ts';
import { isTimeZone } from '../../source/values.ts';

/** Whether an issue is due: what a scheduler does with it. */
type DueVerdict =
  | { kind: 'due' | 'waiting' | 'too-late'; at: Temporal.Instant }
  | { kind: 'sent' | 'draft' | 'unscheduled' };

/** The state of an issue's run in the ledger: not begun, finished, or when its next delivery is due. */
export type RunSoFar = 'none' | 'finished' | { nextDue: Date | undefined };

/** The longest that a run waits for the next due delivery; later ones are left to the next run. */
export const maxDueWaitMs = 900_000;

/**
 * Whether an issue is due: from its `send_at` on. A run begins at most `schedule.max_lateness` later, so that an old issue is not
 * sent to everyone because a ledger was lost. An issue sent at readers' local times begins with the first time zone.
 * @param readers how many readers each time zone has, for an issue sent at their local times
 */
export function dueVerdict(
  issue: Issue,
  { time_zone, schedule }: Publication,
  { run, now, readers = [] }: { run: RunSoFar; now: Temporal.Instant; readers?: readonly ZoneCount[] },
): DueVerdict {
  if (issue.status !== 'ready') return { kind: 'draft' };
  if (run === 'finished') return { kind: 'sent' };
  const time = sendTime(issue, time_zone);
  if (time === undefined) return { kind: 'unscheduled' };
  const moments = wavesOf(time, time_zone, readers).map(({ at }) => at);
  const passed = moments.filter(moment => Temporal.Instant.compare(moment, now) <= 0);
  const since = run === 'none' ? passed[0] : (passed.at(-1) ?? now);
  if (since === undefined) return { kind: 'waiting', at: moments[0] ?? time.in(time_zone) };
  const late = now.epochMilliseconds - since.epochMilliseconds;
  // A run that was begun is never too late: a warm-up may take weeks.
  if (run === 'none' && late > schedule.max_lateness * 1000) return { kind: 'too-late', at: since };
  if (run !== 'none' && run.nextDue !== undefined && run.nextDue.getTime() > now.epochMilliseconds + maxDueWaitMs)
    return { kind: 'waiting', at: Temporal.Instant.fromEpochMilliseconds(run.nextDue.getTime()) };
  return { kind: 'due', at: since };
}

/**
 * When the readers of a time zone are due.
 * @param fallback the publication's time zone, for readers without one or with an unknown one
 */
export const dueIn =
  (time: SendTime, fallback: string) =>
  (timeZone: string | undefined): Date =>
    new Date(time.in(knownZone(timeZone) ?? fallback).epochMilliseconds);

const knownZone = (timeZone: string | undefined): string | undefined =>
  timeZone !== undefined && isTimeZone(timeZone) ? timeZone : undefined;

/** How many readers have the same time zone, or none. */
export type ZoneCount = { timeZone: string | undefined; count: number };

/** The readers who are due at the same moment: when, in which time zones, and how many. */
export type Wave = { at: Temporal.Instant; timeZones: string[]; count: number };

/**
 * The waves of an issue in the order of time; one for an issue that is not sent at readers' local times.
 * @param fallback the publication's time zone
 */
export function wavesOf(time: SendTime, fallback: string, readers: readonly ZoneCount[]): Wave[] {
  const all = [{ timeZone: fallback, count: 0 }, ...(time.isLocal ? readers : [])];
  const waves = new Map<string, Wave>();
  for (const { timeZone, count } of all) {
    const zone = knownZone(timeZone) ?? fallback;
    const at = time.in(zone);
    const wave = waves.get(String(at)) ?? { at, timeZones: [], count: 0 };
    waves.set(String(at), wave);
    wave.count += count;
    if (!wave.timeZones.includes(zone)) wave.timeZones.push(zone);
  }
  return [...waves.values()].sort((a, b) => Temporal.Instant.compare(a.at, b.at));
}
