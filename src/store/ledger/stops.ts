import type { Kysely } from 'kysely';
import type { Tables } from '../schema.ts';

/** Why nothing is sent for now: the server refused us, whoever the reader was. */
export type Stop = { code?: number; words: string; since: Date; probes: number; tryAt: Date };

/** What every sender of the newsletter keeps to, on whichever machine. */
export type Stops = {
  current(): Promise<Stop | undefined>;
  /** Stops all sending, or puts off the next try of a stop there is. @param tryAt when one message may be tried again */
  set(refusal: { code?: number; words: string }, tryAt: Date, now: Date): Promise<void>;
  /**
   * Asks to try one message.
   * @param next when the next may be tried, should this one not end the stop
   * @returns true for one of all who ask, once the time has come
   */
  probe(now: Date, next: Date): Promise<boolean>;
  /** Ends the stop: a message was accepted, or a person decided. @returns whether there was one */
  lift(): Promise<boolean>;
};

/** There is one server, or one list of them, for the whole newsletter. */
const name = 'sending';

/** Milliseconds between two probes, at most, with room. */
const maxProbePauseMs = 86_400_000;
const farthest = (now: Date): Date => new Date(now.getTime() + maxProbePauseMs);

/** Whether one message may be tried, as `Stops.probe` sees it. A moment further away than any pause is from before the clock went back. */
export const mayProbe = ({ tryAt }: Stop, now: Date): boolean => tryAt <= now || tryAt > farthest(now);

export function makeStops(db: Kysely<Tables>): Stops {
  return {
    async current() {
      const row = await db.selectFrom('stops').selectAll().where('name', '=', name).executeTakeFirst();
      if (row === undefined) return undefined;
      const { code, words, since, probes, try_at } = row;
      return { code: code ?? undefined, words, since: new Date(since), probes, tryAt: new Date(try_at) };
    },
    async set({ code, words }, tryAt, now) {
      const row = { code: code ?? null, words: words.slice(0, 500), try_at: tryAt.toISOString() };
      await db
        .insertInto('stops')
        .values({ name, ...row, since: now.toISOString() })
        .onConflict(conflict => conflict.column('name').doUpdateSet(row))
        .execute();
    },
    async probe(now, next) {
      const { numUpdatedRows } = await db
        .updateTable('stops')
        .set(eb => ({ try_at: next.toISOString(), probes: eb('probes', '+', 1) }))
        .where('name', '=', name)
        .where(eb => eb.or([eb('try_at', '<=', now.toISOString()), eb('try_at', '>', farthest(now).toISOString())]))
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },
    async lift() {
      const { numDeletedRows } = await db.deleteFrom('stops').where('name', '=', name).executeTakeFirst();
      return numDeletedRows === 1n;
    },
  };
}
