import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Marks of a database as a whole: a copy to it is not finished, or it was restored. */
export const marks: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('marks')
      // A backup of an older hebdo is marked before it is migrated.
      .ifNotExists()
      .addColumn('name', 'text', column => column.primaryKey())
      .addColumn('detail', 'text', column => column.notNull())
      .addColumn('created_at', 'text', column => column.notNull())
      .execute();
  },
};
