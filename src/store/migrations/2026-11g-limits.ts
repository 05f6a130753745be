import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What many machines keep to together: the turns of rates, and places of which there are only so many. */
export const limits: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('turns')
      .addColumn('name', 'text', column => column.primaryKey())
      // Milliseconds of the database's clock: when the next turn is that nobody has.
      .addColumn('next_at', 'double precision', column => column.notNull())
      .execute();
    await db.schema
      .createTable('places')
      .addColumn('name', 'text', column => column.notNull())
      .addColumn('holder', 'text', column => column.notNull())
      .addColumn('count', 'integer', column => column.notNull())
      // Until when the holder may be silent, by the same clock.
      .addColumn('lease_until', 'double precision', column => column.notNull())
      .addPrimaryKeyConstraint('places_once', ['name', 'holder'])
      .execute();
  },
};
