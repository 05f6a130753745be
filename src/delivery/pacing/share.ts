import type { Publication } from '../../publication/schema.ts';
import type { Shared } from './pace.ts';
import { type Budget, warmUpDay } from './warm-up.ts';

/** What a process may use of limits that hold for all, while it works on a chunk. */
export type Share = { connections: number; budget?: Budget };

/**
 * Takes a share of the connections and of the day's warm-up; `Limits.leave` gives it back.
 * @param wanted connections and messages that there is use for
 * @returns nothing while others have all of it
 */
export async function takeShare(
  { limits, holder }: Shared,
  publication: Publication,
  wanted: { connections: number; messages: number },
  now: Date,
  triedSince: (since: Date) => Promise<number>,
): Promise<Share | undefined> {
  const most = publication.sending.connections;
  const connections =
    most === undefined
      ? wanted.connections
      : await limits.takePermits({ name: 'connections', holder, most, wanted: wanted.connections });
  if (connections === 0) return undefined;
  const day = warmUpDay(publication, now);
  if (day === undefined) return { connections };
  const left = await limits.takePermits({
    name: 'warm-up',
    holder,
    most: day.allowed,
    lessTriedSince: day.since,
    wanted: wanted.messages,
  });
  if (left === 0 && (await triedSince(day.since)) < day.allowed) {
    await limits.releasePermits(holder);
    return undefined;
  }
  return { connections, budget: { left, until: day.until } };
}
