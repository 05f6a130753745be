import type { Kysely } from 'kysely';
import type { Tables } from './schema.ts';

/** Addresses that must not be mailed, and why. Keys are addresses in lower case. */
export type Suppressions = {
  /** Adds an address; the first reason stays. */
  add(addressKey: string, reason: string, now: Date): Promise<void>;
  has(addressKey: string): Promise<boolean>;
  count(): Promise<number>;
};

export function makeSuppressions(db: Kysely<Tables>): Suppressions {
  return {
    async add(address_key, reason, now) {
      await db
        .insertInto('suppressions')
        .values({ address_key, reason, created_at: now.toISOString() })
        .onConflict(conflict => conflict.column('address_key').doNothing())
        .execute();
    },
    async has(addressKey) {
      const row = await db
        .selectFrom('suppressions')
        .select('address_key')
        .where('address_key', '=', addressKey)
        .executeTakeFirst();
      return row !== undefined;
    },
    async count() {
      const row = await db
        .selectFrom('suppressions')
        .select(eb => eb.fn.countAll().as('n'))
        .executeTakeFirstOrThrow();
      return Number(row.n);
    },
  };
}
