import { type Kysely, sql, type Transaction } from 'kysely';
import { clockOf, isSqlite } from './database/dialect.ts';
import { countTried } from './ledger/ledger-views.ts';
import type { Tables } from './schema.ts';

/** Places of which there are only so many: connections, messages under way to a domain, messages of a day. */
export type PermitRequest = {
  name: string;
  holder: string;
  /** How many there are for all. */
  most: number;
  /** Less those deliveries of all runs that were tried since then. */
  lessTriedSince?: Date;
  wanted: number;
};

/**
 * Limits that many machines keep to together, told apart by names. The clock is that of the database, so that those of the
 * machines need not agree.
 */
export type Limits = {
  /**
   * Takes the next turns of a rate that nobody has: one every `1 / perSecond` seconds, whoever takes them.
   * @returns milliseconds until the first of them
   */
  takeRateSlots(name: string, perSecond: number, count: number): Promise<number>;
  /**
   * Takes places, no more than a fair part where others have some or ask for them. What it has it keeps until it leaves, or is
   * not heard of for a minute.
   * @returns how many it has now; none where none is free: it is then counted among those who ask
   */
  takePermits(asked: PermitRequest): Promise<number>;
  /** Keeps all places of a holder. */
  keepPermits(holder: string): Promise<void>;
  /** Gives back the places of holders that are known to be dead, so that their leases need not be waited out. */
  freePermits(isDead: (holder: string) => boolean): Promise<void>;
  /** Gives all places of a holder back. */
  releasePermits(holder: string): Promise<void>;
};

/** Milliseconds for which a holder of places may be silent. */
const lease = 60_000;
/** Milliseconds that a rate is given out ahead at most, besides those of the turns that are asked for. */
const mostAhead = 60_000;

export function makeLimits(db: Kysely<Tables>): Limits {
  const clock = clockOf(db);
  const later = sql.raw(isSqlite(db) ? 'max' : 'greatest');
  return {
    async takeRateSlots(name, perSecond, count) {
      const span = (count * 1_000) / perSecond;
      const { rows } = await sql<{ wait: number }>`
        insert into turns (name, next_at) values (${name}, ${clock} + ${span})
        on conflict (name) do update set next_at = ${span} + case
          -- From before the database's clock went back.
          when turns.next_at > ${clock} + ${mostAhead + 100 * span} then ${clock}
          else ${later}(turns.next_at, ${clock}) end
        returning next_at - ${span} - ${clock} as wait`.execute(db);
      return Math.max(0, rows[0]?.wait ?? 0);
    },
    takePermits: asked =>
      db.transaction().execute(async trx => {
        await lock(trx, asked.name);
        const until = sql<number>`${clock} + ${lease}`;
        await trx
          .insertInto('places')
          .values({ name: asked.name, holder: asked.holder, count: 0, lease_until: until })
          .onConflict(conflict => conflict.columns(['name', 'holder']).doUpdateSet({ lease_until: until }))
          .execute();
        await trx
          .deleteFrom('places')
          .where('name', '=', asked.name)
          // One that ends later than any that is given now is from before the clock went back; who lives renews it.
          .where(eb =>
            eb.or([
              eb('lease_until', '<', sql<number>`${clock}`),
              eb('lease_until', '>', sql<number>`${clock} + ${2 * lease}`),
            ]),
          )
          .execute();
        const all = await trx.selectFrom('places').select(['holder', 'count']).where('name', '=', asked.name).execute();
        const taken = all.reduce((sum, { count }) => sum + count, 0);
        const has = all.find(({ holder }) => holder === asked.holder)?.count ?? 0;
        // After those of others were read: who has given some back since has tried what they were for.
        const tried = asked.lessTriedSince === undefined ? 0 : await countTried(trx, asked.lessTriedSince);
        const most = Math.max(0, asked.most - tried);
        const part = Math.max(1, Math.ceil(most / all.length));
        const count = Math.max(has, Math.min(asked.wanted, part, most - taken + has));
        await trx
          .updateTable('places')
          .set({ count })
          .where('name', '=', asked.name)
          .where('holder', '=', asked.holder)
          .execute();
        return count;
      }),
    async keepPermits(holder) {
      await db
        .updateTable('places')
        .set({ lease_until: sql<number>`${clock} + ${lease}` })
        .where('holder', '=', holder)
        .execute();
    },
    async freePermits(isDead) {
      const rows = await db.selectFrom('places').select('holder').distinct().execute();
      const dead = rows.map(({ holder }) => holder).filter(isDead);
      if (dead.length > 0) await db.deleteFrom('places').where('holder', 'in', dead).execute();
    },
    async releasePermits(holder) {
      await db.deleteFrom('places').where('holder', '=', holder).execute();
    },
  };
}

/** Until the transaction ends nobody else takes places of that name. SQLite has locked all by then. */
async function lock(trx: Transaction<Tables>, name: string): Promise<void> {
  if (!isSqlite(trx)) await sql`select pg_advisory_xact_lock(hashtext(${`hebdo places ${name}`}))`.execute(trx);
}
