import { type Kysely, sql, type Transaction } from 'kysely';
import { clockOf, isSqlite } from './database/dialect.ts';
import { countTried } from './ledger/ledger-views.ts';
import type { Tables } from './schema.ts';

/** A request for permits: connections, messages in transit to a domain, messages of a day. */
type PermitRequest = {
  /** The name of the limit. */
  name: string;
  holder: string;
  /** How many permits all holders may have together. */
  limit: number;
  /** Lowers the limit by the deliveries of all runs that were tried since then. */
  lessTriedSince?: Date;
  wanted: number;
};

/**
 * Limits that many processes share, each under a name: permits (so many at a time) and rate slots (so many a second). The clock is
 * the database's, because the clocks of the machines may differ.
 *
 * @example
 * const held = await limits.takePermits({ name: 'connections', holder, limit: 10, wanted: 4 });
 * if (held > 0) {
 *   const waitMs = await limits.takeRateSlots('rate', 50, 1);
 *   // … the process waits, sends, and calls limits.keepPermits(holder) every 15 seconds …
 *   await limits.releasePermits(holder);
 * }
 */
export type Limits = {
  /**
   * Takes the next free slots of a rate. All processes together get one every `1 / perSecond` seconds.
   * @returns milliseconds until the first of them
   */
  takeRateSlots(name: string, perSecond: number, count: number): Promise<number>;
  /**
   * Takes permits, at most a fair part of them while others hold or request some. A permit is held until it is released or until
   * its 60 s lease expires. A holder that gets none counts as one that requests some.
   * @returns how many permits the holder has now
   */
  takePermits(request: PermitRequest): Promise<number>;
  /** Renews the leases of all permits of a holder. */
  keepPermits(holder: string): Promise<void>;
  /** Releases the permits of dead holders before their leases expire. */
  freePermits(isDead: (holder: string) => boolean): Promise<void>;
  /** Releases all permits of a holder. */
  releasePermits(holder: string): Promise<void>;
};

const permitLeaseMs = 60_000;
/** A rate is given out at most so far ahead, besides the slots that a call asks for. */
const maxAheadMs = 60_000;

/** The limits in a database. */
export function makeLimits(db: Kysely<Tables>): Limits {
  return {
    takeRateSlots: (name, perSecond, count) => takeRateSlots(db, { name, perSecond, count }),
    takePermits: request => db.transaction().execute(trx => takePermits(trx, request)),
    async keepPermits(holder) {
      await db
        .updateTable('places')
        .set({ lease_until: sql<number>`${clockOf(db)} + ${permitLeaseMs}` })
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

type SlotRequest = { name: string; perSecond: number; count: number };

async function takeRateSlots(db: Kysely<Tables>, { name, perSecond, count }: SlotRequest): Promise<number> {
  const clock = clockOf(db);
  const later = sql.raw(isSqlite(db) ? 'max' : 'greatest');
  const spanMs = (count * 1_000) / perSecond;
  const { rows } = await sql<{ wait: number }>`
    insert into turns (name, next_at) values (${name}, ${clock} + ${spanMs})
    on conflict (name) do update set next_at = ${spanMs} + case
      -- From before the database's clock was set back.
      when turns.next_at > ${clock} + ${maxAheadMs + 100 * spanMs} then ${clock}
      else ${later}(turns.next_at, ${clock}) end
    returning next_at - ${spanMs} - ${clock} as wait`.execute(db);
  return Math.max(0, rows[0]?.wait ?? 0);
}

async function takePermits(trx: Transaction<Tables>, request: PermitRequest): Promise<number> {
  const { name, holder, wanted, lessTriedSince } = request;
  await lock(trx, name);
  await renewRequest(trx, name, holder);
  await dropExpired(trx, name);
  const holders = await trx.selectFrom('places').select(['holder', 'count']).where('name', '=', name).execute();
  const taken = holders.reduce((sum, { count }) => sum + count, 0);
  const own = holders.find(one => one.holder === holder)?.count ?? 0;
  // Counted after the permits of others were read: a permit released since then shows as a delivery that was tried.
  const tried = lessTriedSince === undefined ? 0 : await countTried(trx, lessTriedSince);
  const limit = Math.max(0, request.limit - tried);
  const fairPart = Math.max(1, Math.ceil(limit / holders.length));
  const count = Math.max(own, Math.min(wanted, fairPart, limit - taken + own));
  await trx.updateTable('places').set({ count }).where('name', '=', name).where('holder', '=', holder).execute();
  return count;
}

/** The row of a holder, which also counts it among those that request permits. */
async function renewRequest(trx: Transaction<Tables>, name: string, holder: string): Promise<void> {
  const lease_until = sql<number>`${clockOf(trx)} + ${permitLeaseMs}`;
  await trx
    .insertInto('places')
    .values({ name, holder, count: 0, lease_until })
    .onConflict(conflict => conflict.columns(['name', 'holder']).doUpdateSet({ lease_until }))
    .execute();
}

/** A lease that ends later than any given now is from before the clock was set back; a live holder renews it. */
async function dropExpired(trx: Transaction<Tables>, name: string): Promise<void> {
  const now = clockOf(trx);
  await trx
    .deleteFrom('places')
    .where('name', '=', name)
    .where(eb =>
      eb.or([eb('lease_until', '<', now), eb('lease_until', '>', sql<number>`${now} + ${2 * permitLeaseMs}`)]),
    )
    .execute();
}

/** Until the transaction ends no other one takes permits of that name. SQLite has locked the whole database. */
async function lock(trx: Transaction<Tables>, name: string): Promise<void> {
  if (!isSqlite(trx)) await sql`select pg_advisory_xact_lock(hashtext(${`hebdo places ${name}`}))`.execute(trx);
}
