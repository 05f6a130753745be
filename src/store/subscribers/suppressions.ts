import type { Kysely, Transaction } from 'kysely';
import { inTransaction, retried } from '../database/transaction.ts';
import type { SuppressionEntry } from '../imports/entry.ts';
import type { Imports } from '../imports/imports.ts';
import type { SuppressionRow, Tables } from '../schema.ts';

/** Addresses that must not be mailed, and why. Keys are addresses in lower case. */
export type Suppressions = {
  /** Adds an address; the first reason stays. @returns whether it was not there before */
  add(addressKey: string, reason: string, now: Date): Promise<boolean>;
  /** Adds many, all or none; see `Imports.run`. @param each gets for each entry whether it was not there before */
  upsert(entries: AsyncIterable<SuppressionEntry>, now: Date, each: (added: boolean) => void): Promise<void>;
  /** Lifts a suppression, and records both reasons. @returns why the address was suppressed, if it was */
  remove(addressKey: string, reason: string, now: Date): Promise<string | undefined>;
  find(addressKey: string): Promise<SuppressionRow | undefined>;
  count(): Promise<number>;
  /** Every suppression in the order of the addresses, read in pages. */
  all(): AsyncIterable<SuppressionRow>;
};

/** Suppressions read in one query. */
const pageSize = 1_000;

/** Suppresses an address, also inside a transaction; the first reason stays. @returns whether it was not there before */
export async function suppress(
  db: Kysely<Tables> | Transaction<Tables>,
  address_key: string,
  reason: string,
  now: Date,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('suppressions')
    .values({ address_key, reason, created_at: now.toISOString() })
    .onConflict(conflict => conflict.column('address_key').doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** The suppressions in a database. */
export function makeSuppressions(db: Kysely<Tables>, imports: Imports): Suppressions {
  const find = (addressKey: string) =>
    db.selectFrom('suppressions').selectAll().where('address_key', '=', addressKey).executeTakeFirst();
  return {
    find,
    add: (addressKey, reason, now) => retried(() => suppress(db, addressKey, reason, now)),
    upsert: (entries, now, each) =>
      imports.run({
        kind: 'suppressions',
        entries,
        keyOf: ({ addressKey }) => addressKey,
        now,
        each: outcome => each(outcome === 'added'),
      }),
    remove: (address_key, reason, now) =>
      inTransaction(db, async trx => {
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
