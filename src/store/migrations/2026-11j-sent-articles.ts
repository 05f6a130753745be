import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Hashes of the articles of sent issues, so that they are recognized in another week. */
export const sentArticles: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('sent_articles')
      .addColumn('week', 'text', column => column.notNull())
      .addColumn('hash', 'text', column => column.notNull())
      .addPrimaryKeyConstraint('sent_articles_once', ['hash', 'week'])
      .execute();
  },
};
