import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Limits that many machines share: the slots of rates (`turns`), and permits (`places`). */
export const limits: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('turns')
      .addColumn('name', 'text', column => column.primaryKey())
      // Milliseconds of the database's clock: the next free slot.
      .addColumn('next_at', 'double precision', column => column.notNull())
      .execute();
    await db.schema
      .createTable('places')
      .addColumn('name', 'text', column => column.notNull())
      .addColumn('holder', 'text', column => column.notNull())
      .addColumn('count', 'integer', column => column.notNull())
      // The end of the lease, by the same clock.
      .addColumn('lease_until', 'double precision', column => column.notNull())
      .addPrimaryKeyConstraint('places_once', ['name', 'holder'])
      .execute();
  },
};
