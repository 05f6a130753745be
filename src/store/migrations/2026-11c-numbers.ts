import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Clicks as counts by link, language and day: no row is about one reader. */
export const numbers: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('clicks')
      .addColumn('week', 'text', column => column.notNull())
      .addColumn('language', 'text', column => column.notNull())
      .addColumn('url', 'text', column => column.notNull())
      .addColumn('day', 'text', column => column.notNull())
      .addColumn('count', 'integer', column => column.notNull())
      .addPrimaryKeyConstraint('clicks_once', ['week', 'language', 'url', 'day'])
      .execute();
  },
};
