import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What the articles of issues say that were begun to be sent, so that they are known again under another week. */
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
