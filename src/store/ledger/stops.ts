import type { Kysely } from 'kysely';
import type { Tables } from '../schema.ts';

/** A stop of all sending: the server refuses us for every recipient. `tryAt` is the moment of the next probe. */
export type Stop = { code?: number; words: string; since: Date; probes: number; tryAt: Date };

/** The stop of a newsletter, which holds for every sender on every machine. */
export type Stops = {
  /** The stop, if there is one. */
  current(): Promise<Stop | undefined>;
  /** Stops all sending, or moves the next probe of an existing stop to `tryAt`. */
  set(refusal: { code?: number; words: string }, tryAt: Date, now: Date): Promise<void>;
  /**
   * Requests a probe: one message that is tried although sending is stopped.
   * @param next the moment of the next probe, should this one not end the stop
   * @returns true for one of all callers, once the probe is due
   */
  probe(now: Date, next: Date): Promise<boolean>;
  /** Ends the stop: a message was accepted, or a person decided. @returns whether there was a stop */
  lift(): Promise<boolean>;
};

/** The only row: a newsletter has one server, or one list of them. */
const name = 'sending';

/** Characters of a reply that are kept. */
const maxReplyCharacters = 500;

/** No pause between two probes is as long: a later moment is from before the clock was set back. */
const maxProbePauseMs = 86_400_000;
const latestProbe = (now: Date): Date => new Date(now.getTime() + maxProbePauseMs);

/** Whether a probe is due; the same condition as that of `Stops.probe`. */
export const mayProbe = ({ tryAt }: Stop, now: Date): boolean => tryAt <= now || tryAt > latestProbe(now);

/** The stop of a newsletter's database. */
export function makeStops(db: Kysely<Tables>): Stops {
  return {
    async current() {
      const row = await db.selectFrom('stops').selectAll().where('name', '=', name).executeTakeFirst();
      if (row === undefined) return undefined;
      const { code, words, since, probes, try_at } = row;
      return { code: code ?? undefined, words, since: new Date(since), probes, tryAt: new Date(try_at) };
    },
    async set({ code, words }, tryAt, now) {
      const row = { code: code ?? null, words: words.slice(0, maxReplyCharacters), try_at: tryAt.toISOString() };
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
        .where(eb => eb.or([eb('try_at', '<=', now.toISOString()), eb('try_at', '>', latestProbe(now).toISOString())]))
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },
    async lift() {
      const { numDeletedRows } = await db.deleteFrom('stops').where('name', '=', name).executeTakeFirst();
      return numDeletedRows === 1n;
    },
  };
}
