import type { Kysely } from 'kysely';
import { Collision, inTransaction } from '../database/transaction.ts';
import { anyRun, type Tables } from '../schema.ts';

/** Who was erased at their own wish: only keyed hashes of their addresses are left. */
export type Erasures = {
  /**
   * Erases a subscriber and all that names them, and keeps their hash; all or nothing. Counts stay: a delivery's row
   * then names nobody.
   */
  erase(subscriber: number, hash: string, now: Date): Promise<void>;
  /** Whether any of these hashes is kept. */
  has(hashes: readonly string[]): Promise<boolean>;
  /** Whether anybody was ever erased. */
  any(): Promise<boolean>;
};

export function makeErasures(db: Kysely<Tables>): Erasures {
  return {
    erase: (subscriber, hash, now) =>
      inTransaction(db, async trx => {
        const who = await trx
          .selectFrom('subscribers')
          .select('address_key')
          .where('id', '=', subscriber)
          .executeTakeFirst();
        if (who === undefined) return;
        const { address_key } = who;
        // First what waits to be imported, in the order in which an import takes it: it would bring them back.
        await trx.deleteFrom('import_rows').where('address_key', '=', address_key).execute();
        const gone = await trx
          .deleteFrom('subscribers')
          .where('id', '=', subscriber)
          .where('address_key', '=', address_key)
          .executeTakeFirst();
        // They have moved to another address in this moment.
        if (gone.numDeletedRows !== 1n) throw new Collision();
        await trx.deleteFrom('changes').where('subscriber_id', '=', subscriber).execute();
        await trx.deleteFrom('tags').where('subscriber_id', '=', subscriber).execute();
        await trx.deleteFrom('former_addresses').where('subscriber_id', '=', subscriber).execute();
        await trx
          .deleteFrom('confirmations')
          .where(eb => eb.or([eb('subscriber_id', '=', subscriber), eb('address_key', '=', address_key)]))
          .execute();
        await trx.deleteFrom('suppressions').where('address_key', '=', address_key).execute();
        await trx.deleteFrom('removals').where('address_key', '=', address_key).execute();
        // What servers said may hold the address. A number that is negative names nobody, and what is settled later writes
        // no words and suppresses nothing.
        await trx
          .updateTable('deliveries')
          .set(eb => ({ words: null, subscriber_id: eb('subscriber_id', '*', -1) }))
          .where('week', 'in', anyRun)
          .where('subscriber_id', '=', subscriber)
          .execute();
        await trx.updateTable('bounces').set({ words: null }).where('subscriber_id', '=', subscriber).execute();
        await trx
          .insertInto('erasures')
          .values({ hash, created_at: now.toISOString() })
          .onConflict(conflict => conflict.column('hash').doNothing())
          .execute();
      }),
    async has(hashes) {
      if (hashes.length === 0) return false;
      const row = await db.selectFrom('erasures').select('hash').where('hash', 'in', hashes).executeTakeFirst();
      return row !== undefined;
    },
    async any() {
      return (await db.selectFrom('erasures').select('hash').limit(1).executeTakeFirst()) !== undefined;
    },
  };
}
