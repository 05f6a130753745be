import type { Publication } from '../../publication/schema.ts';
import type { Shared } from './pace.ts';
import { type Budget, warmUpDay } from './warm-up.ts';

/** The permits of a process that works on a chunk: its part of limits shared by all. */
type Share = { connections: number; budget?: Budget };

/**
 * Takes permits for connections and for messages of the day's warm-up; `Limits.releasePermits` gives them back.
 * @param wanted how many connections and messages the process can use
 * @param triedSince how many messages were tried since a moment, in all runs
 * @returns undefined while other processes hold all permits
 */
export async function takeShare(
  { limits, holder }: Shared,
  publication: Publication,
  wanted: { connections: number; messages: number },
  { now, triedSince }: { now: Date; triedSince: (since: Date) => Promise<number> },
): Promise<Share | undefined> {
  const limit = publication.sending.connections;
  const connections =
    limit === undefined
      ? wanted.connections
      : await limits.takePermits({ name: 'connections', holder, limit, wanted: wanted.connections });
  if (connections === 0) return undefined;
  const day = warmUpDay(publication, now);
  if (day === undefined) return { connections };
  const left = await limits.takePermits({
    name: 'warm-up',
    holder,
    limit: day.allowed,
    lessTriedSince: day.since,
    wanted: wanted.messages,
  });
  if (left === 0 && (await triedSince(day.since)) < day.allowed) {
    await limits.releasePermits(holder);
    return undefined;
  }
  return { connections, budget: { left, until: day.until } };
}
