import type { Kysely } from 'kysely';
import type { SuppressionRow, Tables } from './schema.ts';

/** Addresses that must not be mailed, and why. Keys are addresses in lower case. */
export type Suppressions = {
  /** Adds an address; the first reason stays. @returns whether it was not there before */
  add(addressKey: string, reason: string, now: Date): Promise<boolean>;
  /** Lifts a suppression, and keeps who lifted what, why. @returns why it was suppressed, if it was */
  remove(addressKey: string, reason: string, now: Date): Promise<string | undefined>;
  find(addressKey: string): Promise<SuppressionRow | undefined>;
  count(): Promise<number>;
  /** Every suppression in the order of the addresses, read in pages. */
  all(): AsyncIterable<SuppressionRow>;
};

const pageSize = 1_000;

export function makeSuppressions(db: Kysely<Tables>): Suppressions {
  const find = (addressKey: string) =>
    db.selectFrom('suppressions').selectAll().where('address_key', '=', addressKey).executeTakeFirst();
  return {
    find,
    async add(address_key, reason, now) {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('suppressions')
        .values({ address_key, reason, created_at: now.toISOString() })
        .onConflict(conflict => conflict.column('address_key').doNothing())
        .executeTakeFirst();
      return numInsertedOrUpdatedRows === 1n;
    },
    remove: (address_key, reason, now) =>
      db.transaction().execute(async trx => {
        const was = await trx
          .deleteFrom('suppressions')
          .where('address_key', '=', address_key)
          .returning('reason')
          .executeTakeFirst();
        if (was === undefined) return undefined;
        await trx
          .insertInto('removals')
          .values({ address_key, suppressed_because: was.reason, reason, created_at: now.toISOString() })
          .execute();
        return was.reason;
      }),
    async count() {
      const row = await db
        .selectFrom('suppressions')
        .select(eb => eb.fn.countAll().as('n'))
        .executeTakeFirstOrThrow();
      return Number(row.n);
    },
    async *all() {
      for (let last = ''; ; ) {
        const rows = await db
          .selectFrom('suppressions')
          .selectAll()
          .where('address_key', '>', last)
          .orderBy('address_key')
          .limit(pageSize)
          .execute();
        yield* rows;
        const end = rows.at(-1);
        if (end === undefined) return;
        last = end.address_key;
      }
    },
  };
}
