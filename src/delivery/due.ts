import type { Temporal } from 'temporal-polyfill';
import type { Issue } from '../issue/schema.ts';
import { instantOf } from '../publication/schedule.ts';
import type { Publication } from '../publication/schema.ts';

/** What a scheduler does with an issue. */
export type DueVerdict =
  | { kind: 'due' | 'waiting' | 'too-late'; at: Temporal.Instant }
  | { kind: 'sent' | 'draft' | 'unscheduled' };

/**
 * Whether an issue's time has come: at `send_at`, and not more than `schedule.max_lateness` after it, so that an old
 * issue is never sent to everyone because a ledger was lost.
 * @param finished whether the ledger says it was sent
 */
export function dueVerdict(
  issue: Issue,
  { time_zone, schedule }: Publication,
  finished: boolean,
  now: Temporal.Instant,
): DueVerdict {
  if (issue.status !== 'ready') return { kind: 'draft' };
  if (finished) return { kind: 'sent' };
  const at = issue.send_at === undefined ? undefined : instantOf(issue.send_at, time_zone);
  if (at === undefined) return { kind: 'unscheduled' };
  const late = now.epochMilliseconds - at.epochMilliseconds;
  if (late < 0) return { kind: 'waiting', at };
  return { kind: late > schedule.max_lateness * 1000 ? 'too-late' : 'due', at };
}
