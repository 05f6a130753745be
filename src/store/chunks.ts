import { type Kysely, sql, type Transaction } from 'kysely';
import { isSqlite } from './dialect.ts';
import { soonest } from './ledger.ts';
import { putInOrder } from './put-in-order.ts';
import { isOpen, type Tables } from './schema.ts';

/** A piece of a run: the deliveries of a week whose numbers lie between. */
export type Chunk = { week: string; number: number; first: number; last: number };

/** A piece with whom it is, its deliveries, and how many of them are still to be made. */
export type HeldChunk = { number: number; holder: string; total: number; open: number };

/**
 * A run in pieces, which many processes work on. The ledger's rows decide what is sent; a piece only says who may take
 * their steps: whoever loses it can take none.
 */
export type Chunks = {
  /** Cuts what is open of a run into pieces of so many deliveries; nothing where it is cut already. @returns how many wait */
  cut(week: string, size: number): Promise<number>;
  /**
   * Takes a piece that nobody works on, or whose holder has been silent for too long. What of it had not reached the final
   * dot goes back into the queue, what had is uncertain.
   */
  take(holder: string, now: Date, until: Date): Promise<Chunk | undefined>;
  /** Lets pieces be taken whose holders are known to be dead, so that their leases need not be waited out. */
  free(isDead: (holder: string) => boolean, now: Date): Promise<void>;
  /** Keeps a piece; false if another has it now. */
  renew(chunk: Chunk, holder: string, until: Date): Promise<boolean>;
  /** Gives a piece back, done where nothing of it is open; with the last one its run is finished. */
  release(chunk: Chunk, holder: string, now: Date): Promise<void>;
  /** When the next delivery of a piece is due, if there is one; see `Ledger.nextDue`. */
  nextDue(chunk: Chunk): Promise<Date | undefined>;
  /** The pieces of a run that are worked on now, and how far each is. */
  held(week: string, now: Date): Promise<HeldChunk[]>;
  /** Pieces that are not done. */
  left(week: string): Promise<number>;
};

