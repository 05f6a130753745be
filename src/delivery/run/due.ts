import { Temporal } from 'temporal-polyfill';
import type { Issue } from '../../issue/schema.ts';
import type { Publication } from '../../publication/schema.ts';
import { type SendTime, sendTime } from '../../publication/send-time.ts';
import { isTimeZone } from '../../source/values.ts';

/** What a scheduler does with an issue. */
export type DueVerdict =
  | { kind: 'due' | 'waiting' | 'too-late'; at: Temporal.Instant }
  | { kind: 'sent' | 'draft' | 'unscheduled' };

/** What the ledger says of an issue: that it was not begun, that it was sent, or when the next of it is due. */
export type RunSoFar = 'none' | 'finished' | { nextDue: Date | undefined };

/** Milliseconds for which a run waits for what is due next; what is due later is for the next run. */
export const runPatience = 900_000;

/**
 * Whether an issue's time has come: at `send_at`, and begun not more than `schedule.max_lateness` after it, so that an old
 * issue is never sent to everyone because a ledger was lost. Where it goes by the readers' clocks, it begins with the first of
 * them.
 * @param readers those of an issue that goes by their clocks
 */
export function dueVerdict(
  issue: Issue,
  { time_zone, schedule }: Publication,
  run: RunSoFar,
  now: Temporal.Instant,
  readers: readonly ZoneCount[] = [],
): DueVerdict {
  if (issue.status !== 'ready') return { kind: 'draft' };
  if (run === 'finished') return { kind: 'sent' };
  const time = sendTime(issue, time_zone);
  if (time === undefined) return { kind: 'unscheduled' };
  const moments = wavesOf(time, time_zone, readers).map(({ at }) => at);
  const struck = moments.filter(moment => Temporal.Instant.compare(moment, now) <= 0);
  const since = run === 'none' ? struck[0] : (struck.at(-1) ?? now);
  if (since === undefined) return { kind: 'waiting', at: moments[0] ?? time.in(time_zone) };
  const late = now.epochMilliseconds - since.epochMilliseconds;
  // What was begun goes on to its end, however long that takes: a warm-up may take weeks.
  if (run === 'none' && late > schedule.max_lateness * 1000) return { kind: 'too-late', at: since };
  if (run !== 'none' && run.nextDue !== undefined && run.nextDue.getTime() > now.epochMilliseconds + runPatience)
    return { kind: 'waiting', at: Temporal.Instant.fromEpochMilliseconds(run.nextDue.getTime()) };
  return { kind: 'due', at: since };
}

/** When readers are due who named a time zone, or none; one that is not known here is as none. @param usual that of the publication */
export const dueIn =
  (time: SendTime, usual: string) =>
  (timeZone: string | undefined): Date =>
    new Date(time.in(known(timeZone) ?? usual).epochMilliseconds);

const known = (timeZone: string | undefined): string | undefined =>
  timeZone !== undefined && isTimeZone(timeZone) ? timeZone : undefined;

/** Readers who named the same time zone, or none. */
export type ZoneCount = { timeZone: string | undefined; count: number };

/** Those who are due at the same moment: when, in which time zones, and how many. */
export type Wave = { at: Temporal.Instant; timeZones: string[]; count: number };

/** The waves of an issue, the first to the last; one where it does not go by the readers' clocks. @param usual that of the publication */
export function wavesOf(time: SendTime, usual: string, readers: readonly ZoneCount[]): Wave[] {
  const all = [{ timeZone: usual, count: 0 }, ...(time.isLocal ? readers : [])];
  const waves = new Map<string, Wave>();
  for (const { timeZone, count } of all) {
    const zone = known(timeZone) ?? usual;
    const at = time.in(zone);
    const wave = waves.get(String(at)) ?? { at, timeZones: [], count: 0 };
    waves.set(String(at), wave);
    wave.count += count;
    if (!wave.timeZones.includes(zone)) wave.timeZones.push(zone);
  }
  return [...waves.values()].sort((a, b) => Temporal.Instant.compare(a.at, b.at));
}
