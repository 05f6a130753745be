import { type Kysely, type SqlBool, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** A run in chunks, for many machines: each is held by one of them at a time. */
export const chunks: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('chunks')
      .addColumn('week', 'text', column => column.notNull())
      .addColumn('number', 'integer', column => column.notNull())
      // Its deliveries: those of the week with ids from first to last.
      .addColumn('first_id', 'bigint', column => column.notNull())
      .addColumn('last_id', 'bigint', column => column.notNull())
      .addColumn('holder', 'text')
      // The end of its lease; without a holder, not before this moment.
      .addColumn('lease_until', 'text')
      .addColumn('done_at', 'text')
      .addPrimaryKeyConstraint('chunks_once', ['week', 'number'])
      .execute();
    // Chunks that are done are not in this index.
    await db.schema
      .createIndex('chunks_left')
      .on('chunks')
      .columns(['week', 'number'])
      .where(sql<SqlBool>`done_at is null`)
      .execute();
  },
};