export function makeChunks(db: Kysely<Tables>): Chunks {
  const left = async (on: Kysely<Tables> | Transaction<Tables>, week: string): Promise<number> => {
    const row = await on
      .selectFrom('chunks')
      .select(eb => eb.fn.countAll().as('n'))
      .where('week', '=', week)
      .where('done_at', 'is', null)
      .executeTakeFirstOrThrow();
    return Number(row.n);
  };
  const openIn = (on: Kysely<Tables> | Transaction<Tables>, { week, first, last }: Chunk) =>
    on.selectFrom('deliveries').where('week', '=', week).where('id', '>=', first).where('id', '<=', last).where(isOpen);

  return {
    left: week => left(db, week),
    nextDue: chunk => soonest(openIn(db, chunk)),
    cut: (week, size) =>
      db.transaction().execute(async trx => {
        // Of two that cut at once the second waits here, and finds it done.
        await lockRun(trx, week);
        const waiting = await left(trx, week);
        if (waiting > 0) return waiting;
        const open = await trx
          .selectFrom('deliveries')
          .select(eb => [eb.fn.min('id').as('first'), eb.fn.max('id').as('last')])
          .where('week', '=', week)
          .where(isOpen)
          .executeTakeFirst();
        if (open?.first == null) return 0;
        const [from, to] = [Number(open.first), Number(open.last)];
        await trx.deleteFrom('chunks').where('week', '=', week).execute();
        const pieces = Array.from({ length: Math.ceil((to - from + 1) / size) }, (_, number) => ({
          week,
          number,
          first_id: from + number * size,
          last_id: Math.min(to, from + (number + 1) * size - 1),
        }));
        for (let at = 0; at < pieces.length; at += 1_000)
          await trx
            .insertInto('chunks')
            .values(pieces.slice(at, at + 1_000))
            .execute();
        return pieces.length;
      }),
    take: (holder, now, until) =>
      db.transaction().execute(async trx => {
        const found = await trx
          .selectFrom('chunks')
          .selectAll()
          .where('done_at', 'is', null)
          .where(eb => eb.or([eb('lease_until', 'is', null), eb('lease_until', '<=', now.toISOString())]))
          .orderBy('week')
          .orderBy('number')
          .limit(1)
          .$if(!isSqlite(trx), query => query.forUpdate().skipLocked())
          .executeTakeFirst();
        if (found === undefined) return undefined;
        const chunk = {
          week: found.week,
          number: found.number,
          first: Number(found.first_id),
          last: Number(found.last_id),
        };
        await trx
          .updateTable('chunks')
          .set({ holder, lease_until: until.toISOString() })
          .where('week', '=', chunk.week)
          .where('number', '=', chunk.number)
          .execute();
        await putInOrder(trx, { week: chunk.week, between: chunk }, now);
        return chunk;
      }),
    async free(isDead, now) {
      const rows = await db.selectFrom('chunks').select('holder').distinct().where('done_at', 'is', null).execute();
      const dead = rows.flatMap(({ holder }) => (holder !== null && isDead(holder) ? [holder] : []));
      if (dead.length === 0) return;
      await db
        .updateTable('chunks')
        .set({ lease_until: now.toISOString() })
        .where('holder', 'in', dead)
        .where('done_at', 'is', null)
        .execute();
    },
    async renew({ week, number }, holder, until) {
      const { numUpdatedRows } = await db
        .updateTable('chunks')
        .set({ lease_until: until.toISOString() })
        .where('week', '=', week)
        .where('number', '=', number)
        .where('holder', '=', holder)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },
    release: (chunk, holder, now) =>
      db.transaction().execute(async trx => {
        // Of the last two that end together, one sees the other done.
        await lockRun(trx, chunk.week);
        const open = await openIn(trx, chunk).select('id').limit(1).executeTakeFirst();
        const due = await soonest(openIn(trx, chunk));
        const { numUpdatedRows } = await trx
          .updateTable('chunks')
          .set({
            holder: null,
            lease_until: due?.toISOString() ?? null,
            done_at: open === undefined ? now.toISOString() : null,
          })
          .where('week', '=', chunk.week)
          .where('number', '=', chunk.number)
          .where('holder', '=', holder)
          .executeTakeFirst();
        if (numUpdatedRows !== 1n || open !== undefined) return;
        const more = await trx
          .selectFrom('chunks')
          .select('number')
          .where('week', '=', chunk.week)
          .where('done_at', 'is', null)
          .limit(1)
          .executeTakeFirst();
        if (more !== undefined) return;
        await trx
          .updateTable('runs')
          .set({ finished_at: sql<string>`coalesce(finished_at, ${now.toISOString()})` })
          .where('week', '=', chunk.week)
          .execute();
      }),
    async held(week, now) {
      const rows = await db
        .selectFrom('chunks')
        .select(eb => [
          'number',
          'holder',
          eb('last_id', '-', eb.ref('first_id')).as('span'),
          eb
            .selectFrom('deliveries')
            .select(inner => inner.fn.countAll().as('n'))
            .where('deliveries.week', '=', week)
            .whereRef('deliveries.id', '>=', 'first_id')
            .whereRef('deliveries.id', '<=', 'last_id')
            .where(isOpen)
            .as('open'),
        ])
        .where('week', '=', week)
        .where('done_at', 'is', null)
        .where('holder', 'is not', null)
        .where('lease_until', '>', now.toISOString())
        .orderBy('holder')
        .execute();
      return rows.map(({ number, holder, span, open }) => ({
        number,
        holder: holder ?? '',
        total: Number(span) + 1,
        open: Number(open),
      }));
    },
  };
}

/** Until the transaction ends nobody else changes what belongs to a run. SQLite has locked all by then. */
async function lockRun(trx: Transaction<Tables>, week: string): Promise<void> {
  if (isSqlite(trx)) return;
  await trx.selectFrom('runs').select('week').where('week', '=', week).forUpdate().execute();
}
