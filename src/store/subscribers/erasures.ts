import type { Kysely } from 'kysely';
import { Collision, inTransaction } from '../database/transaction.ts';
import { anyRun, type Tables } from '../schema.ts';

/** Erasures that readers asked for. Only keyed hashes of their addresses are kept. */
export type Erasures = {
  /**
   * Erases a subscriber and all data that names them, also under their former addresses, and keeps the hash of each address; all or
   * nothing. Counts stay: the rows of their deliveries are anonymous then.
   * @param hashOf the keyed hash of an address key
   */
  erase(subscriber: number, hashOf: (addressKey: string) => string, now: Date): Promise<void>;
  /** Whether any of these hashes is kept. */
  has(hashes: readonly string[]): Promise<boolean>;
  /** Whether there was any erasure. */
  any(): Promise<boolean>;
};

/** The erasures in a database. */
export function makeErasures(db: Kysely<Tables>): Erasures {
  return {
    erase: (subscriber, hashOf, now) =>
      inTransaction(db, async trx => {
        const who = await trx
          .selectFrom('subscribers')
          .select('address_key')
          .where('id', '=', subscriber)
          .executeTakeFirst();
        if (who === undefined) return;
        const { address_key } = who;
        const former = await trx
          .selectFrom('former_addresses')
          .select('address_key')
          .where('subscriber_id', '=', subscriber)
          .execute();
        const keys = [address_key, ...former.map(row => row.address_key)];
        // Waiting entries of imports come first, in the locking order of an import: they would add the subscriber again.
        await trx.deleteFrom('import_rows').where('address_key', 'in', keys).execute();
        const gone = await trx
          .deleteFrom('subscribers')
          .where('id', '=', subscriber)
          .where('address_key', '=', address_key)
          .executeTakeFirst();
        // The subscriber has moved to another address at this moment.
        if (gone.numDeletedRows !== 1n) throw new Collision();
        await trx.deleteFrom('changes').where('subscriber_id', '=', subscriber).execute();
        await trx.deleteFrom('tags').where('subscriber_id', '=', subscriber).execute();
        await trx.deleteFrom('former_addresses').where('subscriber_id', '=', subscriber).execute();
        await trx
          .deleteFrom('confirmations')
          .where(eb => eb.or([eb('subscriber_id', '=', subscriber), eb('address_key', 'in', keys)]))
          .execute();
        await trx.deleteFrom('suppressions').where('address_key', 'in', keys).execute();
        await trx.deleteFrom('removals').where('address_key', 'in', keys).execute();
        // Replies may hold the address. A negative id is no subscriber's, and a later settlement of such a delivery writes no
        // words and suppresses nothing.
        await trx
          .updateTable('deliveries')
          .set(eb => ({ words: null, subscriber_id: eb('subscriber_id', '*', -1) }))
          .where('week', 'in', anyRun)
          .where('subscriber_id', '=', subscriber)
          .execute();
        await trx.updateTable('bounces').set({ words: null }).where('subscriber_id', '=', subscriber).execute();
        await trx
          .insertInto('erasures')
          .values(keys.map(key => ({ hash: hashOf(key), created_at: now.toISOString() })))
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
